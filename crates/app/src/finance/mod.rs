//! 财务: payments and refunds over all companies, what each day brought, refunds that need a person (E10), cases, the
//! refund after sale (T17), and the export. Who may see the rows stands in every statement.

pub mod after_sale;
pub mod cases;
pub mod export;
pub mod refunds;
pub mod store;

pub use store::{Open, PaymentFilter};

use crate::who::StaffUser;
use crate::{App, Error};
use domain::money::Fen;
use domain::time;
use jiff::ToSpan;
use jiff::civil::Date;
use store::{DaySum, PaymentLine, RefundLine};

/// Rows of one page.
pub const PAGE: i64 = 30;

/// Days of the small table.
pub const DAYS: i64 = 14;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DayFigures {
    /// The Beijing day.
    pub day: Date,
    /// 已收: payments that settled.
    pub settled: (i64, Fen),
    /// 已退: refunds that succeeded, or were paid off line.
    pub refunded: (i64, Fen),
}

/// Payments, newest first, and where the next page starts.
pub async fn payments(
    app: &App,
    staff: &StaffUser,
    filter: PaymentFilter,
    before: Option<i64>,
) -> Result<(Vec<PaymentLine>, Option<i64>), Error> {
    let (staff, before) = (staff.id, before.unwrap_or(i64::MAX));
    let rows = app.read(move |tx| Ok(store::payments(tx, staff, &filter, before, PAGE + 1)?)).await?;
    Ok(cut(rows, |row| row.id))
}

/// Refunds, newest first, and where the next page starts.
pub async fn refunds(
    app: &App,
    staff: &StaffUser,
    before: Option<i64>,
) -> Result<(Vec<RefundLine>, Option<i64>), Error> {
    let (staff, before) = (staff.id, before.unwrap_or(i64::MAX));
    let rows = app.read(move |tx| Ok(store::refunds(tx, staff, before, PAGE + 1)?)).await?;
    Ok(cut(rows, |row| row.id.get()))
}

/// The refunds that were refused, or whose outcome is unknown, oldest first; at most [`OPEN_MAX`].
pub async fn open_refunds(app: &App, staff: &StaffUser) -> Result<Vec<RefundLine>, Error> {
    let staff = staff.id;
    app.read(move |tx| Ok(store::open_refunds(tx, staff, OPEN_MAX)?)).await
}

/// The most refunds that stand on top.
pub const OPEN_MAX: i64 = 100;

pub(crate) fn cut<T>(mut rows: Vec<T>, id: impl Fn(&T) -> i64) -> (Vec<T>, Option<i64>) {
    let more = rows.len() > PAGE as usize;
    rows.truncate(PAGE as usize);
    let after = rows.last().map(id).filter(|_| more);
    (rows, after)
}

/// What the last [`DAYS`] days brought, today first, and what stands open.
pub async fn figures(app: &App, staff: &StaffUser) -> Result<(Vec<DayFigures>, Open), Error> {
    let (staff, today) = (staff.id, time::beijing(app.now()).date());
    let first = today.saturating_sub((DAYS - 1).days());
    let since = time::beijing_midnight(first);
    app.read_long(move |tx| {
        let (settled, refunded) = (store::days_in(tx, staff, since)?, store::days_out(tx, staff, since)?);
        let of = |sums: &[DaySum], day: Date| {
            let found = sums.iter().find(|sum| sum.day == day);
            found.map_or((0, Fen::ZERO), |sum| (sum.count, sum.amount))
        };
        let days = (0..DAYS).map(|back| today.saturating_sub(back.days()));
        let days =
            days.map(|day| DayFigures { day, settled: of(&settled, day), refunded: of(&refunded, day) }).collect();
        Ok((days, store::open(tx, staff)?))
    })
    .await
}
