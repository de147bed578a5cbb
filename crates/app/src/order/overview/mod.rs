//! 订单 of every company, for staff: filters, keyset paging, one page at a time however large the table is. Outlet staff
//! see those of their own outlet alone; the statements say so.

pub mod store;

pub use store::{Bounds, ContactMessage, OverviewFilter, OverviewLine};

use super::query::{Cursor, Detail};
use crate::review::store::note::{self, Note};
use crate::who::StaffUser;
use crate::{App, Error};
use domain::id::{OrderId, OutletId, ProjectId};
use domain::time;

/// Rows of one page.
pub const PAGE: i64 = 20;
/// Ids follow the days of the orders' numbers up to so many places: transactions commit side by side.
const SLACK: i64 = 1000;

/// One page, newest first.
#[derive(Clone, Debug, PartialEq)]
pub struct OverviewPage {
    pub lines: Vec<OverviewLine>,
    /// Where the page before starts, if there is one.
    pub before: Option<OrderId>,
    /// Where the next page starts, if there is one.
    pub after: Option<OrderId>,
}

/// What a filter may be set to: row and name of each platform and of each outlet, closed ones too.
#[derive(Clone, Debug, Default)]
pub struct Choices {
    /// 交易平台.
    pub projects: Vec<(ProjectId, String)>,
    /// 网点.
    pub outlets: Vec<(OutletId, String)>,
}

/// The platforms and outlets of the filter.
pub async fn choices(app: &App) -> Result<Choices, Error> {
    app.read(|tx| Ok(Choices { projects: store::projects(tx)?, outlets: store::outlets(tx)? })).await
}

/// The text messages of an order, oldest first.
pub async fn told(app: &App, detail: &Detail) -> Result<Vec<ContactMessage>, Error> {
    let (order, versions) = (detail.stored.order.clone(), detail.history.iter().map(|entry| entry.version).collect());
    let versions: Vec<i64> = versions;
    app.read(move |tx| {
        let mut told = Vec::new();
        for template in ["shipped", "rejected", "money_returned"] {
            for version in &versions {
                told.extend(store::told(tx, template, &format!("sms:{template}:{}:{version}", order.id))?);
            }
        }
        for submission in 1..=order.submission {
            let template = "confirm_reminder";
            told.extend(store::told(tx, template, &format!("sms:{template}:{}:{submission}", order.id))?);
        }
        told.sort_by_key(|message: &ContactMessage| message.at);
        Ok(told)
    })
    .await
}

/// What reviewers wrote down about an order for colleagues, newest first.
pub async fn notes(app: &App, detail: &Detail) -> Result<Vec<Note>, Error> {
    let order = detail.stored.order.id;
    app.read(move |tx| Ok(note::of_order(tx, order)?)).await
}

/// A page of the orders that this person may see.
pub async fn list(
    app: &App,
    staff: &StaffUser,
    mut filter: OverviewFilter,
    cursor: Cursor,
) -> Result<OverviewPage, Error> {
    if let Some(own) = staff.outlet {
        filter.outlet = Some(own);
    }
    let me = staff.id;
    app.read(move |tx| {
        let mut bounds = Bounds {
            above: 0,
            below: i64::MAX,
            from: i64::MIN,
            until: i64::MAX,
            backwards: matches!(cursor, Cursor::Before(_)),
            limit: PAGE + 1,
        };
        if let Some(from) = filter.from {
            bounds.from = from.as_millisecond();
            bounds.above = store::first_of_day(tx, time::beijing(from).date())?.map_or(i64::MAX, |id| id.get() - SLACK);
        }
        if let Some(until) = filter.until {
            bounds.until = until.as_millisecond();
            bounds.below =
                store::first_of_day(tx, time::beijing(until).date())?.map_or(i64::MAX, |id| id.get() + SLACK);
        }
        match cursor {
            Cursor::First => {}
            Cursor::After(id) => bounds.below = bounds.below.min(id.get()),
            Cursor::Before(id) => bounds.above = bounds.above.max(id.get()),
        }
        let lines = store::list(tx, me, &filter, bounds)?;
        Ok(page(lines, cursor))
    })
    .await
}

fn page(mut lines: Vec<OverviewLine>, cursor: Cursor) -> OverviewPage {
    let backwards = matches!(cursor, Cursor::Before(_));
    let more = lines.len() > PAGE as usize;
    lines.truncate(PAGE as usize);
    if backwards {
        lines.reverse();
    }
    let (first, last) = (lines.first().map(|line| line.id), lines.last().map(|line| line.id));
    let has_before = if backwards { more } else { cursor != Cursor::First };
    OverviewPage { lines, before: first.filter(|_| has_before), after: last.filter(|_| backwards || more) }
}
