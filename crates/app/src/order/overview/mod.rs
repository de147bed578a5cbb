//! 订单 of every company, for staff: filters, keyset paging, one page at a time however large the table is. Outlet staff
//! see those of their own outlet alone; the statements say so.

pub mod store;

use super::query::{Cursor, Detail};
use crate::review::store::note::{self, Note};
use crate::who::StaffUser;
use crate::{App, Error};
use domain::id::{CompanyId, OrderId, OutletId, ProjectId};
use domain::money::Fen;
use domain::order::{State, StatusCode};
use domain::time;
use jiff::Timestamp;

/// Rows of one page.
pub const PAGE: i64 = 20;
/// Ids follow the days of the orders' numbers up to so many places: transactions commit side by side.
const SLACK: i64 = 1000;

/// What the list is narrowed to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OverviewFilter {
    /// 订单状态.
    pub status: Option<StatusCode>,
    /// 交易平台.
    pub project: Option<ProjectId>,
    /// 自取网点.
    pub outlet: Option<OutletId>,
    /// 企业.
    pub company: Option<CompanyId>,
    /// Only what was begun from this moment on.
    pub from: Option<Timestamp>,
    /// Only what was begun before this moment.
    pub until: Option<Timestamp>,
}

/// One line.
#[derive(Clone, Debug, PartialEq)]
pub struct OverviewLine {
    /// Its row.
    pub id: OrderId,
    /// 订单号.
    pub number: String,
    /// 企业名称.
    pub company: String,
    /// Its row.
    pub company_id: CompanyId,
    /// 交易平台.
    pub project: String,
    /// The state with what is true in it.
    pub state: State,
    /// How often it was submitted.
    pub submission: i64,
    /// 金额.
    pub amount: Fen,
    /// 证书数量.
    pub certificates: i64,
    /// 签章数量.
    pub seals: i64,
    /// 自取网点; `None` by courier.
    pub outlet: Option<String>,
    /// 申请时间.
    pub created_at: Timestamp,
    /// Since when it has its status.
    pub status_since: Timestamp,
}

/// One page, newest first.
#[derive(Clone, Debug, PartialEq)]
pub struct OverviewPage {
    /// The rows.
    pub lines: Vec<OverviewLine>,
    /// Where the page before starts, if there is one.
    pub before: Option<OrderId>,
    /// Where the next page starts, if there is one.
    pub after: Option<OrderId>,
}

/// The bounds of one read: ids between two, both excluded, and moments.
#[derive(Clone, Copy, Debug)]
pub struct Bounds {
    /// Above this id.
    pub above: i64,
    /// Below this id.
    pub below: i64,
    /// From this moment on, epoch milliseconds.
    pub from: i64,
    /// Before this one.
    pub until: i64,
    /// Oldest first: for the page before.
    pub backwards: bool,
    /// At most so many.
    pub limit: i64,
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

/// What was written to the order's contact, as the outbox keeps it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// The message's template.
    pub template: String,
    /// `ready`, `done` or `dead`.
    pub state: String,
    /// Failures in a row.
    pub attempts: i64,
    /// What went wrong last; may be empty.
    pub last_error: String,
    /// When it last changed.
    pub at: Timestamp,
}

/// The text messages of an order, oldest first.
pub async fn told(app: &App, detail: &Detail) -> Result<Vec<Told>, Error> {
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
        told.sort_by_key(|message: &Told| message.at);
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
