//! 注册 (manual 3.1). Two steps on one page: 发送短信验证码 costs a right 验证码, 注册 costs the code of the message.
//! The second step asks for no second picture: whoever knows the code has answered one, and the code's five tries
//! bound what a machine could do without.

use super::captcha;
use crate::failure::{Failure, see_other};
use crate::form::Form;
use crate::page::{page, page_with};
use crate::session::{Visit, Visitor};
use crate::shell::{Menu, Shell, shell};
use crate::site::{Client, Site};
use crate::text::limited;
use app::account::Session;
use app::account::register::register;
use app::account::sms_code::{self, Purpose};
use app::who::{CompanyUser, Who};
use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
#[cfg(test)]
use domain::account::PasswordPolicy;
use domain::account::{RegisterForm, RegisterRules, Secret};
use domain::field::FieldErrors;
use serde::Deserialize;
use std::net::IpAddr;

#[derive(Template)]
#[template(path = "account/register.html")]
struct RegisterPage {
    shell: Shell,
    posted: RegisterBody,
    /// The mobile is proved by a code; else the picture guards 注册 itself.
    sms_code: bool,
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
pub struct RegisterBody {
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
    page(&register_page(&site, &session, RegisterBody::default(), FieldErrors::new()).await?)
}

/// POST /cakey/register
pub async fn post(
    State(site): State<Site>,
    visit: Visit,
    Client(address): Client,
    Visitor(session): Visitor,
    Form(mut posted): Form<RegisterBody>,
) -> Result<Response, Failure> {
    let outcome = match posted.act.as_str() {
        "captcha" => Ok(()),
        "sms" => send_code(&site, &session, &mut posted, address).await?,
        _ => match try_register(&site, &session, &posted.form, address).await? {
            Ok(user) => {
                visit.log_in(&site, &session, Who::Company(user), None).await?;
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
    posted: &mut RegisterBody,
    from: IpAddr,
) -> Result<Result<(), FieldErrors>, Failure> {
    let (mobile, mut errors) = match posted.form.check_mobile() {
        Ok(mobile) => (Some(mobile), FieldErrors::new()),
        Err(errors) => (None, errors),
    };
    captcha::judge(site, session, &posted.form.captcha, &mut errors).await?;
    let Some(mobile) = mobile.filter(|_| errors.is_empty()) else { return Ok(Err(errors)) };
    match sms_code::send(&site.app, Purpose::Register, &mobile, from).await {
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

async fn try_register(
    site: &Site,
    session: &Session,
    form: &RegisterForm,
    from: IpAddr,
) -> Result<Result<CompanyUser, FieldErrors>, Failure> {
    let rules = rules(site);
    let (registration, mut errors) = match form.check(rules) {
        Ok(registration) => (Some(registration), FieldErrors::new()),
        Err(errors) => (None, errors),
    };
    if !rules.sms_code {
        captcha::judge(site, session, &form.captcha, &mut errors).await?;
    }
    let Some(registration) = registration.filter(|_| errors.is_empty()) else { return Ok(Err(errors)) };
    match register(&site.app, &registration, from).await {
        Ok(user) => return Ok(Ok(user)),
        Err(app::Error::Fields(errors)) => return Ok(Err(errors)),
        Err(app::Error::Limited { until, what }) => errors.add("company", limited(what, until)),
        Err(other) => return Err(other.into()),
    }
    Ok(Err(errors))
}

fn rules(site: &Site) -> RegisterRules {
    let settings = &site.app.settings;
    RegisterRules { sms_code: settings.register_sms_code, password: settings.password }
}

async fn register_page(
    site: &Site,
    session: &Session,
    posted: RegisterBody,
    errors: FieldErrors,
) -> Result<RegisterPage, Failure> {
    // The band shows no menu: whoever registers another company is a stranger on this page.
    let shell = Shell { user: crate::shell::ShellUser::Nobody, ..shell(site, session, Menu::None, "注册") };
    let sms_code = rules(site).sms_code;
    let stamp = captcha::draw(site, session).await?;
    Ok(RegisterPage { shell: shell.with_errors(&errors), posted, sms_code, errors, stamp })
}

#[cfg(test)]
pub fn samples() -> Vec<(String, String)> {
    let sample = |sent: &str, sms_code: bool, errors: FieldErrors| RegisterPage {
        shell: crate::samples::nobody("注册").with_errors(&errors),
        posted: RegisterBody {
            sent: sent.into(),
            form: RegisterForm { agree: "on".into(), ..RegisterForm::default() },
            ..RegisterBody::default()
        },
        sms_code,
        errors,
        stamp: "00ff".into(),
    };
    let rules = RegisterRules { sms_code: true, password: PasswordPolicy { composition: true } };
    let mistakes = RegisterForm::default().check(rules).err().unwrap_or_default();
    vec![
        ("register, code sent".into(), sample("138****1234", true, FieldErrors::new()).to_string()),
        ("register without a code".into(), sample("", false, FieldErrors::new()).to_string()),
        ("register with mistakes".into(), sample("", true, mistakes).to_string()),
    ]
}
