//! What a machine can say about a submitted order before a person looks (design/forms.md, section 8). No network, no
//! decision: a reviewer may approve whatever is doubted here, with a note.

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

pub use frozen::of_snapshot;

/// How a check ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Nothing to check: for reading only.
    Shown,
    /// 通过.
    Passed,
    /// 提醒: a person should look twice.
    Doubt,
    /// 不一致: two things that should agree do not.
    Differs,
}

/// One line of 逐项核对.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Check {
    /// The label.
    pub label: &'static str,
    /// What the company wrote; personal numbers are masked.
    pub value: String,
    /// What the machine says of it; may be empty.
    pub note: String,
    /// How it ended.
    pub verdict: Verdict,
}

impl Check {
    fn new(label: &'static str, value: impl Into<String>, note: impl Into<String>, verdict: Verdict) -> Check {
        Check { label, value: value.into(), note: note.into(), verdict }
    }
}

/// How many checks of an order ended in which way.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Checked {
    /// 通过.
    pub passed: usize,
    /// 提醒.
    pub doubts: usize,
    /// 不一致.
    pub differences: usize,
}

impl Checked {
    /// Counts.
    pub fn of(checks: &[Check]) -> Checked {
        let count = |verdict| checks.iter().filter(|check| check.verdict == verdict).count();
        Checked { passed: count(Verdict::Passed), doubts: count(Verdict::Doubt), differences: count(Verdict::Differs) }
    }
}

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
