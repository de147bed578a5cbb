//! 审核队列: what waits for review, longest wait first. The queue is short beside the table of orders, so it is read in
//! batches by a partial index and filtered here; nothing counts the whole table.

pub use super::store::queue::{QueueOrder, QueuePlace};

use super::checks::{self, CheckCount};
use super::store::queue as store;
use crate::Tx;
use crate::who::StaffUser;
use crate::{App, Error};
use domain::id::{OrderId, ProjectId, StaffId};
use domain::order::{Review, state::CLAIM_LASTS};
use domain::text::name_key;
use domain::time;
use jiff::{SignedDuration, Timestamp};

/// Rows of one page.
pub const PAGE: usize = 20;
/// Rows of one read.
const BATCH: usize = 100;
/// Reads of one page: a filter that finds little stops after so many.
const BATCHES: usize = 20;
/// Counting stops here; pages show "999+".
pub const COUNT_CAP: i64 = 1000;

/// Where a page of the queue starts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cursor {
    /// The longest waits.
    First,
    /// What has waited less long than this.
    After(QueuePlace),
    /// What has waited longer than this.
    Before(QueuePlace),
}

/// Whose claims are shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Claims {
    #[default]
    All,
    /// 没有人领取.
    Nobody,
    /// 我领取的.
    Mine,
}

/// What the page asks for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct QueueFilter {
    /// 交易平台.
    pub project: Option<ProjectId>,
    /// 领取.
    pub claims: Claims,
    /// A part of the order's number or of the company's name; empty for all.
    pub word: String,
}

/// One page of the queue.
#[derive(Clone, Debug, PartialEq)]
pub struct QueuePage {
    /// The rows.
    pub lines: Vec<QueueOrder>,
    /// Where the page before starts, if there is one.
    pub before: Option<QueuePlace>,
    /// Where the next page starts, if there is one.
    pub after: Option<QueuePlace>,
}

/// The figures above the queue.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Figures {
    /// 待审核, at most [`COUNT_CAP`].
    pub waiting: i64,
    /// What has waited longer than three quarters of the promise.
    pub late: i64,
    /// Claimed by this person.
    pub mine: i64,
    /// Decided today by this person.
    pub decided: i64,
    /// Minutes from claim to decision, on average; 0 while none was decided.
    pub minutes: i64,
}

/// A page of the queue with its checks, as this person may see it; empty for whoever does not review.
pub async fn list(app: &App, staff: &StaffUser, filter: QueueFilter, cursor: Cursor) -> Result<QueuePage, Error> {
    let (me, now) = (staff.id, app.now());
    app.read(move |tx| {
        let mut page = find(tx, me, &filter, cursor, now)?;
        for line in &mut page.lines {
            line.checked = CheckCount::of(&checks::of_order(tx, me, line.id, now)?);
        }
        Ok(page)
    })
    .await
}

/// What may be claimed next: the longest waits that nobody has and that wait for no user, first page only.
pub async fn free(app: &App, staff: &StaffUser) -> Result<Vec<QueueOrder>, Error> {
    let (me, now) = (staff.id, app.now());
    let filter = QueueFilter { claims: Claims::Nobody, ..QueueFilter::default() };
    app.read(move |tx| {
        let found = find(tx, me, &filter, Cursor::First, now)?;
        Ok(found.lines.into_iter().filter(|line| line.review.supplement.is_none()).collect())
    })
    .await
}

/// The figures above the queue.
pub async fn figures(app: &App, staff: &StaffUser) -> Result<Figures, Error> {
    let (me, now) = (staff.id, app.now());
    let late = late_before(app, now);
    let day = time::beijing(now).date();
    app.read(move |tx| {
        let (decided, spent_ms) = store::tally(tx, me, day)?;
        let claimed = store::claims(tx, me, COUNT_CAP)?;
        let mine = |review: &Review| review.claim.as_ref().is_some_and(|claim| claim.by == me && claim.until > now);
        Ok(Figures {
            waiting: store::count(tx, me, Timestamp::MAX, COUNT_CAP)?,
            late: store::count(tx, me, late, COUNT_CAP)?,
            mine: claimed.iter().filter(|review| mine(review)).count().try_into().unwrap_or(COUNT_CAP),
            decided,
            minutes: if decided == 0 { 0 } else { SignedDuration::from_millis(spent_ms / decided).as_mins() },
        })
    })
    .await
}

/// What has waited since before this moment has used up three quarters of the promise.
pub fn late_before(app: &App, now: Timestamp) -> Timestamp {
    let working = &app.settings.working;
    let promised = working.day_length() * i32::try_from(app.settings.promises.review_days).unwrap_or(i32::MAX);
    working.ago(promised * 3 / 4, now)
}

/// Counts a decision for this reviewer's day. `review`: as it stood before.
pub fn count_decision(tx: &mut Tx, by: StaffId, review: &Review, approved: bool, now: Timestamp) -> Result<(), Error> {
    let claimed = review.claim.as_ref().filter(|claim| claim.by == by);
    let begun = claimed.and_then(|claim| claim.until.checked_sub(CLAIM_LASTS).ok()).unwrap_or(now);
    let spent = now.duration_since(begun).max(SignedDuration::ZERO).min(CLAIM_LASTS);
    let millis = i64::try_from(spent.as_millis()).unwrap_or_default();
    Ok(store::count_decision(tx, by, time::beijing(now).date(), approved, millis)?)
}

fn find(tx: &mut Tx, me: StaffId, filter: &QueueFilter, cursor: Cursor, now: Timestamp) -> Result<QueuePage, Error> {
    let backwards = matches!(cursor, Cursor::Before(_));
    let mut place = match cursor {
        Cursor::First => QueuePlace { since: i64::MIN, id: OrderId::new(0) },
        Cursor::After(place) | Cursor::Before(place) => place,
    };
    let mut lines = Vec::new();
    for _ in 0..BATCHES {
        let batch = store::batch(tx, me, place, backwards, BATCH as i64)?;
        let (read, last) = (batch.len(), batch.last().map(QueueOrder::place));
        lines.extend(batch.into_iter().filter(|line| filter.keeps(line, me, now)));
        match last {
            Some(last) if read == BATCH && lines.len() <= PAGE => place = last,
            _ => break,
        }
    }
    let more = lines.len() > PAGE;
    lines.truncate(PAGE);
    if backwards {
        lines.reverse();
    }
    let (first, last) = (lines.first().map(QueueOrder::place), lines.last().map(QueueOrder::place));
    let has_before = if backwards { more } else { cursor != Cursor::First };
    let has_after = backwards || more;
    Ok(QueuePage { lines, before: first.filter(|_| has_before), after: last.filter(|_| has_after) })
}

impl QueueFilter {
    fn keeps(&self, line: &QueueOrder, me: StaffId, now: Timestamp) -> bool {
        let claim = line.review.claim.as_ref().filter(|claim| claim.until > now);
        let claims = match self.claims {
            Claims::All => true,
            Claims::Nobody => claim.is_none(),
            Claims::Mine => claim.is_some_and(|claim| claim.by == me),
        };
        let word = name_key(&self.word);
        let named = || name_key(&line.company).contains(&word) || line.number.to_lowercase().contains(&word);
        claims && self.project.is_none_or(|project| project == line.project) && (word.is_empty() || named())
    }
}
