//! The page behind an activation link: the person sets the password, which nobody else ever sees.

use crate::failure::{Failure, see_other};
use crate::form::Form;
use crate::page::{page, page_with};
use crate::session::Visitor;
use crate::shell::{Menu, Shell};
use crate::site::Site;
use app::account::Session;
use app::staff::link::{self, LinkToken};
use app::staff::store::Owner;
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use domain::account::ChangePasswordForm;
use domain::field::FieldErrors;

#[derive(Template)]
#[template(path = "staff/activate.html")]
struct ActivatePage {
    shell: Shell,
    token: String,
    login: String,
    name: String,
    errors: FieldErrors,
}

/// GET /cakey/staff/activate/{token}
pub async fn show(
    State(site): State<Site>,
    Visitor(session): Visitor,
    Path(token): Path<String>,
) -> Result<Response, Failure> {
    page(&activate_page(&site, &session, token, FieldErrors::new()).await?)
}

/// POST /cakey/staff/activate/{token}
pub async fn post(
    State(site): State<Site>,
    Visitor(session): Visitor,
    Path(token): Path<String>,
    Form(posted): Form<ChangePasswordForm>,
) -> Result<Response, Failure> {
    match link::activate(&site.app, &LinkToken::from_url(&token), &posted).await {
        Ok(()) => Ok(see_other("/cakey/staff?done=activated")),
        Err(app::Error::Fields(errors)) => {
            let template = activate_page(&site, &session, token, errors).await?;
            page_with(StatusCode::UNPROCESSABLE_ENTITY, &template)
        }
        Err(other) => Err(dead_link(other)),
    }
}

/// What a used or late link says; whether it ever was one stays open.
pub fn dead_link(error: app::Error) -> Failure {
    match error {
        app::Error::NotFound => {
            Failure::Denied("这个链接已经用过、已过 24 小时，或者地址不完整。请向系统管理员要新的链接。")
        }
        other => other.into(),
    }
}

/// The shell of the staff's pages before the login.
pub fn outside(site: &Site, session: &Session, title: &str, errors: &FieldErrors) -> Shell {
    let shell = Shell::new(site, Some(session), Menu::StaffLogin, title);
    Shell { user: crate::shell::ShellUser::Nobody, ..shell }.with_errors(errors)
}

async fn activate_page(
    site: &Site,
    session: &Session,
    token: String,
    errors: FieldErrors,
) -> Result<ActivatePage, Failure> {
    match link::open(&site.app, &LinkToken::from_url(&token)).await.map_err(dead_link)? {
        Owner::Staff { login, name, .. } => {
            Ok(ActivatePage { shell: outside(site, session, "设置密码", &errors), token, login, name, errors })
        }
        Owner::First => Err(dead_link(app::Error::NotFound)),
    }
}

#[cfg(test)]
pub fn samples() -> Vec<(String, String)> {
    use domain::account::{CurrentPassword, PasswordPolicy};
    let policy = PasswordPolicy { composition: true };
    let errors = ChangePasswordForm::default().check(CurrentPassword::Proven, policy, &[]).err().unwrap_or_default();
    let shell = Shell { menu: Menu::StaffLogin, ..crate::samples::nobody("设置密码") };
    let sample = ActivatePage {
        shell: shell.with_errors(&errors),
        token: "sample".into(),
        login: "donghu".into(),
        name: "许南乔".into(),
        errors,
    };
    vec![("staff activation with mistakes".to_owned(), sample.to_string())]
}
