//! What pages show of orders: lists by keyset, details, the history. Reads only; the tenant stands in each statement.

pub mod store;

pub use store::{Cursor, HistoryEntry, OrderLine};

use super::store::{self as orders, Find, Stored};
use crate::certificate::{self, Certificate};
use crate::invoice::{self, StoredInvoice};
use crate::payment::{self, StoredAttempt, StoredRefund};
use crate::{App, Error, project};
use domain::id::{CompanyId, OrderId};
use domain::order::filter::OrderFilter;
use domain::order::price::Quote;
use domain::order::{CertificateItem, State, StatusCode};
use domain::rights::Act;

use super::Snapshot;
use crate::who::StaffUser;

/// Rows of one page.
pub const PAGE: i64 = 20;

/// One page of a list.
#[derive(Clone, Debug, PartialEq)]
pub struct Page {
    /// The rows.
    pub lines: Vec<OrderLine>,
    /// Where the page before starts, if there is one.
    pub before: Option<OrderId>,
    /// Where the next page starts, if there is one.
    pub after: Option<OrderId>,
}

/// A company's own orders, newest first (manual 3.2 (12)).
pub async fn list(app: &App, company: CompanyId, filter: OrderFilter, cursor: Cursor) -> Result<Page, Error> {
    app.read(move |tx| {
        let backwards = matches!(cursor, Cursor::Before(_));
        let lines = store::own(tx, company, &filter, cursor, PAGE + 1)?;
        Ok(page(lines, cursor, backwards))
    })
    .await
}

/// The orders of one status where this act finds them, over all companies, oldest first. Empty for whoever may not.
pub async fn queue(app: &App, staff: &StaffUser, act: Act, status: StatusCode, cursor: Cursor) -> Result<Page, Error> {
    let staff = staff.id;
    app.read(move |tx| {
        let backwards = matches!(cursor, Cursor::Before(_));
        let lines = store::queue(tx, staff, act, status, cursor, PAGE + 1)?;
        Ok(page(lines, cursor, backwards))
    })
    .await
}

/// The pickups of this person's outlet that are not completed, oldest first; at most [`OUTLET_ROWS`]. Empty for whoever
/// does not work at an outlet.
pub async fn outlet_desk(app: &App, staff: &StaffUser) -> Result<Vec<OrderLine>, Error> {
    let staff = staff.id;
    app.read(move |tx| Ok(store::at_outlet(tx, staff, OUTLET_ROWS)?)).await
}

/// The most rows of an outlet's desk.
pub const OUTLET_ROWS: i64 = 200;

fn page(mut lines: Vec<OrderLine>, cursor: Cursor, backwards: bool) -> Page {
    let more = lines.len() > PAGE as usize;
    lines.truncate(PAGE as usize);
    if backwards {
        lines.reverse();
    }
    let (first, last) = (lines.first().map(|l| l.id), lines.last().map(|l| l.id));
    let has_before = if backwards { more } else { cursor != Cursor::First };
    let has_after = if backwards { true } else { more };
    Page { lines, before: first.filter(|_| has_before), after: last.filter(|_| has_after) }
}

#[derive(Clone, Debug)]
pub struct Detail {
    pub stored: Stored,
    /// 企业名称.
    pub company: String,
    /// 交易平台.
    pub project: String,
    /// 自取网点's name: the frozen one after a submission.
    pub outlet: Option<String>,
    /// The outlet takes no orders any more (E19).
    pub outlet_closed: bool,
    /// What was frozen at the last submission.
    pub snapshot: Option<Snapshot>,
    /// The price: frozen, or that of this moment while it is a draft.
    pub quote: Option<Quote>,
    /// The payments, newest first.
    pub attempts: Vec<StoredAttempt>,
    /// The refunds, newest first.
    pub refunds: Vec<StoredRefund>,
    /// The newest invoice.
    pub invoice: Option<StoredInvoice>,
    /// The certificates that were registered for making.
    pub certificates: Vec<Certificate>,
    /// The history, newest first.
    pub history: Vec<HistoryEntry>,
}

/// Everything about one order, for the tenant that `find` names.
///
/// # Errors
/// `NotFound` for an order that is not there or not this tenant's.
pub async fn detail(app: &App, find: Find) -> Result<Detail, Error> {
    let now = app.now();
    app.read(move |tx| {
        let stored = orders::get(tx, &find)?.ok_or(Error::NotFound)?;
        let (order, draft) = (&stored.order, &stored.draft);
        let snapshot = orders::snapshot(tx, order.id, order.submission)?;
        let quote = match (&order.state, &snapshot) {
            (State::Draft { .. }, _) | (_, None) => project::store::price_list_in_force(tx, draft.project, now)?
                .and_then(|list| list.of(draft.business)?.quote(&draft.items).ok()),
            (_, Some(snapshot)) => Some(snapshot.quote.clone()),
        };
        let names = store::names(tx, order.id)?.ok_or(Error::NotFound)?;
        let is_draft = matches!(order.state, State::Draft { .. });
        let frozen_outlet =
            snapshot.as_ref().filter(|_| !is_draft).and_then(|frozen| frozen.outlet_of(&order.delivery));
        Ok(Detail {
            company: names.company,
            project: names.project,
            outlet: frozen_outlet.map(str::to_owned).or(names.outlet),
            outlet_closed: names.outlet_closed,
            quote,
            attempts: payment::store::of_order(tx, order.id)?,
            refunds: payment::store::refunds_of_order(tx, order.id)?,
            invoice: invoice::store::of_submission(tx, order.id, order.submission)?,
            certificates: certificate::store::of_submission(tx, order.id, order.submission)?,
            history: store::history(tx, order.id)?,
            snapshot,
            stored,
        })
    })
    .await
}

/// Other submitted orders of the same company, on the same platform and for one of the same holders, that are not done
/// yet (E21).
pub async fn twins(app: &App, stored: &Stored) -> Result<Vec<String>, Error> {
    let (order, draft) = (stored.order.clone(), stored.draft.clone());
    app.read(move |tx| {
        let others = store::open_on_project(tx, order.company, draft.project, order.id)?;
        let same = |theirs: &[CertificateItem]| theirs.iter().any(|one| draft.items.iter().any(|i| i.same_holder(one)));
        Ok(others.into_iter().filter(|(_, items)| same(items)).map(|(number, _)| number).collect())
    })
    .await
}

/// The order alone, for forms that need no more.
pub async fn plain(app: &App, find: Find) -> Result<Stored, Error> {
    app.read(move |tx| orders::get(tx, &find)?.ok_or(Error::NotFound)).await
}

/// How many orders of each status this act finds, for the numbers beside a menu: counts at most [`COUNT_CAP`] of each.
pub async fn counts(
    app: &App,
    staff: &StaffUser,
    act: Act,
    statuses: &'static [StatusCode],
) -> Result<Vec<(StatusCode, i64)>, Error> {
    let staff = staff.id;
    app.read(move |tx| {
        let mut counted = Vec::new();
        for status in statuses {
            counted.push((*status, store::count_up_to(tx, staff, act, *status, COUNT_CAP)?));
        }
        Ok(counted)
    })
    .await
}

/// Counting stops here, so that it stays cheap; pages show "999+".
pub const COUNT_CAP: i64 = 1000;
