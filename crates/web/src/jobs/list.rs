//! What the program gave up, why and since when, and 重试.

use crate::failure::{Failure, see_other};
use crate::form::{Form, Nothing};
use crate::orders::place;
use crate::page::page;
use crate::session::Staff;
use crate::shell::{Menu, Shell, shell};
use crate::site::Site;
use app::outbox::dead::{self, Cure, kind_label, store::DeadJob};
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use domain::time;
use serde::Deserialize;

/// The place of the page.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct JobsQuery {
    p: String,
}

#[derive(Template)]
#[template(path = "jobs/list.html")]
struct JobsPage {
    shell: Shell,
    rows: Vec<Row>,
    after: Option<String>,
}

struct Row {
    id: i64,
    kind: String,
    key: String,
    error: String,
    attempts: i64,
    since: String,
    cure: Cure,
    about: i64,
}

/// GET /cakey/staff/jobs.
pub async fn show(
    State(site): State<Site>,
    Staff(session, user): Staff,
    Query(asked): Query<JobsQuery>,
) -> Result<Response, Failure> {
    let (jobs, next) = dead::list(&site.app, &user, place::decode(&asked.p).map(|(_, id)| id)).await?;
    page(&jobs_page(shell(&site, &session, Menu::Jobs, "失败任务"), &jobs, next))
}

/// POST /cakey/staff/jobs/{id}/retry.
pub async fn retry(
    State(site): State<Site>,
    Staff(_, user): Staff,
    Path(id): Path<i64>,
    Form(Nothing {}): Form<Nothing>,
) -> Result<Response, Failure> {
    match dead::retry(&site.app, &user, id).await {
        Ok(()) => Ok(see_other("/cakey/staff/jobs")),
        Err(app::Error::Denied(sentence)) => Err(Failure::Refused(sentence.to_owned())),
        Err(other) => Err(other.into()),
    }
}

fn jobs_page(shell: Shell, jobs: &[DeadJob], next: Option<i64>) -> JobsPage {
    let row = |job: &DeadJob| Row {
        id: job.id,
        kind: kind_label(&job.kind).to_owned(),
        key: job.key.clone(),
        error: job.error.clone(),
        attempts: job.attempts,
        since: time::minute_text(job.since),
        cure: dead::cure(job),
        about: job.about.unwrap_or_default(),
    };
    JobsPage { shell, rows: jobs.iter().map(row).collect(), after: next.map(|id| place::encode('a', id)) }
}

#[cfg(test)]
pub fn samples() -> Vec<(String, String)> {
    let shell = || crate::samples::staff_shell(domain::rights::Role::Support, Menu::Jobs, "失败任务");
    let job = |id, kind: &str, error: &str| DeadJob {
        id,
        kind: kind.into(),
        key: format!("{kind}:7"),
        attempts: 30,
        error: error.into(),
        created_at: crate::orders::sample::now(),
        since: crate::orders::sample::now(),
        about: Some(7),
        invoice: None,
    };
    let jobs = [
        job(4, "send_sms", "运营商未能送达"),
        job(3, "refund", "refused: ACQ.TRADE_HAS_FINISHED"),
        job(2, "issue_invoice", "E9105"),
        DeadJob {
            invoice: Some(domain::invoice::InvoiceState::Issuing),
            ..job(5, "issue_invoice", "unknown: timed out")
        },
        job(1, "send_code", "验证码过期前没有发出"),
    ];
    vec![
        ("jobs".to_owned(), jobs_page(shell(), &jobs, Some(1)).to_string()),
        ("jobs empty".to_owned(), jobs_page(shell(), &[], None).to_string()),
    ]
}

#[cfg(test)]
mod tests {
    #[test]
    fn what_is_put_right_elsewhere_has_no_button_here() {
        let (_, html) = super::samples().remove(0);
        assert!(
            html.contains("/jobs/4/retry\"")
                && html.contains("/jobs/5/retry\"")
                && html.contains("/finance/refunds/7\"")
                && html.contains("/staff/invoices\"")
        );
        assert_eq!(html.matches("/retry\"").count(), 2);
    }
}
