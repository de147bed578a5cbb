//! 查看记录 (manual 3.2 (11)): the current status and the complete flow.

use super::number::Number;
use super::steps::{self, Step};
use super::tag::Tag;
use crate::error::Failure;
use crate::page::page;
use crate::session::Company;
use crate::shell::{Menu, Shell, shell};
use crate::site::Site;
use app::order::query::{self, Detail, HistoryEntry};
use app::order::store::Find;
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use domain::order::{Event, State as OrderState, StatusCode};
use domain::time;

#[derive(Template)]
#[template(path = "orders/history.html")]
struct HistoryPage {
    shell: Shell,
    number: String,
    tag: Tag,
    steps: Vec<Step>,
    rows: Vec<Row>,
    open: bool,
}

struct Row {
    when: String,
    tag: Tag,
    what: &'static str,
    who: String,
    note: String,
}

/// GET /cakey/orders/{number}/history.
pub async fn show(
    State(site): State<Site>,
    Company(session, user): Company,
    Number(number): Number,
) -> Result<Response, Failure> {
    let detail = query::detail(&site.app, Find::Own(user.id, number)).await?;
    page(&history_page(shell(&site, &session, Menu::Orders, "查看记录"), &detail))
}

fn history_page(shell: Shell, detail: &Detail) -> HistoryPage {
    let state = &detail.stored.order.state;
    HistoryPage {
        shell,
        number: detail.stored.order.number.to_string(),
        tag: Tag::of(state),
        steps: steps::of(state, &detail.history),
        rows: rows(&detail.history),
        open: !matches!(state, OrderState::Completed { .. } | OrderState::Closed { .. }),
    }
}

/// Newest first. A draft is marked as rejected from its rejection to its next submission.
fn rows(history: &[HistoryEntry]) -> Vec<Row> {
    let mut rejected = false;
    let mut rows = Vec::new();
    for entry in history.iter().rev() {
        rejected = match entry.event {
            Event::Rejected => true,
            Event::Submitted => false,
            _ => rejected,
        };
        let tag = match entry.status {
            StatusCode::Draft if rejected => Tag { class: "tag t-red", word: "待提交（已拒绝）" },
            status => Tag::of_status(status),
        };
        if entry.event.is_public() {
            let (who, note) = (entry.actor_name.clone(), entry.note.clone());
            rows.push(Row { when: time::minute_text(entry.at), tag, what: entry.event.label(), who, note });
        }
    }
    rows.reverse();
    rows
}

#[cfg(test)]
pub fn samples() -> Vec<(String, String)> {
    use super::sample;
    let states = [OrderState::UnderReview(sample::review()), OrderState::Draft { rejected: Some(sample::rejected()) }];
    let shell = || crate::orders::sample::shell(Menu::Orders, "查看记录");
    let page = |(n, state)| (format!("order history {n}"), history_page(shell(), &sample::detail(state)).to_string());
    states.into_iter().enumerate().map(page).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::orders::sample;

    #[test]
    fn drafts_are_marked_from_the_rejection_to_the_next_submission() {
        let entry = |version, event, status| HistoryEntry {
            status,
            ..sample::entry(version, "2026-11-23 09:00:00", event, "林晓岚", "")
        };
        let history = [
            entry(6, Event::Submitted, StatusCode::AwaitingPayment),
            entry(5, Event::Saved, StatusCode::Draft),
            entry(4, Event::Rejected, StatusCode::Draft),
            entry(3, Event::Claimed, StatusCode::UnderReview),
            entry(2, Event::Submitted, StatusCode::UnderReview),
            entry(1, Event::Created, StatusCode::Draft),
        ];
        let words: Vec<&str> = rows(&history).iter().map(|row| row.tag.word).collect();
        assert_eq!(words, ["待支付", "待提交（已拒绝）", "待提交（已拒绝）", "待审核", "待提交"]);
    }
}
