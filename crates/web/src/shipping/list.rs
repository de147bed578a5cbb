//! The orders to ship, and those on their way, oldest first.

use crate::failure::Failure;
use crate::orders::place;
use crate::orders::view::short_content;
use crate::page::page;
use crate::session::Staff;
use crate::shell::{Menu, Shell, shell};
use crate::site::Site;
use app::order::query::{self, Cursor, OrderLine, Page};
use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use domain::order::{State as OrderState, StatusCode};
use domain::rights::Act;
use domain::time;
use serde::Deserialize;

/// Which list, and the place of its page.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct ShippingQuery {
    tab: String,
    p: String,
    /// What was registered just now.
    done: String,
}

#[derive(Template)]
#[template(path = "shipping/list.html")]
struct ListPage {
    shell: Shell,
    told: &'static str,
    shipped: bool,
    /// What the pager keeps of the address.
    tab: &'static str,
    rows: Vec<Row>,
    before: Option<String>,
    after: Option<String>,
}

struct Row {
    number: String,
    updated: String,
    company: String,
    content: String,
    recipient: String,
    address: String,
    waybill: String,
}

/// GET /cakey/staff/shipping.
pub async fn show(
    State(site): State<Site>,
    Staff(session, user): Staff,
    Query(asked): Query<ShippingQuery>,
) -> Result<Response, Failure> {
    let status = if asked.tab == "shipped" { StatusCode::Shipped } else { StatusCode::ToShip };
    let found = query::queue(&site.app, &user, Act::ReadShipping, status, place::read(&asked.p)).await?;
    let template = list_page(shell(&site, &session, Menu::Shipping, "发货"), status, &found);
    page(&ListPage { told: told(&asked.done), ..template })
}

fn told(done: &str) -> &'static str {
    match done {
        "shipped" => "快递单号已登记，订单在“已发货”里，正在发短信给用户",
        _ => "",
    }
}

fn list_page(shell: Shell, status: StatusCode, found: &Page) -> ListPage {
    let shipped = status == StatusCode::Shipped;
    ListPage {
        shell,
        told: "",
        shipped,
        tab: if shipped { "tab=shipped&" } else { "" },
        rows: found.lines.iter().map(Row::of).collect(),
        before: found.before.map(|id| place::text(Cursor::Before(id))),
        after: found.after.map(|id| place::text(Cursor::After(id))),
    }
}

impl Row {
    fn of(line: &OrderLine) -> Row {
        let (recipient, address) = match &line.recipient {
            Some(to) => (format!("{}　{}", to.name, to.mobile.masked()), to.full_address()),
            None => (line.way().to_owned(), String::new()),
        };
        Row {
            number: line.number.clone(),
            updated: time::minute_text(line.updated_at),
            company: line.company.clone(),
            content: short_content(line.certificates, line.seals),
            recipient,
            address,
            waybill: match &line.state {
                OrderState::Shipped { waybill, .. } => waybill.sentence(),
                _ => String::new(),
            },
        }
    }
}

#[cfg(test)]
pub fn samples() -> Vec<(String, String)> {
    use crate::orders::sample;
    let shell = || crate::samples::staff_shell(domain::rights::Role::Shipper, Menu::Shipping, "发货");
    let found = |lines: Vec<OrderLine>| Page { after: lines.last().map(|line| line.id), before: None, lines };
    let waiting = found(vec![sample::line(OrderState::ToShip(sample::approved()))]);
    let sent = found(vec![sample::line(sample::shipped())]);
    vec![
        ("shipping".to_owned(), list_page(shell(), StatusCode::ToShip, &waiting).to_string()),
        ("shipping shipped".to_owned(), list_page(shell(), StatusCode::Shipped, &sent).to_string()),
        ("shipping empty".to_owned(), list_page(shell(), StatusCode::ToShip, &found(Vec::new())).to_string()),
    ]
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_pager_stays_in_its_list() {
        let samples = super::samples();
        assert!(samples[0].1.contains("/cakey/staff/shipping?p="));
        assert!(samples[1].1.contains("/cakey/staff/shipping?tab=shipped&#38;p="));
    }
}
