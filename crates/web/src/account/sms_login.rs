//! 用短信验证码登录: for whoever cannot read the verification image (WCAG 3.3.8), and for whoever is asked to after too
//! many failed logins. It asks for no image; messages go to registered pairs of company and mobile alone, under limits.

use super::arrival;
use crate::failure::{Failure, at_field, see_other};
use crate::form::Form;
use crate::next::own_path;
use crate::page::{page, page_with};
use crate::session::{Visit, Visitor};
use crate::shell::{Menu, Shell, ShellUser, shell};
use crate::site::{Client, Site};
use crate::text::SMS_LOGIN_FAILED;
use app::account::recover::{self, Wish};
use app::account::sms_login::login_by_code;
use app::account::{Proof, Session};
use app::who::Who;
use askama::Template;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use domain::account::{RecoveryForm, SmsLoginForm};
use domain::field::FieldErrors;
use serde::Deserialize;
use std::net::IpAddr;

#[derive(Template)]
#[template(path = "account/sms_login.html")]
struct SmsLoginPage {
    shell: Shell,
    posted: SmsLoginForm,
    next: String,
    /// A code has just been asked for.
    sent: bool,
    errors: FieldErrors,
}

impl SmsLoginPage {
    const COMPANY_MAX: usize = RecoveryForm::COMPANY_MAX;
    const MOBILE_MAX: usize = RecoveryForm::MOBILE_MAX;
    /// Six digits; a blank in the middle is forgiven.
    const CODE_MAX: usize = SmsLoginForm::CODE_DIGITS + 1;
}

/// Where the visitor was going.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct SmsLoginQuery {
    next: String,
}

#[derive(Deserialize)]
pub struct SmsLoginBody {
    /// The button: `sms` or `login`.
    #[serde(default)]
    act: String,
    #[serde(default)]
    next: String,
    #[serde(flatten)]
    form: SmsLoginForm,
}

/// GET /cakey/login/sms
pub async fn show(
    State(site): State<Site>,
    Visitor(session): Visitor,
    Query(going): Query<SmsLoginQuery>,
) -> Result<Response, Failure> {
    page(&sms_login_page(&site, &session, SmsLoginForm::default(), &going.next, FieldErrors::new()))
}

/// POST /cakey/login/sms
pub async fn post(
    State(site): State<Site>,
    visit: Visit,
    Client(from): Client,
    Visitor(session): Visitor,
    Form(SmsLoginBody { act, next, form }): Form<SmsLoginBody>,
) -> Result<Response, Failure> {
    let outcome = match act.as_str() {
        "sms" => send_code(&site, &form, from).await?,
        _ => match try_login(&site, &form, from).await? {
            Ok((who, proof)) => {
                let arrival = arrival(&who, &next);
                visit.log_in(&site, &session, who, Some(proof)).await?;
                return Ok(see_other(&arrival));
            }
            Err(errors) => Err(errors),
        },
    };
    match outcome {
        Ok(()) => {
            let shown = sms_login_page(&site, &session, form, &next, FieldErrors::new());
            page(&SmsLoginPage { sent: true, ..shown })
        }
        Err(errors) => {
            page_with(StatusCode::UNPROCESSABLE_ENTITY, &sms_login_page(&site, &session, form, &next, errors))
        }
    }
}

async fn send_code(site: &Site, form: &SmsLoginForm, from: IpAddr) -> Result<Result<(), FieldErrors>, Failure> {
    let who = match form.check_request() {
        Ok(who) => who,
        Err(errors) => return Ok(Err(errors)),
    };
    match recover::ask(&site.app, Wish::Code, &who, from).await {
        Ok(()) => Ok(Ok(())),
        Err(error) => at_field("code", error).map(Err),
    }
}

async fn try_login(
    site: &Site,
    form: &SmsLoginForm,
    from: IpAddr,
) -> Result<Result<(Who, Proof), FieldErrors>, Failure> {
    let (who, code) = match form.check() {
        Ok(checked) => checked,
        Err(errors) => return Ok(Err(errors)),
    };
    match login_by_code(&site.app, &who, &code, from).await {
        Ok(Some(entered)) => Ok(Ok(entered)),
        Ok(None) => {
            let mut errors = FieldErrors::new();
            errors.add("code", SMS_LOGIN_FAILED);
            Ok(Err(errors))
        }
        Err(error) => at_field("code", error).map(Err),
    }
}

fn sms_login_page(
    site: &Site,
    session: &Session,
    posted: SmsLoginForm,
    next: &str,
    errors: FieldErrors,
) -> SmsLoginPage {
    let shell = Shell { user: ShellUser::Nobody, ..shell(site, session, Menu::None, "用短信验证码登录") };
    let next = own_path(next).unwrap_or_default().to_owned();
    SmsLoginPage { shell: shell.with_errors(&errors), posted, next, sent: false, errors }
}

#[cfg(test)]
pub fn samples() -> Vec<(String, String)> {
    let sample = |sent: bool, errors: FieldErrors| SmsLoginPage {
        shell: crate::samples::nobody("用短信验证码登录").with_errors(&errors),
        posted: SmsLoginForm { company: "澜州青禾建设工程有限公司".into(), ..SmsLoginForm::default() },
        next: "/cakey/orders".into(),
        sent,
        errors,
    };
    let mistakes = SmsLoginForm::default().check().err().unwrap_or_default();
    vec![
        ("login by code, sent".into(), sample(true, FieldErrors::new()).to_string()),
        ("login by code with mistakes".into(), sample(false, mistakes).to_string()),
    ]
}
