//! 工作台: what waits for whom, with its age, and what is overdue by what users were promised. Every figure is bounded:
//! a partial index is read up to a cap, no table is counted.

mod backlog;
pub mod store;

pub use backlog::{Backlog, BacklogCount, COUNT_CAP};

use crate::who::StaffUser;
use crate::{App, Error};
use jiff::{SignedDuration, Timestamp};

/// What waits, as this person may see it. The role and the outlet are judged in each statement as well.
pub async fn waiting(app: &App, staff: &StaffUser) -> Result<Vec<BacklogCount>, Error> {
    let (me, role, now) = (staff.id, staff.role, app.now());
    let (review_due, ship_due) = (due_before(app, app.settings.promises.review_days, now), {
        due_before(app, app.settings.promises.ship_days, now)
    });
    app.read(move |tx| {
        let mut waiting = Vec::new();
        for backlog in Backlog::of(role) {
            let due = match backlog {
                Backlog::Review => review_due,
                Backlog::Ship | Backlog::Pickup => ship_due,
                _ => Timestamp::MIN,
            };
            waiting.push(store::waiting(tx, me, backlog, due, COUNT_CAP)?);
        }
        Ok(waiting)
    })
    .await
}

/// What began before this moment has outlasted a promise of so many working days.
pub fn due_before(app: &App, days: u32, now: Timestamp) -> Timestamp {
    let working = &app.settings.working;
    let promised: SignedDuration = working.day_length() * i32::try_from(days).unwrap_or(i32::MAX);
    working.ago(promised, now)
}
