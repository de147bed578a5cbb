//! 账号安全: the way to 修改密码, and the company's own sessions, ended one by one or all others at once.

use crate::failure::{Failure, see_other};
use crate::form::Form;
use crate::page::page;
use crate::session::Company;
use crate::shell::{Menu, Shell, shell};
use crate::site::Site;
use app::account::session;
use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use domain::id::SessionId;
use domain::time::minute_text;
use serde::Deserialize;

#[derive(Template)]
#[template(path = "account/sessions.html")]
struct SessionsPage {
    shell: Shell,
    company: String,
    said: Option<&'static str>,
    rows: Vec<Row>,
}

struct Row {
    id: SessionId,
    browser: String,
    address: String,
    since: String,
    seen: String,
    /// The one that looks at the page.
    here: bool,
}

/// What the address says has just been done.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct SessionsQuery {
    done: String,
}

/// Which session is to end: its row, or `others`.
#[derive(Deserialize)]
pub struct SessionBody {
    session: String,
}

/// GET /cakey/account
pub async fn show(
    State(site): State<Site>,
    Company(session, user): Company,
    Query(SessionsQuery { done }): Query<SessionsQuery>,
) -> Result<Response, Failure> {
    let living = session::list(&site.app, &user).await?;
    let rows = living.into_iter().map(|living| Row {
        id: living.id,
        here: living.id == session.id,
        browser: living.origin.browser,
        address: living.origin.address,
        since: minute_text(living.since),
        seen: minute_text(living.seen_at),
    });
    let said = match done.as_str() {
        "password" => Some("密码已修改，其他登录都已退出"),
        "ended" => Some("登录已结束"),
        _ => None,
    };
    let shell = shell(&site, &session, Menu::Account, "账号安全");
    page(&SessionsPage { shell, company: user.name, said, rows: rows.collect() })
}

/// POST /cakey/account/end
pub async fn end(
    State(site): State<Site>,
    Company(session, user): Company,
    Form(posted): Form<SessionBody>,
) -> Result<Response, Failure> {
    if posted.session == "others" {
        session::end_others(&site.app, &user, session.id).await?;
    } else {
        let id = posted.session.parse().map_err(|_| Failure::Malformed)?;
        session::end_own(&site.app, &user, SessionId::new(id)).await?;
    }
    Ok(see_other("/cakey/account?done=ended"))
}

#[cfg(test)]
pub fn samples() -> Vec<(String, String)> {
    let row = |id: i64, browser: &str| Row {
        id: SessionId::new(id),
        browser: browser.into(),
        address: "203.0.113.*".into(),
        since: "2026-11-23 09:12".into(),
        seen: "2026-11-23 10:31".into(),
        here: id == 1,
    };
    let sample = SessionsPage {
        shell: crate::samples::shell(Menu::Account, "账号安全"),
        company: "澜州青禾建设工程有限公司".into(),
        said: Some("登录已结束"),
        rows: vec![row(1, "Chrome 119 · Windows"), row(2, "")],
    };
    vec![("sessions".into(), sample.to_string())]
}
