//! 找回密码 (manual 3.2 (2)). The answer is the same whoever asks: what was typed is stored, and the worker looks it up.

use super::captcha;
use crate::failure::{Failure, see_other};
use crate::form::Form;
use crate::page::{page, page_with};
use crate::session::Visitor;
use crate::shell::{Menu, Shell, ShellUser, shell};
use crate::site::{Client, Site};
use crate::text::limited;
use app::account::Session;
use app::account::recover::{self, Wish};
use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use domain::account::RecoveryForm;
use domain::field::FieldErrors;
use serde::Deserialize;

#[derive(Template)]
#[template(path = "account/forgot.html")]
struct ForgotPage {
    shell: Shell,
    posted: RecoveryForm,
    errors: FieldErrors,
    stamp: String,
}

impl ForgotPage {
    const COMPANY_MAX: usize = RecoveryForm::COMPANY_MAX;
    const MOBILE_MAX: usize = RecoveryForm::MOBILE_MAX;
}

#[derive(Template)]
#[template(path = "account/forgot_sent.html")]
struct SentPage {
    shell: Shell,
}

#[derive(Deserialize)]
pub struct ForgotBody {
    /// `captcha`: another picture, please.
    #[serde(default)]
    act: String,
    #[serde(flatten)]
    form: RecoveryForm,
}

/// GET /cakey/forgot
pub async fn show(State(site): State<Site>, Visitor(session): Visitor) -> Result<Response, Failure> {
    page(&forgot_page(&site, &session, RecoveryForm::default(), FieldErrors::new()).await?)
}

/// POST /cakey/forgot
pub async fn post(
    State(site): State<Site>,
    Client(from): Client,
    Visitor(session): Visitor,
    Form(ForgotBody { act, form }): Form<ForgotBody>,
) -> Result<Response, Failure> {
    if act == "captcha" {
        return page(&forgot_page(&site, &session, form, FieldErrors::new()).await?);
    }
    let (who, mut errors) = match form.check() {
        Ok(who) => (Some(who), FieldErrors::new()),
        Err(errors) => (None, errors),
    };
    captcha::judge(&site, &session, &form.captcha, &mut errors).await?;
    if let Some(who) = who.filter(|_| errors.is_empty()) {
        match recover::ask(&site.app, Wish::Password, &who, from).await {
            Ok(()) => return Ok(see_other("/cakey/forgot/sent")),
            Err(app::Error::Limited { until, what }) => errors.add("mobile", limited(what, until)),
            Err(other) => return Err(other.into()),
        }
    }
    page_with(StatusCode::UNPROCESSABLE_ENTITY, &forgot_page(&site, &session, form, errors).await?)
}

/// GET /cakey/forgot/sent
pub async fn sent(State(site): State<Site>, Visitor(session): Visitor) -> Result<Response, Failure> {
    page(&SentPage { shell: strangers_shell(&site, &session, "请留意手机短信") })
}

async fn forgot_page(
    site: &Site,
    session: &Session,
    posted: RecoveryForm,
    errors: FieldErrors,
) -> Result<ForgotPage, Failure> {
    let shell = strangers_shell(site, session, "找回密码").with_errors(&errors);
    Ok(ForgotPage { shell, posted, errors, stamp: captcha::draw(site, session).await? })
}

/// The band shows no menu: who has forgotten a password is a stranger, whatever else the browser has open.
fn strangers_shell(site: &Site, session: &Session, title: &str) -> Shell {
    Shell { user: ShellUser::Nobody, ..shell(site, session, Menu::None, title) }
}

#[cfg(test)]
pub fn samples() -> Vec<(String, String)> {
    use crate::samples::nobody;
    let sample = |errors: FieldErrors| ForgotPage {
        shell: nobody("找回密码").with_errors(&errors),
        posted: RecoveryForm::default(),
        errors,
        stamp: "00ff".into(),
    };
    let mistakes = RecoveryForm::default().check().err().unwrap_or_default();
    vec![
        ("forgot".into(), sample(FieldErrors::new()).to_string()),
        ("forgot with mistakes".into(), sample(mistakes).to_string()),
        ("forgot, sent".into(), SentPage { shell: nobody("请留意手机短信") }.to_string()),
    ]
}
