//! The login of staff: login name, password, 动态口令, 验证码. Its frame is slate, so that nobody mistakes it for the
//! companies' page.

use super::captcha;
use crate::failure::{Failure, see_other};
use crate::form::Form;
use crate::next::own_path;
use crate::page::{page, page_with};
use crate::session::{Visit, Visitor};
use crate::shell::{Menu, STAFF_HOME, Shell, shell};
use crate::site::Site;
use crate::text::{STAFF_LOGIN_FAILED, limited};
use app::account::Session;
use app::account::staff::{ProvenStaff, login_staff};
use app::staff::enrol;
use app::who::Who;
use askama::Template;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use domain::account::StaffLoginForm;
use domain::field::FieldErrors;
use serde::Deserialize;

#[derive(Template)]
#[template(path = "account/staff.html")]
struct StaffLoginPage {
    shell: Shell,
    login: String,
    next: String,
    /// The password was set just now.
    activated: bool,
    errors: FieldErrors,
    stamp: String,
}

impl StaffLoginPage {
    const LOGIN_MAX: usize = StaffLoginForm::LOGIN_MAX;
    /// Six digits; a blank in the middle is forgiven.
    const TOTP_MAX: usize = StaffLoginForm::TOTP_DIGITS + 1;
}

/// Where the visitor was going.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct StaffLoginQuery {
    next: String,
    done: String,
}

#[derive(Deserialize)]
pub struct StaffLoginBody {
    #[serde(default)]
    act: String,
    #[serde(default)]
    next: String,
    #[serde(default)]
    captcha: String,
    #[serde(flatten)]
    form: StaffLoginForm,
}

/// GET /cakey/staff
pub async fn show(
    State(site): State<Site>,
    Visitor(session): Visitor,
    Query(going): Query<StaffLoginQuery>,
) -> Result<Response, Failure> {
    match &session.who {
        Who::Staff(_) => Ok(see_other(STAFF_HOME)),
        Who::Nobody | Who::Company(_) | Who::Restricted(..) => {
            let template = login_page(&site, &session, "", &going.next, FieldErrors::new()).await?;
            page(&StaffLoginPage { activated: going.done == "activated", ..template })
        }
    }
}

/// POST /cakey/staff
pub async fn post(
    State(site): State<Site>,
    visit: Visit,
    Visitor(session): Visitor,
    Form(posted): Form<StaffLoginBody>,
) -> Result<Response, Failure> {
    let login = &posted.form.login;
    if posted.act == "captcha" {
        return page(&login_page(&site, &session, login, &posted.next, FieldErrors::new()).await?);
    }
    match try_login(&site, &session, &posted).await? {
        Ok(ProvenStaff::Enrols(user)) => {
            let session = visit.renew(&site, &session).await?;
            enrol::begin(&site.app, &session, &user).await?;
            Ok(see_other("/cakey/staff/enrol"))
        }
        Ok(ProvenStaff::In(user, proof)) => {
            visit.log_in(&site, &session, Who::Staff(user), Some(proof)).await?;
            let next = own_path(&posted.next).filter(|path| path.starts_with("/cakey/staff/"));
            Ok(see_other(next.unwrap_or(STAFF_HOME)))
        }
        Err(errors) => {
            let page = login_page(&site, &session, login, &posted.next, errors).await?;
            page_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
    }
}

async fn try_login(
    site: &Site,
    session: &Session,
    posted: &StaffLoginBody,
) -> Result<Result<ProvenStaff, FieldErrors>, Failure> {
    let (login, mut errors) = match posted.form.check() {
        Ok(login) => (Some(login), FieldErrors::new()),
        Err(errors) => (None, errors),
    };
    captcha::judge(site, session, &posted.captcha, &mut errors).await?;
    let Some(login) = login.filter(|_| errors.is_empty()) else { return Ok(Err(errors)) };
    let totp = login.totp.unwrap_or_default();
    match login_staff(&site.app, &login.login, &login.password, &totp).await {
        Ok(Some(entered)) => return Ok(Ok(entered)),
        Ok(None) => errors.add("login", STAFF_LOGIN_FAILED),
        Err(app::Error::Limited { until, what }) => errors.add("login", limited(what, until)),
        Err(other) => return Err(other.into()),
    }
    Ok(Err(errors))
}

async fn login_page(
    site: &Site,
    session: &Session,
    login: &str,
    next: &str,
    errors: FieldErrors,
) -> Result<StaffLoginPage, Failure> {
    let shell =
        Shell { user: crate::shell::ShellUser::Nobody, ..shell(site, session, Menu::StaffLogin, "工作人员登录") };
    Ok(StaffLoginPage {
        shell: shell.with_errors(&errors),
        login: login.to_owned(),
        next: own_path(next).unwrap_or_default().to_owned(),
        activated: false,
        errors,
        stamp: captcha::draw(site, session).await?,
    })
}

#[cfg(test)]
pub fn samples() -> Vec<(String, String)> {
    let mut errors = FieldErrors::new();
    errors.add("totp", "动态口令应为 6 位数字，请改正");
    let sample = StaffLoginPage {
        shell: Shell { menu: Menu::StaffLogin, ..crate::samples::nobody("工作人员登录") }.with_errors(&errors),
        login: "zhouyuan".into(),
        next: String::new(),
        activated: true,
        errors,
        stamp: "00ff".into(),
    };
    vec![("staff login".into(), sample.to_string())]
}
