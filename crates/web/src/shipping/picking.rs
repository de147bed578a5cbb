//! 拣货单: what is to be packed now, to be printed. Mobiles are masked: paper lies about.

use crate::failure::Failure;
use crate::orders::view::content;
use crate::page::page;
use crate::session::Staff;
use crate::shell::{Menu, Shell, shell};
use crate::site::Site;
use app::order::query::{self, Cursor, OrderLine};
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use domain::order::StatusCode;
use domain::rights::Act;
use domain::time;

/// The most orders of one list; the next ones are printed when these are sent.
const MOST: usize = 200;

#[derive(Template)]
#[template(path = "shipping/picking.html")]
struct PickingPage {
    shell: Shell,
    at: String,
    rows: Vec<Row>,
    more: bool,
}

struct Row {
    number: String,
    company: String,
    content: String,
    recipient: String,
    address: String,
}

/// GET /cakey/staff/shipping/picking.
pub async fn show(State(site): State<Site>, Staff(session, user): Staff) -> Result<Response, Failure> {
    let (mut lines, mut cursor, mut more) = (Vec::new(), Cursor::First, true);
    while more && lines.len() < MOST {
        let found = query::queue(&site.app, &user, Act::ReadShipping, StatusCode::ToShip, cursor).await?;
        more = found.after.is_some();
        cursor = found.after.map_or(Cursor::First, Cursor::After);
        lines.extend(found.lines);
    }
    let at = time::minute_text(site.app.now());
    page(&picking_page(shell(&site, &session, Menu::Shipping, "拣货单"), at, &lines, more))
}

fn picking_page(shell: Shell, at: String, lines: &[OrderLine], more: bool) -> PickingPage {
    PickingPage { shell, at, rows: lines.iter().filter_map(Row::of).collect(), more }
}

impl Row {
    fn of(line: &OrderLine) -> Option<Row> {
        let to = line.recipient.as_ref()?;
        Some(Row {
            number: line.number.clone(),
            company: line.company.clone(),
            content: content(line.certificates, line.seals),
            recipient: format!("{}　{}", to.name, to.mobile.masked()),
            address: to.full_address(),
        })
    }
}

#[cfg(test)]
pub fn samples() -> Vec<(String, String)> {
    use crate::orders::sample;
    let shell = || crate::samples::staff_shell(domain::rights::Role::Shipper, Menu::Shipping, "拣货单");
    let line = sample::line(domain::order::State::ToShip(sample::approved()));
    let at = || "2026-11-23 10:31".to_owned();
    vec![
        ("picking".to_owned(), picking_page(shell(), at(), &[line], true).to_string()),
        ("picking empty".to_owned(), picking_page(shell(), at(), &[], false).to_string()),
    ]
}

#[cfg(test)]
mod tests {
    #[test]
    fn paper_shows_no_whole_number() {
        let (_, html) = super::samples().remove(0);
        assert!(html.contains("138****0000") && !html.contains("13800000000"));
    }
}
