//! 我的账号: 修改密码, and the own sessions with a button to end each.

use super::DoneQuery;
use crate::failure::{Failure, at_field, see_other};
use crate::form::Form;
use crate::page::{page, page_with};
use crate::session::Staff;
use crate::shell::{Menu, Shell, shell};
use crate::site::Site;
use app::account::Session;
use app::account::session::OwnSession;
use app::staff::own;
use app::who::StaffUser;
use askama::Template;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use domain::account::ChangePasswordForm;
use domain::field::FieldErrors;
use domain::id::SessionId;
use domain::time;
use serde::Deserialize;

#[derive(Template)]
#[template(path = "staff/own.html")]
struct OwnPage {
    shell: Shell,
    told: &'static str,
    rows: Vec<Row>,
    errors: FieldErrors,
}

struct Row {
    id: i64,
    since: String,
    seen_at: String,
    /// Browser and address.
    place: String,
    this: bool,
}

/// Which session is to end.
#[derive(Deserialize)]
pub struct SessionBody {
    id: i64,
}

/// GET /cakey/staff/me
pub async fn show(
    State(site): State<Site>,
    Staff(session, user): Staff,
    Query(asked): Query<DoneQuery>,
) -> Result<Response, Failure> {
    page(&own_page(&site, &session, &user, &asked.done, FieldErrors::new()).await?)
}

/// POST /cakey/staff/me/password
pub async fn change_password(
    State(site): State<Site>,
    Staff(session, user): Staff,
    Form(posted): Form<ChangePasswordForm>,
) -> Result<Response, Failure> {
    let errors = match own::change_password(&site.app, &user, &session, &posted).await {
        Ok(()) => return Ok(see_other("/cakey/staff/me?done=password")),
        Err(error) => at_field("current", error)?,
    };
    page_with(StatusCode::UNPROCESSABLE_ENTITY, &own_page(&site, &session, &user, "", errors).await?)
}

/// POST /cakey/staff/me/end
pub async fn end(
    State(site): State<Site>,
    Staff(_, user): Staff,
    Form(posted): Form<SessionBody>,
) -> Result<Response, Failure> {
    own::end_session(&site.app, &user, SessionId::new(posted.id)).await?;
    Ok(see_other("/cakey/staff/me?done=ended"))
}

async fn own_page(
    site: &Site,
    session: &Session,
    user: &StaffUser,
    done: &str,
    errors: FieldErrors,
) -> Result<OwnPage, Failure> {
    let sessions = own::sessions(&site.app, user).await?;
    let told = match done {
        "password" => "密码已修改，其他地方的登录已全部结束",
        "ended" => "这个登录已结束",
        _ => "",
    };
    let shell = shell(site, session, Menu::Own, "我的账号").with_errors(&errors);
    Ok(OwnPage { shell, told, rows: sessions.iter().map(|one| Row::of(one, session)).collect(), errors })
}

impl Row {
    fn of(one: &OwnSession, session: &Session) -> Row {
        Row {
            id: one.id.get(),
            since: time::minute_text(one.since),
            seen_at: time::minute_text(one.seen_at),
            place: format!("{}　{}", one.origin.browser, one.origin.address).trim().to_owned(),
            this: one.id == session.id,
        }
    }
}

#[cfg(test)]
pub fn samples() -> Vec<(String, String)> {
    use domain::account::{CurrentPassword, PasswordPolicy};
    let policy = PasswordPolicy { composition: true };
    let errors = ChangePasswordForm::default().check(CurrentPassword::Required, policy, &[]).err().unwrap_or_default();
    let row = |id, this| {
        let [since, seen_at] = ["2026-11-23 08:30", "2026-11-23 09:12"].map(str::to_owned);
        Row { id, since, seen_at, place: "Chrome 119 · Windows　203.0.113.*".into(), this }
    };
    let shell = crate::samples::staff_shell(domain::rights::Role::Support, Menu::Own, "我的账号");
    let page = OwnPage { shell: shell.with_errors(&errors), told: "", rows: vec![row(1, true), row(2, false)], errors };
    vec![("staff own account with mistakes".to_owned(), page.to_string())]
}
