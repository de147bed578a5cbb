//! A form that arrives after its session has ended is kept, and shown after the next login of the same company: 继续
//! sends it once more, 放弃 forgets it. Files, passwords and codes are never kept; neither is a form that does not carry
//! the token of the session that ended, because another site may have sent it.

use crate::cookie;
use crate::csrf;
use crate::failure::{Failure, see_other};
use crate::form::{BODY_MAX, Form, is_form, pairs};
use crate::next::own_path;
use crate::page::page;
use crate::session::Company;
use crate::shell::{Menu, Shell, shell};
use crate::site::Site;
use app::account::kept::{self, KeptForm, LASTS};
use app::account::session::find_gone;
use askama::Template;
use axum::body::{Body, to_bytes};
use axum::extract::State;
use axum::http::request::Parts;
use axum::http::{Method, StatusCode, Uri};
use axum::response::Response;
use domain::id::CompanyId;
use domain::time::{after, minute_text};
use serde::Deserialize;

/// Where the login leads when a form was kept.
const KEPT: &str = "/cakey/?kept=1&next=/cakey/kept";
/// Forms that mean nothing after another login.
const NEVER: [&str; 5] = ["/cakey/logout", "/cakey/password", "/cakey/consent", "/cakey/account/end", "/cakey/kept"];
/// The parameter by which a form that is sent again says which it is.
const PARAMETER: &str = "kept";

#[derive(Template)]
#[template(path = "account/kept.html")]
struct KeptPage {
    shell: Shell,
    id: i64,
    /// Which form it is, in the words of its page.
    what: &'static str,
    action: String,
    fields: Vec<(String, String)>,
    kept_at: String,
    until: String,
}

/// Keeps the form of a request that has no living session; true if it did.
pub async fn keep(site: &Site, parts: &Parts, body: Body) -> Result<bool, Failure> {
    let asked = parts.uri.path_and_query().map_or("", |path| path.as_str());
    let Some(path) = own_path(asked).filter(|path| parts.method == Method::POST && !NEVER.contains(path)) else {
        return Ok(false);
    };
    let Some(token) = cookie::read(&parts.headers, site.settings.secure_cookies) else { return Ok(false) };
    if !is_form(&parts.headers) || csrf::check_origin(&parts.headers).is_err() {
        return Ok(false);
    }
    let Some(gone) = find_gone(&site.app, token).await? else { return Ok(false) };
    let Ok(body) = to_bytes(body, BODY_MAX).await else { return Ok(false) };
    let Ok(fields) = pairs(&body) else { return Ok(false) };
    let sent: Vec<String> = fields.iter().filter(|(name, _)| name == csrf::FIELD).map(|(_, v)| v.clone()).collect();
    if csrf::check_token(&gone.csrf, &sent).is_err() {
        return Ok(false);
    }
    let fields = fields.into_iter().filter(|(name, _)| may_be_kept(name)).collect();
    kept::keep(&site.app, gone.company, path, fields).await?;
    Ok(true)
}

/// The way to the login that says that the form was kept.
pub fn login_first() -> Failure {
    Failure::Elsewhere(KEPT.to_owned())
}

fn may_be_kept(name: &str) -> bool {
    !name.contains("password") && ![csrf::FIELD, "captcha", "current", "code"].contains(&name)
}

/// The kept form that a request sends again, by its address. A link to such an address sends nothing.
pub fn sent_again(method: &Method, uri: &Uri) -> Option<i64> {
    if method != Method::POST {
        return None;
    }
    let pairs = uri.query()?.split('&').filter_map(|pair| pair.split_once('='));
    pairs.filter(|(name, _)| *name == PARAMETER).find_map(|(_, id)| id.parse().ok())
}

/// Forgets a form that was sent again, once its page has answered: what was typed is stored, or stands in the form that
/// shows its mistakes.
pub async fn answered(site: &Site, company: CompanyId, id: i64, status: StatusCode) {
    let told = status.is_success() || status.is_redirection() || status == StatusCode::UNPROCESSABLE_ENTITY;
    if told && let Err(error) = kept::forget(&site.app, company, id).await {
        tracing::warn!(%error, "a form that was sent again could not be forgotten; it is in an hour");
    }
}

/// GET /cakey/kept
pub async fn show(State(site): State<Site>, Company(session, user): Company) -> Result<Response, Failure> {
    match kept::newest(&site.app, user.id).await? {
        Some(form) => page(&kept_page(shell(&site, &session, Menu::None, "您填写的内容还在"), form)),
        None => Ok(see_other("/cakey/home")),
    }
}

/// Which form is not wanted any more.
#[derive(Deserialize)]
pub struct KeptFormBody {
    kept: i64,
}

/// POST /cakey/kept: 放弃.
pub async fn forget(
    State(site): State<Site>,
    Company(_, user): Company,
    Form(posted): Form<KeptFormBody>,
) -> Result<Response, Failure> {
    kept::forget(&site.app, user.id, posted.kept).await?;
    Ok(see_other("/cakey/kept"))
}

fn kept_page(shell: Shell, form: KeptForm) -> KeptPage {
    let joint = if form.path.contains('?') { '&' } else { '?' };
    KeptPage {
        shell,
        id: form.id,
        what: title(&form.path),
        action: format!("{}{joint}{PARAMETER}={}", form.path, form.id),
        fields: form.fields,
        kept_at: minute_text(form.kept_at),
        until: minute_text(after(form.kept_at, LASTS)),
    }
}

fn title(path: &str) -> &'static str {
    match path.split('?').next().unwrap_or_default() {
        "/cakey/profile/company/edit" => "基本信息",
        "/cakey/profile/invoice" => "发票信息",
        "/cakey/profile/contact/edit" => "用户信息",
        "/cakey/orders/new" => "订单申请",
        other if other.starts_with("/cakey/orders/") => "订单",
        _ => "表单",
    }
}

#[cfg(test)]
pub fn samples() -> Vec<(String, String)> {
    let form = KeptForm {
        id: 7,
        path: "/cakey/orders/new".into(),
        fields: vec![("certs".into(), "2".into()), ("note".into(), "第一标段\n\"加急\"".into())],
        kept_at: "2026-11-23T01:12:00Z".parse().expect("a moment"),
    };
    let shell = crate::samples::shell(Menu::None, "您填写的内容还在");
    vec![("kept form".into(), kept_page(shell, form).to_string())]
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn passwords_codes_and_tokens_are_never_kept() {
        for name in ["csrf", "captcha", "code", "current", "password", "password_again", "new_password"] {
            assert!(!may_be_kept(name), "{name}");
        }
        assert!(["certs", "credit_code", "note", "op", "version"].iter().all(|name| may_be_kept(name)));
    }

    #[test]
    fn a_form_that_is_sent_again_says_which_it_is() {
        let of = |text: &str| sent_again(&Method::POST, &text.parse().unwrap());
        assert_eq!(of("/cakey/orders/new?kept=7"), Some(7));
        assert_eq!(of("/cakey/orders/new?a=1&kept=7"), Some(7));
        assert_eq!(of("/cakey/orders/new?kept=x"), None);
        assert_eq!(of("/cakey/orders/new"), None);
        assert_eq!(
            sent_again(&Method::GET, &"/cakey/orders/new?kept=7".parse().unwrap()),
            None,
            "a link sends nothing"
        );
    }
}
