//! The terms have a new version: asked once, at the next login, before any other page.

use crate::failure::{Failure, see_other};
use crate::form::Form;
use crate::next::own_path;
use crate::page::{page, page_with};
use crate::session::Holder;
use crate::shell::{Menu, Shell, shell};
use crate::site::Site;
use app::account::Session;
use app::account::consent::agree;
use app::who::Who;
use askama::Template;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use domain::field::FieldErrors;
use domain::text::ticked;
use serde::Deserialize;

#[derive(Template)]
#[template(path = "account/consent.html")]
struct ConsentPage {
    shell: Shell,
    version: String,
    next: String,
    errors: FieldErrors,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct ConsentBody {
    next: String,
    /// A check box.
    agree: String,
}

/// GET /cakey/consent
pub async fn show(
    State(site): State<Site>,
    Holder(session, _, duty): Holder,
    Query(going): Query<ConsentBody>,
) -> Result<Response, Failure> {
    match duty {
        Some(_) => page(&consent_page(&site, &session, &going.next, FieldErrors::new())),
        None => Ok(see_other("/cakey/home")),
    }
}

/// POST /cakey/consent
pub async fn post(
    State(site): State<Site>,
    Holder(session, user, _): Holder,
    Form(posted): Form<ConsentBody>,
) -> Result<Response, Failure> {
    if !ticked(&posted.agree) {
        let mut errors = FieldErrors::new();
        errors.add("agree", "请阅读用户协议和隐私政策，并勾选同意");
        let page = consent_page(&site, &session, &posted.next, errors);
        return page_with(StatusCode::UNPROCESSABLE_ENTITY, &page);
    }
    agree(&site.app, &session, &user).await?;
    Ok(see_other(&super::arrival(&Who::Company(user), &posted.next)))
}

fn consent_page(site: &Site, session: &Session, next: &str, errors: FieldErrors) -> ConsentPage {
    ConsentPage {
        shell: shell(site, session, Menu::None, "协议有更新，请确认").with_errors(&errors),
        version: site.app.settings.consent_version.clone(),
        next: own_path(next).unwrap_or_default().to_owned(),
        errors,
    }
}

#[cfg(test)]
pub fn samples() -> Vec<(String, String)> {
    let mut errors = FieldErrors::new();
    errors.add("agree", "请阅读用户协议和隐私政策，并勾选同意");
    let sample = |errors: FieldErrors| ConsentPage {
        shell: crate::samples::restricted("/cakey/consent", "协议有更新，请确认").with_errors(&errors),
        version: "2026-12".into(),
        next: "/cakey/orders".into(),
        errors,
    };
    vec![
        ("consent".into(), sample(FieldErrors::new()).to_string()),
        ("consent with mistakes".into(), sample(errors).to_string()),
    ]
}
