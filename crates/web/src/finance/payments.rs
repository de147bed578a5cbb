//! 收款: every payment attempt, newest first; of one day or one order where that is asked for.

use crate::failure::Failure;
use crate::orders::place;
use crate::page::page;
use crate::session::Staff;
use crate::shell::{Menu, Shell, shell};
use crate::site::Site;
use app::finance::store::PaymentLine;
use app::finance::{self, PaymentFilter};
use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use domain::payment::AttemptState;
use domain::time;
use serde::Deserialize;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct PaymentsQuery {
    day: String,
    order: String,
    p: String,
}

#[derive(Template)]
#[template(path = "finance/payments.html")]
struct PaymentsPage {
    shell: Shell,
    day: String,
    order: String,
    day_wrong: bool,
    rows: Vec<Row>,
    /// The address of the next page.
    after: Option<String>,
}

struct Row {
    trade: String,
    gateway_trade: String,
    order: String,
    company: String,
    amount: String,
    refunded: String,
    class: &'static str,
    word: &'static str,
    at: String,
}

/// GET /cakey/staff/finance/payments.
pub async fn show(
    State(site): State<Site>,
    Staff(session, user): Staff,
    Query(asked): Query<PaymentsQuery>,
) -> Result<Response, Failure> {
    let day = time::parse_day(&asked.day);
    let order = domain::text::compact(&asked.order).to_uppercase();
    let filter = PaymentFilter { day, order: (!order.is_empty()).then_some(order) };
    let before = place::decode(&asked.p).map(|(_, id)| id);
    let (lines, next) = finance::payments(&site.app, &user, filter, before).await?;
    let shell = shell(&site, &session, Menu::Finance, "收款");
    page(&payments_page(shell, &asked, day.is_none() && !asked.day.trim().is_empty(), &lines, next))
}

fn payments_page(
    shell: Shell,
    asked: &PaymentsQuery,
    day_wrong: bool,
    lines: &[PaymentLine],
    next: Option<i64>,
) -> PaymentsPage {
    let kept = format!("day={}&order={}", crate::next::encode(&asked.day), crate::next::encode(&asked.order));
    let address = |id| format!("/cakey/staff/finance/payments?{kept}&p={}", place::encode('a', id));
    PaymentsPage {
        shell,
        day: asked.day.clone(),
        order: asked.order.clone(),
        day_wrong,
        rows: lines.iter().map(Row::of).collect(),
        after: next.map(address),
    }
}

impl Row {
    fn of(line: &PaymentLine) -> Row {
        let class = match line.state {
            AttemptState::Settled => "tag t-grn",
            AttemptState::Unknown => "tag t-red",
            _ => "tag",
        };
        Row {
            trade: line.trade.clone(),
            gateway_trade: line.gateway_trade.clone().unwrap_or_default(),
            order: line.order.clone(),
            company: line.company.clone(),
            amount: line.amount.to_string(),
            refunded: if line.refunded.is_zero() { String::new() } else { format!("已退 {}", line.refunded) },
            class,
            word: line.state.label(),
            at: time::minute_text(line.settled_at.unwrap_or(line.created_at)),
        }
    }
}

#[cfg(test)]
pub fn samples() -> Vec<(String, String)> {
    use domain::money::Fen;
    let shell = || crate::samples::staff_shell(domain::rights::Role::Finance, Menu::Finance, "收款");
    let line = |state, refunded| PaymentLine {
        id: 7,
        trade: "P202611230127S1A1".into(),
        gateway_trade: Some("2026112322001400000001".into()),
        order: "DZ20261123-0127".into(),
        company: "澜州青禾建设工程有限公司".into(),
        amount: Fen::new(32_000),
        refunded: Fen::new(refunded),
        state,
        created_at: crate::orders::sample::now(),
        settled_at: None,
    };
    let lines = [line(AttemptState::Settled, 32_000), line(AttemptState::Unknown, 0), line(AttemptState::Expired, 0)];
    let asked = PaymentsQuery { day: "昨天".into(), ..PaymentsQuery::default() };
    vec![
        ("payments".to_owned(), payments_page(shell(), &PaymentsQuery::default(), false, &lines, Some(7)).to_string()),
        ("payments empty".to_owned(), payments_page(shell(), &asked, true, &[], None).to_string()),
    ]
}
