//! 查看记录 (manual 3.2 (11)): the current status and the complete flow.

use super::number::Number;
use super::steps::{self, ProgressStep};
use super::tag::Tag;
use crate::failure::Failure;
use crate::page::page;
use crate::session::Company;
use crate::shell::{Menu, Shell, shell};
use crate::site::Site;
use app::order::query::{self, Detail, HistoryEntry};
use app::order::store::Find;
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use domain::order::{Delivery, Event, Order, Review, State as OrderState, StatusCode};
use domain::payment::GatewayWords;
use domain::time;

#[derive(Template)]
#[template(path = "orders/history.html")]
struct HistoryPage {
    shell: Shell,
    number: String,
    tag: Tag,
    steps: Vec<ProgressStep>,
    rows: Vec<Row>,
    /// 接下来: the statuses that lie ahead, the present one first, and what happens in each.
    ahead: Vec<(&'static str, String)>,
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
        ahead: ahead(&detail.stored.order, shell.gateways.offered().words),
        shell,
        number: detail.stored.order.number.to_string(),
        tag: Tag::of(state),
        steps: steps::of(state, &detail.history),
        rows: rows(&detail.history),
    }
}

/// What lies ahead of an order, by its state, its way of delivery, and by whether there is anything to pay.
fn ahead(order: &Order, gateway: GatewayWords) -> Vec<(&'static str, String)> {
    let to_pay = gateway.to_pay();
    let pay = Some(("待支付", &*to_pay)).filter(|_| !order.amount.is_zero());
    let review = Some(("待审核", "1–2 个工作日内审核"));
    let before = match &order.state {
        OrderState::Completed { .. } | OrderState::Closed { .. } => return Vec::new(),
        OrderState::Draft { .. } => [Some(("待提交", "核对无误后点“提交”")), pay, review],
        OrderState::AwaitingPayment { reviewed: None, .. } => [pay, review, None],
        OrderState::AwaitingPayment { reviewed: Some(_), .. } => [pay, None, None],
        OrderState::UnderReview(Review { paid: None, .. }) => [review, pay, None],
        OrderState::UnderReview(_) => [review, None, None],
        OrderState::ToShip(_) | OrderState::Shipped { .. } | OrderState::Processing { .. } => [None; 3],
    };
    let to_ship = Some(("待发货", "审核通过后 2 个工作日内寄出"));
    let shipped = Some(("已发货", "短信告知快递单号，收到后点“确认收货”"));
    let after = match (&order.state, &order.delivery) {
        (OrderState::Shipped { .. }, _) => [None, shipped],
        (OrderState::Processing { .. }, _) | (_, Delivery::Pickup { .. }) => {
            [None, Some(("办理中", "网点人员与您联系自取，拿到后点“确认收货”"))]
        }
        (_, Delivery::Courier(_)) => [to_ship, shipped],
    };
    let ahead = before.into_iter().chain(after).flatten().chain([("已完成", "收货确认后订单完成")]);
    ahead.map(|(status, what)| (status, what.to_owned())).collect()
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
    fn only_what_lies_ahead_is_announced() {
        let words = |state| -> Vec<&str> {
            let words = crate::fixture::gateways_of_nobody().offered().words;
            ahead(&sample::detail(state).stored.order, words).into_iter().map(|(status, _)| status).collect()
        };
        let all = ["待提交", "待支付", "待审核", "待发货", "已发货", "已完成"];
        assert_eq!(words(OrderState::Draft { rejected: None }), all);
        assert_eq!(words(OrderState::AwaitingPayment { pay_until: None, reviewed: None }), all[1..]);
        let reviewed = OrderState::AwaitingPayment { pay_until: None, reviewed: Some(sample::now()) };
        assert_eq!(words(reviewed), ["待支付", "待发货", "已发货", "已完成"]);
        assert_eq!(words(OrderState::UnderReview(sample::review())), all[2..]);
        let unpaid = Review { paid: None, ..sample::review() };
        assert_eq!(words(OrderState::UnderReview(unpaid)), ["待审核", "待支付", "待发货", "已发货", "已完成"]);
        assert_eq!(words(sample::processing(domain::order::Handover::NotReady)), ["办理中", "已完成"]);
        assert_eq!(words(OrderState::ToShip(sample::approved())), all[3..]);
        assert_eq!(words(OrderState::Closed { reason: domain::order::CloseReason::Cancelled }), [""; 0]);
    }

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
