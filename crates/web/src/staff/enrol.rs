//! 绑定动态口令, between the first right password and the first session: the secret as a picture and as text, proven
//! by one code of it. Whoever comes without a right password is sent to the login page.

use super::activate::outside;
use crate::failure::{Failure, see_other};
use crate::form::Form;
use crate::page::{page, page_with};
use crate::qr;
use crate::session::{Visit, Visitor};
use crate::shell::{STAFF_HOME, Shell};
use crate::site::Site;
use app::account::Session;
use app::staff::enrol;
use app::staff::store::Enrolment;
use app::who::Who;
use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use domain::account::StaffLoginForm;
use domain::field::FieldErrors;
use serde::Deserialize;

#[derive(Template)]
#[template(path = "staff/enrol.html")]
struct EnrolPage {
    shell: Shell,
    name: String,
    login: String,
    /// In groups of four, to be typed.
    secret: String,
    errors: FieldErrors,
}

impl EnrolPage {
    const TOTP_MAX: usize = StaffLoginForm::TOTP_DIGITS + 1;
}

#[derive(Deserialize)]
pub struct EnrolBody {
    #[serde(default)]
    totp: String,
}

/// GET /cakey/staff/enrol
pub async fn show(State(site): State<Site>, Visitor(session): Visitor) -> Result<Response, Failure> {
    match enrol::shown(&site.app, &session).await? {
        Some(enrolment) => page(&enrol_page(&site, &session, &enrolment, FieldErrors::new())),
        None => Ok(see_other("/cakey/staff")),
    }
}

/// POST /cakey/staff/enrol
pub async fn post(
    State(site): State<Site>,
    visit: Visit,
    Visitor(session): Visitor,
    Form(posted): Form<EnrolBody>,
) -> Result<Response, Failure> {
    let Some(enrolment) = enrol::shown(&site.app, &session).await? else { return Ok(see_other("/cakey/staff")) };
    let code = domain::text::compact(&posted.totp);
    match enrol::confirm(&site.app, &session, &code).await {
        Ok((user, proof)) => {
            visit.log_in(&site, &session, Who::Staff(user), Some(proof)).await?;
            Ok(see_other(STAFF_HOME))
        }
        Err(app::Error::Fields(errors)) => {
            page_with(StatusCode::UNPROCESSABLE_ENTITY, &enrol_page(&site, &session, &enrolment, errors))
        }
        Err(other) => Err(other.into()),
    }
}

/// GET /cakey/staff/enrol/qr.png
pub async fn picture(State(site): State<Site>, Visitor(session): Visitor) -> Result<Response, Failure> {
    let enrolment = enrol::shown(&site.app, &session).await?.ok_or(Failure::NotFound)?;
    Ok(([(CONTENT_TYPE, "image/png")], qr::png(&enrol::address(&enrolment))).into_response())
}

fn enrol_page(site: &Site, session: &Session, enrolment: &Enrolment, errors: FieldErrors) -> EnrolPage {
    EnrolPage {
        shell: outside(site, session, "绑定动态口令", &errors),
        name: enrolment.name.clone(),
        login: enrolment.login.clone(),
        secret: in_fours(&enrolment.secret),
        errors,
    }
}

fn in_fours(secret: &str) -> String {
    let signs: Vec<char> = secret.chars().collect();
    signs.chunks(4).map(|part| part.iter().collect::<String>()).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
pub fn samples() -> Vec<(String, String)> {
    use crate::shell::Menu;
    let mut errors = FieldErrors::new();
    errors.add("totp", "动态口令不正确，请等验证器显示下一个再填");
    let shell = Shell { menu: Menu::StaffLogin, ..crate::samples::nobody("绑定动态口令") };
    let sample = EnrolPage {
        shell: shell.with_errors(&errors),
        name: "许南乔".into(),
        login: "donghu".into(),
        secret: in_fours("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"),
        errors,
    };
    vec![("staff enrolment with mistakes".to_owned(), sample.to_string())]
}
