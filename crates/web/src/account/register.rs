//! 注册 (manual 3.1). Two steps on one page: 发送短信验证码 costs a right 验证码, 注册 costs the code of the message.
//! The second step asks for no second picture: whoever knows the code has answered one, and the code's five tries
//! bound what a machine could do without.

use super::captcha;
use crate::error::Failure;
use crate::form::Form;
use crate::page::{page, page_with, see_other};
use crate::session::{Visit, Visitor};
use crate::shell::{Menu, Shell, shell};
use crate::site::{Client, Site};
use crate::text::limited;
use app::account::register::register;
use app::account::sms_code::{self, Purpose};
use app::account::{CompanyUser, Session, Who};
use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use domain::account::{PasswordPolicy, RegisterForm, RegisterRules, Secret};
use domain::field::FieldErrors;
use serde::Deserialize;

const RULES: RegisterRules = RegisterRules { sms_code: true, password: PasswordPolicy { composition: true } };

#[derive(Template)]
#[template(path = "account/register.html")]
struct RegisterPage {
    shell: Shell,
    posted: Posted,
    errors: FieldErrors,
    stamp: String,
}

impl RegisterPage {
    const COMPANY_MAX: usize = RegisterForm::COMPANY_MAX;
    const MOBILE_MAX: usize = RegisterForm::MOBILE_MAX;
    /// Six digits; a blank in the middle is forgiven.
    const CODE_MAX: usize = RegisterForm::CODE_DIGITS + 1;
    const PERSON_MAX: usize = RegisterForm::PERSON_MAX;
}

#[derive(Clone, Default, Deserialize)]
pub struct Posted {
    /// The button: `captcha`, `sms` or `register`.
    #[serde(default)]
    act: String,
    /// The masked number that the last message went to.
    #[serde(default)]
    sent: String,
    #[serde(flatten)]
    form: RegisterForm,
}

/// GET /cakey/register
pub async fn show(State(site): State<Site>, Visitor(session): Visitor) -> Result<Response, Failure> {
    page(&register_page(&site, &session, Posted::default(), FieldErrors::new()).await?)
}

/// POST /cakey/register
pub async fn post(
    State(site): State<Site>,
    visit: Visit,
    Client(address): Client,
    Visitor(session): Visitor,
    Form(mut posted): Form<Posted>,
) -> Result<Response, Failure> {
    let outcome = match posted.act.as_str() {
        "captcha" => Ok(()),
        "sms" => send_code(&site, &session, &mut posted, &address.to_string()).await?,
        _ => match try_register(&site, &posted.form).await? {
            Ok(user) => {
                visit.log_in(&site, &session, Who::Company(user)).await?;
                return Ok(see_other("/cakey/home"));
            }
            Err(errors) => {
                // Sent back on the way to the message alone, so that asking for it does not empty the form.
                posted.form.password = Secret::default();
                posted.form.password_again = Secret::default();
                Err(errors)
            }
        },
    };
    match outcome {
        Ok(()) => page(&register_page(&site, &session, posted, FieldErrors::new()).await?),
        Err(errors) => {
            let page = register_page(&site, &session, posted, errors).await?;
            page_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
    }
}

async fn send_code(
    site: &Site,
    session: &Session,
    posted: &mut Posted,
    address: &str,
) -> Result<Result<(), FieldErrors>, Failure> {
    let (mobile, mut errors) = match posted.form.check_mobile() {
        Ok(mobile) => (Some(mobile), FieldErrors::new()),
        Err(errors) => (None, errors),
    };
    captcha::judge(site, session, &posted.form.captcha, &mut errors).await?;
    let Some(mobile) = mobile.filter(|_| errors.is_empty()) else { return Ok(Err(errors)) };
    match sms_code::send(&site.app, Purpose::Register, &mobile, address).await {
        Ok(()) => {
            posted.sent = mobile.masked();
            Ok(Ok(()))
        }
        Err(app::Error::Limited { until, what }) => {
            errors.add("code", limited(what, until));
            Ok(Err(errors))
        }
        Err(other) => Err(other.into()),
    }
}

async fn try_register(site: &Site, form: &RegisterForm) -> Result<Result<CompanyUser, FieldErrors>, Failure> {
    let registration = match form.check(RULES) {
        Ok(registration) => registration,
        Err(errors) => return Ok(Err(errors)),
    };
    let code = registration.code.clone().unwrap_or_default();
    match register(&site.app, &registration, &code).await {
        Ok(user) => Ok(Ok(user)),
        Err(app::Error::Fields(errors)) => Ok(Err(errors)),
        Err(other) => Err(other.into()),
    }
}

async fn register_page(
    site: &Site,
    session: &Session,
    posted: Posted,
    errors: FieldErrors,
) -> Result<RegisterPage, Failure> {
    // The band shows no menu: whoever registers another company is a stranger on this page.
    let shell = Shell { user: crate::shell::ShellUser::Nobody, ..shell(site, session, Menu::None, "注册") };
    Ok(RegisterPage { shell: shell.with_errors(&errors), posted, errors, stamp: captcha::draw(site, session).await? })
}

#[cfg(test)]
pub fn samples() -> Vec<(String, String)> {
    let sample = |sent: &str, errors: FieldErrors| RegisterPage {
        shell: crate::samples::nobody("注册").with_errors(&errors),
        posted: Posted {
            sent: sent.into(),
            form: RegisterForm { agree: "on".into(), ..RegisterForm::default() },
            ..Posted::default()
        },
        errors,
        stamp: "00ff".into(),
    };
    let mistakes = RegisterForm::default().check(RULES).err().unwrap_or_default();
    vec![
        ("register, code sent".into(), sample("138****1234", FieldErrors::new()).to_string()),
        ("register with mistakes".into(), sample("", mistakes).to_string()),
    ]
}
