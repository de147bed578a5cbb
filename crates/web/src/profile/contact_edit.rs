//! 用户信息 → 编辑 → 确认更新 (manual 3.2 (5)).

use crate::error::Failure;
use crate::form::Form;
use crate::page::{page, page_with, see_other};
use crate::session::Company;
use crate::shell::{Menu, Shell, shell};
use crate::site::Site;
use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use domain::company::ContactForm;
use domain::field::FieldErrors;
use serde::Deserialize;

#[derive(Template)]
#[template(path = "profile/contact_edit.html")]
struct ContactEditPage {
    shell: Shell,
    version: i64,
    posted: ContactForm,
    errors: FieldErrors,
    /// The verified number, masked.
    saved_mobile: String,
}

#[derive(Deserialize)]
pub struct Posted {
    /// The version that the page showed.
    version: i64,
    #[serde(flatten)]
    form: ContactForm,
}

const TITLE: &str = "编辑用户信息";

/// GET /cakey/profile/contact/edit
pub async fn show(State(site): State<Site>, Company(session, user): Company) -> Result<Response, Failure> {
    let company = app::company::load(&site.app, user.id).await?;
    page(&ContactEditPage {
        shell: shell(&site, &session, Menu::Contact, TITLE),
        version: company.version,
        posted: ContactForm::from_profile(&company.contact),
        errors: FieldErrors::new(),
        saved_mobile: company.contact.mobile.masked(),
    })
}

/// POST /cakey/profile/contact/edit
pub async fn post(
    State(site): State<Site>,
    Company(session, user): Company,
    Form(posted): Form<Posted>,
) -> Result<Response, Failure> {
    match app::company::save_contact(&site.app, user.id, posted.version, &posted.form).await {
        Ok(_) => Ok(see_other("/cakey/profile/contact?done=1")),
        Err(app::Error::Fields(errors)) => {
            let company = app::company::load(&site.app, user.id).await?;
            let template = ContactEditPage {
                shell: shell(&site, &session, Menu::Contact, TITLE).with_errors(&errors),
                version: posted.version,
                posted: posted.form,
                errors,
                saved_mobile: company.contact.mobile.masked(),
            };
            page_with(StatusCode::UNPROCESSABLE_ENTITY, &template)
        }
        Err(other) => Err(other.into()),
    }
}

#[cfg(test)]
pub fn samples() -> Vec<(String, String)> {
    let errors = ContactForm::default().check(None).err().unwrap_or_default();
    let sample = ContactEditPage {
        shell: crate::samples::shell(Menu::Contact, TITLE).with_errors(&errors),
        version: 3,
        posted: ContactForm::default(),
        errors,
        saved_mobile: "138****1234".into(),
    };
    vec![("contact form with mistakes".into(), sample.to_string())]
}
