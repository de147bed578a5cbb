//! What a machine can say about a submitted order before a person looks. No network, no decision: a reviewer may
//! approve whatever is doubted here, with a note.

mod check;
mod elsewhere;
mod frozen;

use crate::Error;
use crate::Tx;
use crate::company::{self, Company};
use crate::order::Snapshot;
use crate::order::store as orders;
use domain::id::{OrderId, StaffId};
use domain::time;
use jiff::Timestamp;

pub use check::{Check, CheckCount, Verdict};
pub use frozen::of_snapshot;

/// The checks of the current submission of an order, for a reviewer. Empty if it was never submitted.
pub fn of_order(tx: &mut Tx, staff: StaffId, order: OrderId, now: Timestamp) -> Result<Vec<Check>, Error> {
    let Some(stored) = orders::by_id(tx, order)? else { return Ok(Vec::new()) };
    let Some(snapshot) = orders::snapshot(tx, order, stored.order.submission)? else { return Ok(Vec::new()) };
    let company = company::store::get(tx, stored.order.company)?.ok_or(Error::NotFound)?;
    let mut checks = of_snapshot(&snapshot, time::beijing(now).date());
    checks.push(registered_mobile(&snapshot, &company));
    checks.extend(elsewhere::of_order(tx, staff, &stored, &snapshot, now)?);
    Ok(checks)
}

fn registered_mobile(snapshot: &Snapshot, company: &Company) -> Check {
    let mobile = &snapshot.contact.mobile;
    if *mobile == company.mobile {
        Check::new("手机号", mobile.masked(), "与注册手机号相同", Verdict::Passed)
    } else {
        let note = format!("与注册手机号 {} 不同", company.mobile.masked());
        Check::new("手机号", mobile.masked(), note, Verdict::Doubt)
    }
}

#[cfg(test)]
mod tests;
