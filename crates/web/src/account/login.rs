//! 登录 (manual 3.2 (1)): the first page of the site.

use super::captcha;
use crate::error::Failure;
use crate::form::Form;
use crate::next::own_path;
use crate::page::{page, page_with, see_other};
use crate::session::{Visit, Visitor};
use crate::shell::{Menu, Shell, shell};
use crate::site::Site;
use crate::text::LOGIN_FAILED;
use app::account::login::login_company;
use app::account::{Session, Who};
use askama::Template;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use domain::account::{CompanyName, LoginForm};
use domain::field::FieldErrors;
use serde::Deserialize;

#[derive(Template)]
#[template(path = "account/login.html")]
struct LoginPage {
    shell: Shell,
    company: String,
    next: String,
    errors: FieldErrors,
    /// Makes the picture's address new.
    stamp: String,
}

impl LoginPage {
    const COMPANY_MAX: usize = CompanyName::MAX;
}

/// Where the visitor was going.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Going {
    next: String,
}

#[derive(Deserialize)]
pub struct Posted {
    /// `captcha`: another picture, please.
    #[serde(default)]
    act: String,
    #[serde(default)]
    next: String,
    #[serde(flatten)]
    form: LoginForm,
}

/// GET /cakey/
pub async fn show(
    State(site): State<Site>,
    Visitor(session): Visitor,
    Query(going): Query<Going>,
) -> Result<Response, Failure> {
    match session.who {
        Who::Nobody => page(&login_page(&site, &session, "", &going.next, FieldErrors::new()).await?),
        Who::Company(_) | Who::Staff(_) => Ok(see_other(shell(&site, &session, Menu::None, "登录").user.home().0)),
    }
}

/// POST /cakey/
pub async fn post(
    State(site): State<Site>,
    visit: Visit,
    Visitor(session): Visitor,
    Form(posted): Form<Posted>,
) -> Result<Response, Failure> {
    let form = &posted.form;
    if posted.act == "captcha" {
        return page(&login_page(&site, &session, &form.company, &posted.next, FieldErrors::new()).await?);
    }
    let (login, mut errors) = match form.check() {
        Ok(login) => (Some(login), FieldErrors::new()),
        Err(errors) => (None, errors),
    };
    captcha::judge(&site, &session, &form.captcha, &mut errors).await?;
    if let Some(login) = login.filter(|_| errors.is_empty()) {
        if let Some(user) = login_company(&site.app, &login.company, &login.password).await? {
            visit.log_in(&site, &session, Who::Company(user)).await?;
            return Ok(see_other(destination(&posted.next)));
        }
        errors.add("company", LOGIN_FAILED);
    }
    let page = login_page(&site, &session, &form.company, &posted.next, errors).await?;
    page_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
}

/// The page that was asked for before the login, or the home page. The staff's pages want a login of their own.
fn destination(next: &str) -> &str {
    own_path(next).filter(|path| !path.starts_with("/cakey/staff")).unwrap_or("/cakey/home")
}

async fn login_page(
    site: &Site,
    session: &Session,
    company: &str,
    next: &str,
    errors: FieldErrors,
) -> Result<LoginPage, Failure> {
    Ok(LoginPage {
        shell: shell(site, session, Menu::None, "登录").with_errors(&errors),
        company: company.to_owned(),
        next: own_path(next).unwrap_or_default().to_owned(),
        errors,
        stamp: captcha::draw(site, session).await?,
    })
}

#[cfg(test)]
pub fn samples() -> Vec<(String, String)> {
    let mut errors = FieldErrors::new();
    errors.add("company", LOGIN_FAILED);
    let sample = |errors: FieldErrors| LoginPage {
        shell: crate::samples::nobody("登录").with_errors(&errors),
        company: "澜州青禾建设工程有限公司".into(),
        next: "/cakey/orders".into(),
        errors,
        stamp: "00ff".into(),
    };
    vec![
        ("login".into(), sample(FieldErrors::new()).to_string()),
        ("login with a mistake".into(), sample(errors).to_string()),
    ]
}

#[cfg(test)]
mod tests {
    use super::destination;

    #[test]
    fn a_login_leads_back_to_where_the_visitor_was_going_and_nowhere_strange() {
        assert_eq!(destination("/cakey/orders/DZ20261123-0001"), "/cakey/orders/DZ20261123-0001");
        for strange in ["", "//evil.example", "https://evil.example/cakey/", "/cakey/staff/review"] {
            assert_eq!(destination(strange), "/cakey/home", "{strange}");
        }
    }
}
