//! 用户信息 → 编辑 → 确认更新 (manual 3.2 (5)).

use crate::failure::{Failure, at_field, see_other};
use crate::form::Form;
use crate::page::{page, page_with};
use crate::session::Company;
use crate::shell::{Menu, Shell, shell};
use crate::site::{Client, Site};
use crate::text::masked;
use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use domain::company::{ContactForm, PersonIdKind};
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
    /// The saved 证件号码, masked; empty when there is none.
    saved_id: String,
    /// What was typed as the code.
    code: String,
    /// The masked number that a code was sent to just now.
    sent: String,
}

impl ContactEditPage {
    fn id_hint(&self) -> String {
        super::kept(&self.saved_id, "填写后会印在申请表和授权委托书上")
    }
}

#[derive(Deserialize)]
pub struct ContactBody {
    /// The version that the page showed.
    version: i64,
    /// The button: `sms` or nothing.
    #[serde(default)]
    act: String,
    /// 短信验证码.
    #[serde(default)]
    code: String,
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
        saved_id: masked(&company.contact.id_number),
        code: String::new(),
        sent: String::new(),
    })
}

/// POST /cakey/profile/contact/edit
pub async fn post(
    State(site): State<Site>,
    Client(from): Client,
    Company(session, user): Company,
    Form(posted): Form<ContactBody>,
) -> Result<Response, Failure> {
    let app = &site.app;
    let outcome = if posted.act == "sms" {
        app::company::send_code_to_new(app, &user, &posted.form, from).await.map(|mobile| mobile.masked())
    } else {
        match app::company::save_contact(app, &user, posted.version, &posted.form, &posted.code).await {
            Ok(_) => return Ok(see_other("/cakey/profile/contact?done=1")),
            Err(error) => Err(error),
        }
    };
    let (sent, errors) = match outcome {
        Ok(sent) => (sent, FieldErrors::new()),
        Err(error) => (String::new(), at_field("mobile", error)?),
    };
    let company = app::company::load(app, user.id).await?;
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let template = ContactEditPage {
        shell: shell(&site, &session, Menu::Contact, TITLE).with_errors(&errors),
        version: posted.version,
        posted: posted.form,
        errors,
        saved_mobile: company.contact.mobile.masked(),
        saved_id: masked(&company.contact.id_number),
        code: posted.code,
        sent,
    };
    page_with(status, &template)
}

#[cfg(test)]
pub fn samples() -> Vec<(String, String)> {
    let errors = ContactForm::default().check(None, jiff::civil::date(2026, 11, 23)).err().unwrap_or_default();
    let sample = ContactEditPage {
        shell: crate::samples::shell(Menu::Contact, TITLE).with_errors(&errors),
        version: 3,
        posted: ContactForm::default(),
        errors,
        saved_mobile: "138****1234".into(),
        saved_id: "9901**********0017".into(),
        code: String::new(),
        sent: String::new(),
    };
    let sent = ContactEditPage {
        shell: crate::samples::shell(Menu::Contact, TITLE),
        version: 3,
        posted: ContactForm { mobile: "13900005678".into(), ..ContactForm::default() },
        errors: FieldErrors::new(),
        saved_mobile: "138****1234".into(),
        saved_id: "9901**********0017".into(),
        code: String::new(),
        sent: "139****5678".into(),
    };
    vec![
        ("contact form with mistakes".into(), sample.to_string()),
        ("contact form with a code on its way".into(), sent.to_string()),
    ]
}
