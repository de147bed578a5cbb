//! 退款: the refused and the unknown ones on top, then all of them, newest first.

use crate::failure::Failure;
use crate::orders::place;
use crate::page::page;
use crate::session::Staff;
use crate::shell::{Menu, Shell, shell};
use crate::site::Site;
use app::finance;
use app::finance::store::RefundLine;
use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use domain::payment::RefundState;
use domain::time;
use serde::Deserialize;

/// The place of the page.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct RefundsQuery {
    p: String,
}

#[derive(Template)]
#[template(path = "finance/refunds.html")]
struct RefundsPage {
    shell: Shell,
    open: Vec<Row>,
    rows: Vec<Row>,
    after: Option<String>,
}

struct Row {
    id: i64,
    number: String,
    order: String,
    company: String,
    amount: String,
    reason: &'static str,
    class: &'static str,
    word: &'static str,
    error: String,
    at: String,
}

/// GET /cakey/staff/finance/refunds.
pub async fn show(
    State(site): State<Site>,
    Staff(session, user): Staff,
    Query(asked): Query<RefundsQuery>,
) -> Result<Response, Failure> {
    let open = finance::open_refunds(&site.app, &user).await?;
    let before = place::decode(&asked.p).map(|(_, id)| id);
    let (lines, next) = finance::refunds(&site.app, &user, before).await?;
    page(&refunds_page(shell(&site, &session, Menu::Finance, "退款"), &open, &lines, next))
}

/// The tag of a refund, in the words of finance.
pub fn tag(line: &RefundLine) -> (&'static str, &'static str) {
    match line.state {
        RefundState::Failed if line.offline_asked.is_some() => ("tag t-amb", "线下退款待放行"),
        RefundState::Failed => ("tag t-red", "被拒绝"),
        RefundState::Unknown => ("tag t-red", "结果不明，系统在查询"),
        RefundState::Requested | RefundState::Sent => ("tag t-amb", "退款中"),
        RefundState::Succeeded => ("tag t-grn", "已原路退回"),
        RefundState::Manual => ("tag t-grn", "已线下退款"),
    }
}

fn refunds_page(shell: Shell, open: &[RefundLine], lines: &[RefundLine], next: Option<i64>) -> RefundsPage {
    RefundsPage {
        shell,
        open: open.iter().map(Row::of).collect(),
        rows: lines.iter().map(Row::of).collect(),
        after: next.map(|id| place::encode('a', id)),
    }
}

impl Row {
    fn of(line: &RefundLine) -> Row {
        let (class, word) = tag(line);
        Row {
            id: line.id.get(),
            number: line.number.clone(),
            order: line.order.clone(),
            company: line.company.clone(),
            amount: line.amount.to_string(),
            reason: line.reason.label(),
            class,
            word,
            error: line.error.clone(),
            at: time::minute_text(line.updated_at),
        }
    }
}

#[cfg(test)]
pub fn sample(state: RefundState) -> RefundLine {
    use domain::id::{AttemptId, OrderId, RefundId};
    RefundLine {
        id: RefundId::new(4),
        attempt: AttemptId::new(7),
        order_id: OrderId::new(1),
        number: "RP202611230127S1A1".into(),
        trade: "P202611230127S1A1".into(),
        order: "DZ20261123-0127".into(),
        company: "澜州青禾建设工程有限公司".into(),
        amount: domain::money::Fen::new(32_000),
        reason: domain::order::RefundReason::Rejected,
        state,
        error: if state == RefundState::Failed {
            "refused: ACQ.TRADE_HAS_FINISHED 交易已完结".into()
        } else {
            String::new()
        },
        created_at: crate::orders::sample::now(),
        updated_at: crate::orders::sample::now(),
        offline_asked: None,
        offline_released: None,
    }
}

#[cfg(test)]
pub fn samples() -> Vec<(String, String)> {
    let shell = || crate::samples::staff_shell(domain::rights::Role::Finance, Menu::Finance, "退款");
    let open = [sample(RefundState::Failed), sample(RefundState::Unknown)];
    let all: Vec<RefundLine> = RefundState::ALL.into_iter().map(sample).collect();
    vec![
        ("refunds".to_owned(), refunds_page(shell(), &open, &all, Some(4)).to_string()),
        ("refunds empty".to_owned(), refunds_page(shell(), &[], &[], None).to_string()),
    ]
}
