//! 拒绝原因库: the list and the form of 主管 and 系统管理员.

use crate::edit::{Edited, saved};
use crate::failure::Failure;
use crate::form::Form;
use crate::page::{page, page_with};
use crate::session::Staff;
use crate::shell::{Menu, Shell, shell};
use crate::site::Site;
use app::Error;
use app::review::reason::{self, KeptReason};
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use domain::field::FieldErrors;
use domain::order::staff_form::{PointsAt, RejectReasonForm};
use serde::Deserialize;

/// What was done just now.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct ReasonsQuery {
    done: String,
}

#[derive(Template)]
#[template(path = "review/reasons.html")]
struct ReasonsPage {
    shell: Shell,
    told: &'static str,
    rows: Vec<Row>,
}

struct Row {
    id: i64,
    position: i64,
    title: String,
    text: String,
    points_at: &'static str,
    used: i64,
    enabled: bool,
}

#[derive(Template)]
#[template(path = "review/reason.html")]
struct ReasonPage {
    shell: Shell,
    /// `None` for a new reason.
    kept: Option<ReasonState>,
    action: String,
    form: RejectReasonForm,
    errors: FieldErrors,
    stale: bool,
}

struct ReasonState {
    code: String,
    version: i64,
    used: i64,
}

/// GET /cakey/staff/reasons.
pub async fn show(
    State(site): State<Site>,
    Staff(session, user): Staff,
    Query(asked): Query<ReasonsQuery>,
) -> Result<Response, Failure> {
    let kept = reason::list(&site.app, &user).await?;
    page(&reasons_page(shell(&site, &session, Menu::Reasons, "拒绝原因"), &kept, &asked.done))
}

/// GET /cakey/staff/reasons/new.
pub async fn new(State(site): State<Site>, Staff(session, user): Staff) -> Result<Response, Failure> {
    let last = reason::list(&site.app, &user).await?.iter().map(|reason| reason.kept.position).max().unwrap_or(0);
    let form =
        RejectReasonForm { position: (last + 1).to_string(), enabled: "on".into(), ..RejectReasonForm::default() };
    page(&reason_page(shell(&site, &session, Menu::Reasons, "新增拒绝原因"), None, form, FieldErrors::new()))
}

/// POST /cakey/staff/reasons/new.
pub async fn create(
    State(site): State<Site>,
    Staff(session, user): Staff,
    Form(posted): Form<Edited<RejectReasonForm>>,
) -> Result<Response, Failure> {
    let outcome = reason::add(&site.app, &user, &posted.form).await;
    let shell = shell(&site, &session, Menu::Reasons, "新增拒绝原因");
    let again = async |errors| Ok(reason_page(shell, None, posted.form, errors));
    saved(outcome, "/cakey/staff/reasons?done=added", again).await
}

/// GET /cakey/staff/reasons/{id}.
pub async fn edit(
    State(site): State<Site>,
    Staff(session, user): Staff,
    Path(id): Path<i64>,
) -> Result<Response, Failure> {
    let kept = reason::get(&site.app, &user, id).await?;
    let form = RejectReasonForm::from_reason(&kept.kept);
    page(&reason_page(shell(&site, &session, Menu::Reasons, "修改拒绝原因"), Some(&kept), form, FieldErrors::new()))
}

/// POST /cakey/staff/reasons/{id}.
pub async fn save(
    State(site): State<Site>,
    Staff(session, user): Staff,
    Path(id): Path<i64>,
    Form(posted): Form<Edited<RejectReasonForm>>,
) -> Result<Response, Failure> {
    let outcome = reason::change(&site.app, &user, id, posted.version, &posted.form).await;
    let shell = shell(&site, &session, Menu::Reasons, "修改拒绝原因");
    if matches!(outcome, Err(Error::Stale { .. })) {
        let kept = reason::get(&site.app, &user, id).await?;
        let form = RejectReasonForm::from_reason(&kept.kept);
        let template = ReasonPage { stale: true, ..reason_page(shell, Some(&kept), form, FieldErrors::new()) };
        return page_with(StatusCode::CONFLICT, &template);
    }
    let again = async |errors| {
        let kept = KeptReason { version: posted.version, ..reason::get(&site.app, &user, id).await? };
        Ok(reason_page(shell, Some(&kept), posted.form, errors))
    };
    saved(outcome, "/cakey/staff/reasons?done=changed", again).await
}

fn reasons_page(shell: Shell, kept: &[KeptReason], done: &str) -> ReasonsPage {
    let row = |kept: &KeptReason| Row {
        id: kept.id,
        position: kept.kept.position,
        title: kept.kept.reason.title.clone(),
        text: kept.kept.reason.text.clone(),
        points_at: kept.kept.reason.points_at.map_or("", PointsAt::title),
        used: kept.used,
        enabled: kept.kept.enabled,
    };
    let told = match done {
        "added" => "已新增",
        "changed" => "已保存，从下一次拒绝起生效",
        _ => "",
    };
    ReasonsPage { shell, told, rows: kept.iter().map(row).collect() }
}

fn reason_page(shell: Shell, kept: Option<&KeptReason>, form: RejectReasonForm, errors: FieldErrors) -> ReasonPage {
    ReasonPage {
        shell: shell.with_errors(&errors),
        action: kept.map_or("/cakey/staff/reasons/new".to_owned(), |kept| format!("/cakey/staff/reasons/{}", kept.id)),
        kept: kept.map(|kept| ReasonState {
            code: kept.kept.reason.code.clone(),
            version: kept.version,
            used: kept.used,
        }),
        form,
        errors,
        stale: false,
    }
}

#[cfg(test)]
pub fn samples() -> Vec<(String, String)> {
    use domain::order::RejectReason;
    use domain::order::staff_form::LibraryReason;
    let shell = || crate::samples::staff_shell(domain::rights::Role::Supervisor, Menu::Reasons, "拒绝原因");
    let kept: Vec<KeptReason> = RejectReason::first_five()
        .into_iter()
        .zip(1..)
        .map(|(reason, id)| {
            let kept = LibraryReason { reason, position: id, enabled: id != 3 };
            KeptReason { id, kept, used: 7 * id, version: 1 }
        })
        .collect();
    let wrong = RejectReasonForm { code: "印模".into(), position: "0".into(), ..RejectReasonForm::default() };
    let errors = wrong.check(None).err().unwrap_or_default();
    let first = RejectReasonForm::from_reason(&kept[0].kept);
    vec![
        ("reasons".into(), reasons_page(shell(), &kept, "added").to_string()),
        ("reason".into(), reason_page(shell(), kept.first(), first, FieldErrors::new()).to_string()),
        ("reason mistakes".into(), reason_page(shell(), None, wrong, errors).to_string()),
    ]
}
