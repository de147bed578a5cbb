//! The orders under review, longest wait first, and each reviewer's tally of a day.

use crate::review::checks::CheckCount;
use crate::rights::sql::may;
use crate::stored::{from_json, moment};
use db::{Error, Result, Row, Tx, p};
use domain::id::{OrderId, ProjectId, StaffId};
use domain::order::{Review, State};
use domain::rights::Act;
use jiff::Timestamp;
use jiff::civil::Date;

/// The columns that [`waiting`] reads, of the orders under review.
macro_rules! batch {
    ($($rest:tt)*) => {
        concat!(
            "select o.id, o.number, c.name, o.project_id, o.state, o.version, o.submission, o.certificates, o.seals,
            o.status_since from orders o join company c on c.id = o.company_id where o.status = 'under_review' and ",
            may!("$1", "$5"),
            $($rest)*
        )
    };
}

db::sql! {
    BATCH = batch!(" and (o.status_since, o.id) > ($2, $3) order by o.status_since, o.id limit $4");
    BATCH_BACK = batch!(" and (o.status_since, o.id) < ($2, $3) order by o.status_since desc, o.id desc limit $4");
    COUNT = concat!("select count(*) as n from (select 1 as one from orders o
        where o.status = 'under_review' and o.status_since < $2 and ", may!("$1", "$4"), " limit $3) capped");
    CLAIMS = concat!("select o.state from orders o where o.status = 'under_review' and ", may!("$1", "$3"),
        " order by o.status_since, o.id limit $2");
    TALLY = "select approved + rejected as decided, spent_ms from review_tally where staff_id = $1 and day = $2";
    COUNT_DECISION = "insert into review_tally (staff_id, day, approved, rejected, spent_ms)
        values ($1, $2, $3, $4, $5) on conflict (staff_id, day) do update set
        approved = review_tally.approved + excluded.approved, rejected = review_tally.rejected + excluded.rejected,
        spent_ms = review_tally.spent_ms + excluded.spent_ms";
}

/// Where a page starts: the wait and the row of a neighbour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct QueuePlace {
    /// Since when it waits, epoch milliseconds.
    pub since: i64,
    pub id: OrderId,
}

/// An order that waits for review.
#[derive(Clone, Debug, PartialEq)]
pub struct QueueOrder {
    pub id: OrderId,
    /// 订单号.
    pub number: String,
    /// 企业名称.
    pub company: String,
    /// 交易平台.
    pub project: ProjectId,
    /// The claim, the payment, what the user asked for.
    pub review: Review,
    /// The version, for the buttons of the line.
    pub version: i64,
    /// How often it was submitted.
    pub submission: i64,
    /// 证书数量.
    pub certificates: i64,
    /// 签章数量.
    pub seals: i64,
    pub since: Timestamp,
    /// What the automatic checks say; empty until they were made.
    pub checked: CheckCount,
}

impl QueueOrder {
    /// Where it stands in the queue.
    pub fn place(&self) -> QueuePlace {
        QueuePlace { since: self.since.as_millisecond(), id: self.id }
    }
}

/// Up to `limit` orders that have waited less long than `place`, or, backwards, longer.
pub fn batch(tx: &mut Tx, staff: StaffId, place: QueuePlace, backwards: bool, limit: i64) -> Result<Vec<QueueOrder>> {
    let sql = if backwards { &BATCH_BACK } else { &BATCH };
    tx.all(sql, p![staff.get(), place.since, place.id.get(), limit, Act::ReadReviews.roles_text()], waiting)
}

fn waiting(row: &Row) -> Result<QueueOrder> {
    Ok(QueueOrder {
        id: OrderId::new(row.get(0)?),
        number: row.get(1)?,
        company: row.get(2)?,
        project: ProjectId::new(row.get(3)?),
        review: review(row.get(4)?)?,
        version: row.get(5)?,
        submission: row.get(6)?,
        certificates: row.get(7)?,
        seals: row.get(8)?,
        since: moment(row.get(9)?)?,
        checked: CheckCount::default(),
    })
}

fn review(state: &str) -> Result<Review> {
    match from_json(state)? {
        State::UnderReview(review) => Ok(review),
        other => Err(Error::Failed(format!("an order under review is {}", other.code().code()))),
    }
}

/// Counts at most `cap` orders that have waited since before this moment.
pub fn count(tx: &mut Tx, staff: StaffId, before: Timestamp, cap: i64) -> Result<i64> {
    tx.one(&COUNT, p![staff.get(), before.as_millisecond(), cap, Act::ReadReviews.roles_text()], |r| r.get(0))
}

/// The reviews that wait, at most `cap` of them.
pub fn claims(tx: &mut Tx, staff: StaffId, cap: i64) -> Result<Vec<Review>> {
    tx.all(&CLAIMS, p![staff.get(), cap, Act::ReadReviews.roles_text()], |r| review(r.get(0)?))
}

/// Decisions of this reviewer on a Beijing day, and the milliseconds that they took.
pub fn tally(tx: &mut Tx, staff: StaffId, day: Date) -> Result<(i64, i64)> {
    Ok(tx.opt(&TALLY, p![staff.get(), number(day)], |r| Ok((r.get(0)?, r.get(1)?)))?.unwrap_or_default())
}

/// Adds a decision to the tally.
pub fn count_decision(tx: &mut Tx, staff: StaffId, day: Date, approved: bool, spent_ms: i64) -> Result<()> {
    let values = p![staff.get(), number(day), i64::from(approved), i64::from(!approved), spent_ms];
    tx.exec(&COUNT_DECISION, values).map(drop)
}

/// 20261123, as the day of a sequence is stored.
fn number(day: Date) -> i64 {
    i64::from(day.year()) * 10_000 + i64::from(day.month()) * 100 + i64::from(day.day())
}
