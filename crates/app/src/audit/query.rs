//! The page 审计: the trail, newest first, by keyset, filtered by action, person and Beijing day. Reading only.

pub use super::store::TrailLine;

use super::{Action, store};
use crate::who::StaffUser;
use crate::{App, Error};
use domain::rights::Act;
use domain::time::beijing_midnight;
use jiff::civil::Date;

/// Rows of one page.
pub const PAGE: i64 = 50;

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    pub action: Option<Action>,
    /// Only the person of this name.
    pub person: Option<String>,
    /// Only this Beijing day.
    pub day: Option<Date>,
}

/// Rows before place `below` (all, if none is given), and the place from which the next page goes on.
///
/// # Errors
/// `NotFound` for staff who are not auditors.
pub async fn list(
    app: &App,
    staff: &StaffUser,
    filter: Filter,
    below: Option<i64>,
) -> Result<(Vec<TrailLine>, Option<i64>), Error> {
    if !staff.may(Act::ReadAudit) {
        return Err(Error::NotFound);
    }
    app.read(move |tx| {
        let Some((from, until)) = places(tx, filter.day)? else { return Ok((Vec::new(), None)) };
        let range = store::TrailRange { below: below.map_or(until, |below| below.min(until)), from };
        let mut rows = store::older(tx, range, filter.action.map(Action::code), filter.person.as_deref(), PAGE + 1)?;
        let more = rows.len() > PAGE as usize;
        rows.truncate(PAGE as usize);
        let next = rows.last().filter(|_| more).map(|row| row.seq);
        Ok((rows, next))
    })
    .await
}

/// The first place of a day, and the first after it; rows are written in the order of their moments.
fn places(tx: &mut db::Tx, day: Option<Date>) -> Result<Option<(i64, i64)>, Error> {
    let Some(day) = day else { return Ok(Some((0, i64::MAX))) };
    let Ok(next) = day.tomorrow() else { return Ok(None) };
    let from = store::first_since(tx, beijing_midnight(day))?;
    let last = store::last_before(tx, beijing_midnight(next))?;
    Ok(from.zip(last).map(|(from, last)| (from, last.saturating_add(1))))
}
