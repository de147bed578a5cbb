//! What finance reads of payments and refunds. A Beijing day is counted from 1970: `(at + 28800000) / 86400000`.

use crate::rights::sql::may;
use crate::stored::moment;
use db::{Result, Row, Tx, p};
use domain::id::{AttemptId, OrderId, RefundId, StaffId};
use domain::money::Fen;
use domain::order::RefundReason;
use domain::payment::{AttemptState, RefundState};
use domain::rights::Act;
use domain::time;
use jiff::civil::{Date, date};
use jiff::{Timestamp, ToSpan};

/// The columns that [`payment`] reads, for staff $1 with the roles $2.
macro_rules! payments {
    ($($rest:tt)*) => {
        concat!(
            "select a.id, a.trade, a.gateway_trade, o.number, c.name, a.amount, a.refunded, a.state, a.created_at,
            a.settled_at from payment_attempt a join orders o on o.id = a.order_id
            join company c on c.id = o.company_id where ",
            may!("$1", "$2"),
            $($rest)*
        )
    };
}

/// The columns that [`refund`] reads, for staff $1 with the roles $2.
macro_rules! refunds {
    ($($rest:tt)*) => {
        concat!(
            "select r.id, r.attempt_id, r.order_id, r.number, a.trade, o.number, c.name, r.amount, r.reason, r.state,
            r.last_error, r.created_at, r.updated_at, x.asked_name, x.released_name
            from refund r join payment_attempt a on a.id = r.attempt_id join orders o on o.id = r.order_id
            join company c on c.id = o.company_id left join offline_refund x on x.refund_id = r.id where ",
            may!("$1", "$2"),
            $($rest)*
        )
    };
}

/// How many and how much, for staff $1 with the roles $2.
macro_rules! sum {
    ($($rest:tt)*) => {
        concat!(
            "select count(*) as n, cast(coalesce(sum(amount), 0) as bigint) as fen from refund where ",
            may!("$1", "$2"),
            $($rest)*
        )
    };
}

db::sql! {
    PAYMENTS = payments!(" and a.id < $3 order by a.id desc limit $4");
    PAYMENTS_DAY = payments!(" and a.settled_at >= $5 and a.settled_at < $6 and a.id < $3 order by a.id desc limit $4");
    PAYMENTS_ORDER = payments!(" and o.number = $5 and a.id < $3 order by a.id desc limit $4");
    REFUNDS = refunds!(" and r.id < $3 order by r.id desc limit $4");
    OPEN_REFUNDS = refunds!(" and r.state in ('failed', 'unknown') order by r.id limit $3");
    REFUNDS_DAY = refunds!(" and r.updated_at >= $5 and r.updated_at < $6 and r.id < $3 order by r.id desc limit $4");
    REFUND = refunds!(" and r.id = $3");
    DAYS_IN = concat!("select (settled_at + 28800000) / 86400000 as day, count(*) as n,
        cast(sum(amount) as bigint) as fen from payment_attempt
        where settled_at >= $3 and state = 'settled' and ", may!("$1", "$2"),
        " group by (settled_at + 28800000) / 86400000");
    DAYS_OUT = concat!("select (updated_at + 28800000) / 86400000 as day, count(*) as n,
        cast(sum(amount) as bigint) as fen from refund
        where updated_at >= $3 and state in ('succeeded', 'manual') and ", may!("$1", "$2"),
        " group by (updated_at + 28800000) / 86400000");
    ON_THE_WAY = sum!(" and state in ('requested', 'sent', 'unknown')");
    STUCK = sum!(" and state = 'failed'");
    OPEN_CASES = concat!("select count(*) as n from money_case where open and ", may!("$1", "$2"));
    AFTER_SALE = concat!("select count(*) as n from after_sale_waiting where ", may!("$1", "$2"));
}

#[derive(Clone, Debug, Default)]
pub struct PaymentFilter {
    /// Settled on this Beijing day.
    pub day: Option<Date>,
    /// Of the order with this number.
    pub order: Option<String>,
}

/// What stands open at this moment.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Open {
    /// Refunds on their way, their outcome unknown ones included.
    pub on_the_way: (i64, Fen),
    /// Refunds that wait for a person.
    pub stuck: (i64, Fen),
    /// Cases that are open.
    pub cases: i64,
    /// Refunds after sale that wait to be released.
    pub after_sale: i64,
}

/// The first and the last moment of a Beijing day, the last one excluded.
pub(crate) fn bounds(day: Date) -> (Timestamp, Timestamp) {
    (time::beijing_midnight(day), time::beijing_midnight(day.saturating_add(1.day())))
}

/// The roles that read these tables.
fn readers() -> &'static str {
    Act::ReadFinance.roles_text()
}

/// A payment as finance sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PaymentLine {
    pub id: i64,
    /// 商户订单号.
    pub trade: String,
    /// The gateway's number.
    pub gateway_trade: Option<String>,
    /// 订单号.
    pub order: String,
    /// 企业名称.
    pub company: String,
    pub amount: Fen,
    /// How much of it went back, or is on its way.
    pub refunded: Fen,
    pub state: AttemptState,
    pub created_at: Timestamp,
    pub settled_at: Option<Timestamp>,
}

/// A refund as finance sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RefundLine {
    pub id: RefundId,
    pub attempt: AttemptId,
    pub order_id: OrderId,
    /// 退款号.
    pub number: String,
    /// 商户订单号 of the payment.
    pub trade: String,
    /// 订单号.
    pub order: String,
    /// 企业名称.
    pub company: String,
    pub amount: Fen,
    pub reason: RefundReason,
    pub state: RefundState,
    /// What the gateway said last, if it was no success.
    pub error: String,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
    /// Who registered that it was paid off line.
    pub offline_asked: Option<String>,
    pub offline_released: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DaySum {
    /// The Beijing day.
    pub day: Date,
    pub count: i64,
    pub amount: Fen,
}

fn payment(row: &Row) -> Result<PaymentLine> {
    let state: &str = row.get(7)?;
    Ok(PaymentLine {
        id: row.get(0)?,
        trade: row.get(1)?,
        gateway_trade: row.get(2)?,
        order: row.get(3)?,
        company: row.get(4)?,
        amount: Fen::new(row.get(5)?),
        refunded: Fen::new(row.get(6)?),
        state: AttemptState::from_code(state).ok_or_else(|| unreadable(state))?,
        created_at: moment(row.get(8)?)?,
        settled_at: row.get::<Option<i64>>(9)?.map(moment).transpose()?,
    })
}

fn refund(row: &Row) -> Result<RefundLine> {
    let (reason, state): (&str, &str) = (row.get(8)?, row.get(9)?);
    Ok(RefundLine {
        id: RefundId::new(row.get(0)?),
        attempt: AttemptId::new(row.get(1)?),
        order_id: OrderId::new(row.get(2)?),
        number: row.get(3)?,
        trade: row.get(4)?,
        order: row.get(5)?,
        company: row.get(6)?,
        amount: Fen::new(row.get(7)?),
        reason: RefundReason::from_code(reason).ok_or_else(|| unreadable(reason))?,
        state: RefundState::from_code(state).ok_or_else(|| unreadable(state))?,
        error: row.get(10)?,
        created_at: moment(row.get(11)?)?,
        updated_at: moment(row.get(12)?)?,
        offline_asked: row.get(13)?,
        offline_released: row.get(14)?,
    })
}

fn unreadable(text: &str) -> db::Error {
    db::Error::Failed(format!("stored state {text}"))
}

fn day_sum(row: &Row) -> Result<DaySum> {
    let day = date(1970, 1, 1).saturating_add(row.get::<i64>(0)?.days());
    Ok(DaySum { day, count: row.get(1)?, amount: Fen::new(row.get(2)?) })
}

fn count_and_sum(row: &Row) -> Result<(i64, Fen)> {
    Ok((row.get(0)?, Fen::new(row.get(1)?)))
}

/// Payments older than `before`, newest first.
pub fn payments(
    tx: &mut Tx,
    staff: StaffId,
    filter: &PaymentFilter,
    before: i64,
    limit: i64,
) -> Result<Vec<PaymentLine>> {
    let staff = staff.get();
    match (&filter.order, filter.day) {
        (Some(number), _) => tx.all(&PAYMENTS_ORDER, p![staff, readers(), before, limit, number], payment),
        (None, Some(day)) => {
            let (from, until) = bounds(day);
            let values = p![staff, readers(), before, limit, from.as_millisecond(), until.as_millisecond()];
            tx.all(&PAYMENTS_DAY, values, payment)
        }
        (None, None) => tx.all(&PAYMENTS, p![staff, readers(), before, limit], payment),
    }
}

/// Refunds older than `before`, newest first.
pub fn refunds(tx: &mut Tx, staff: StaffId, before: i64, limit: i64) -> Result<Vec<RefundLine>> {
    tx.all(&REFUNDS, p![staff.get(), readers(), before, limit], refund)
}

/// Refunds that changed on a Beijing day, older than `before`, newest first.
pub fn refunds_of_day(tx: &mut Tx, staff: StaffId, day: Date, before: i64, limit: i64) -> Result<Vec<RefundLine>> {
    let (from, until) = bounds(day);
    let values = p![staff.get(), readers(), before, limit, from.as_millisecond(), until.as_millisecond()];
    tx.all(&REFUNDS_DAY, values, refund)
}

/// Refunds that were refused, or whose outcome is unknown, oldest first.
pub fn open_refunds(tx: &mut Tx, staff: StaffId, limit: i64) -> Result<Vec<RefundLine>> {
    tx.all(&OPEN_REFUNDS, p![staff.get(), readers(), limit], refund)
}

pub fn get_refund(tx: &mut Tx, staff: StaffId, id: RefundId) -> Result<Option<RefundLine>> {
    tx.opt(&REFUND, p![staff.get(), readers(), id.get()], refund)
}

/// What came in since a moment, by day.
pub fn days_in(tx: &mut Tx, staff: StaffId, since: Timestamp) -> Result<Vec<DaySum>> {
    tx.all(&DAYS_IN, p![staff.get(), readers(), since.as_millisecond()], day_sum)
}

/// What went back since a moment, by day.
pub fn days_out(tx: &mut Tx, staff: StaffId, since: Timestamp) -> Result<Vec<DaySum>> {
    tx.all(&DAYS_OUT, p![staff.get(), readers(), since.as_millisecond()], day_sum)
}

pub fn open(tx: &mut Tx, staff: StaffId) -> Result<Open> {
    let who = p![staff.get(), readers()];
    Ok(Open {
        on_the_way: tx.one(&ON_THE_WAY, who, count_and_sum)?,
        stuck: tx.one(&STUCK, who, count_and_sum)?,
        cases: tx.one(&OPEN_CASES, who, |r| r.get(0))?,
        after_sale: tx.one(&AFTER_SALE, who, |r| r.get(0))?,
    })
}
