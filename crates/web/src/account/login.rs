//! 登录 (manual 3.2 (1)): the first page of the site.

use super::{arrival, captcha};
use crate::failure::{Failure, see_other};
use crate::form::Form;
use crate::next::own_path;
use crate::page::{page, page_with};
use crate::session::{Visit, Visitor};
use crate::shell::{Menu, Shell, shell};
use crate::site::{Client, Site};
use crate::text::{LOGIN_FAILED, LOGIN_NEEDS_CODE, limited};
use app::account::Session;
use app::account::login::{Answer, login_company};
use app::announcement::{self, Announcement};
use app::who::Who;
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
    said: Option<&'static str>,
    errors: FieldErrors,
    /// The form was filled in well and yet let nobody in: one sentence at the first field, nothing to count on top.
    refused: bool,
    /// Makes the picture's address new.
    stamp: String,
    news: Vec<Announcement>,
}

impl LoginPage {
    const COMPANY_MAX: usize = CompanyName::MAX;
}

/// Where the visitor was going, and what has just been done.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct LoginQuery {
    next: String,
    done: String,
    kept: String,
}

impl LoginQuery {
    /// What the address says has just been done.
    fn said(&self) -> Option<&'static str> {
        if !self.kept.is_empty() {
            return Some("登录已过期。您刚才填写的内容已保留 1 小时，用同一家企业登录后可以继续。");
        }
        (self.done == "password").then_some("新密码已设置，所有登录都已退出。请用新密码登录。")
    }
}

#[derive(Deserialize)]
pub struct LoginBody {
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
    Query(going): Query<LoginQuery>,
) -> Result<Response, Failure> {
    match session.who {
        Who::Nobody => {
            let shown = login_page(&site, &session, "", &going.next, FieldErrors::new()).await?;
            page(&LoginPage { said: going.said(), ..shown })
        }
        Who::Company(_) | Who::Restricted(..) | Who::Staff(_) => {
            Ok(see_other(shell(&site, &session, Menu::None, "登录").user.home().0))
        }
    }
}

/// POST /cakey/
pub async fn post(
    State(site): State<Site>,
    visit: Visit,
    Client(from): Client,
    Visitor(session): Visitor,
    Form(posted): Form<LoginBody>,
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
    let refused = errors.is_empty();
    if let Some(login) = login.filter(|_| errors.is_empty()) {
        match login_company(&site.app, &login, from).await {
            Ok(Answer::In(who, proof)) => {
                let arrival = arrival(&who, &posted.next);
                visit.log_in(&site, &session, who, Some(proof)).await?;
                return Ok(see_other(&arrival));
            }
            Ok(Answer::Wrong) => errors.add("company", LOGIN_FAILED),
            Ok(Answer::NeedsCode) => errors.add("company", LOGIN_NEEDS_CODE),
            Err(app::Error::Limited { until, what }) => errors.add("company", limited(what, until)),
            Err(other) => return Err(other.into()),
        }
    }
    let shown = login_page(&site, &session, &form.company, &posted.next, errors).await?;
    page_with(StatusCode::UNPROCESSABLE_ENTITY, &LoginPage { refused, ..shown })
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
        said: None,
        errors,
        refused: false,
        stamp: captcha::draw(site, session).await?,
        news: announcement::shown(&site.app).await?,
    })
}

#[cfg(test)]
pub fn samples() -> Vec<(String, String)> {
    let mut errors = FieldErrors::new();
    errors.add("company", LOGIN_FAILED);
    let sample = |said: Option<&'static str>, errors: FieldErrors| LoginPage {
        shell: crate::samples::nobody("登录").with_errors(&errors),
        company: "澜州青禾建设工程有限公司".into(),
        next: "/cakey/orders".into(),
        said,
        refused: !errors.is_empty(),
        errors,
        stamp: "00ff".into(),
        news: vec![crate::config::announcements::sample()],
    };
    let done = LoginQuery { done: "password".into(), ..LoginQuery::default() };
    vec![
        ("login".into(), sample(None, FieldErrors::new()).to_string()),
        ("login after a new password".into(), sample(done.said(), FieldErrors::new()).to_string()),
        ("login with a mistake".into(), sample(None, errors).to_string()),
    ]
}

#[cfg(test)]
mod tests {
    use crate::account::arrival;
    use app::who::{CompanyUser, Duty, Who};
    use domain::id::CompanyId;

    fn user() -> CompanyUser {
        CompanyUser { id: CompanyId::new(1), name: "x".into(), contact_name: String::new() }
    }

    #[test]
    fn a_login_leads_back_to_where_the_visitor_was_going_and_nowhere_strange() {
        let who = Who::Company(user());
        assert_eq!(arrival(&who, "/cakey/orders/DZ20261123-0001"), "/cakey/orders/DZ20261123-0001");
        for strange in ["", "//evil.example", "https://evil.example/cakey/", "/cakey/staff/review"] {
            assert_eq!(arrival(&who, strange), "/cakey/home", "{strange}");
        }
    }

    #[test]
    fn who_has_something_to_do_first_is_led_there() {
        let restricted = |duty| Who::Restricted(user(), duty);
        assert_eq!(arrival(&restricted(Duty::NewPassword), "/cakey/orders"), "/cakey/password");
        assert_eq!(arrival(&restricted(Duty::Consent), "/cakey/orders"), "/cakey/consent?next=/cakey/orders");
        assert_eq!(arrival(&restricted(Duty::Consent), "//evil.example"), "/cakey/consent");
    }
}
