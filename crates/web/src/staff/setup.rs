//! 首次设置: the page behind the link that the first start prints. It makes the first administrator and then is gone.

use super::activate::{dead_link, outside};
use crate::failure::{Failure, see_other};
use crate::form::Form;
use crate::page::{page, page_with};
use crate::session::Visitor;
use crate::shell::Shell;
use crate::site::Site;
use app::account::Session;
use app::staff::link::{self, LinkToken};
use app::staff::store::Owner;
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use domain::account::{FirstAdminForm, StaffForm};
use domain::field::FieldErrors;

#[derive(Template)]
#[template(path = "staff/setup.html")]
struct SetupPage {
    shell: Shell,
    token: String,
    posted: FirstAdminForm,
    errors: FieldErrors,
}

/// GET /cakey/staff/setup/{token}
pub async fn show(
    State(site): State<Site>,
    Visitor(session): Visitor,
    Path(token): Path<String>,
) -> Result<Response, Failure> {
    page(&setup_page(&site, &session, token, FirstAdminForm::default(), FieldErrors::new()).await?)
}

/// POST /cakey/staff/setup/{token}
pub async fn post(
    State(site): State<Site>,
    Visitor(session): Visitor,
    Path(token): Path<String>,
    Form(posted): Form<FirstAdminForm>,
) -> Result<Response, Failure> {
    match link::set_up(&site.app, &LinkToken::from_url(&token), &posted).await {
        Ok(()) => Ok(see_other("/cakey/staff?done=activated")),
        Err(app::Error::Fields(errors)) => {
            let template = setup_page(&site, &session, token, posted, errors).await?;
            page_with(StatusCode::UNPROCESSABLE_ENTITY, &template)
        }
        Err(other) => Err(dead_link(other)),
    }
}

async fn setup_page(
    site: &Site,
    session: &Session,
    token: String,
    posted: FirstAdminForm,
    errors: FieldErrors,
) -> Result<SetupPage, Failure> {
    match link::open(&site.app, &LinkToken::from_url(&token)).await.map_err(dead_link)? {
        Owner::First => Ok(SetupPage { shell: outside(site, session, "首次设置", &errors), token, posted, errors }),
        Owner::Staff { .. } => Err(dead_link(app::Error::NotFound)),
    }
}

#[cfg(test)]
pub fn samples() -> Vec<(String, String)> {
    use crate::shell::Menu;
    let posted = FirstAdminForm { login: "陆".into(), ..FirstAdminForm::default() };
    let errors = posted.check(domain::account::PasswordPolicy { composition: true }).err().unwrap_or_default();
    let shell = Shell { menu: Menu::StaffLogin, ..crate::samples::nobody("首次设置") };
    let sample = SetupPage { shell: shell.with_errors(&errors), token: "sample".into(), posted, errors };
    vec![("staff setup with mistakes".to_owned(), sample.to_string())]
}
