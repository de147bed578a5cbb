//! The checks that look at other orders: the same document or address in another company, a second seal.

use super::check::{Check, Verdict};
use crate::Error;
use crate::Tx;
use crate::order::{Snapshot, Stored};
use crate::review::mark;
use crate::review::store::mark as store;
use crate::review::store::mark::MarkKind;
use domain::id::StaffId;
use jiff::Timestamp;

/// The lines, for the current submission of an order.
pub fn of_order(
    tx: &mut Tx,
    staff: StaffId,
    stored: &Stored,
    snapshot: &Snapshot,
    now: Timestamp,
) -> Result<Vec<Check>, Error> {
    let mut persons: Option<Vec<String>> = None;
    let mut checks = Vec::new();
    for (kind, names) in mark::elsewhere(tx, staff, stored, snapshot, now)? {
        match kind {
            MarkKind::Person => persons.get_or_insert_default().extend(names),
            MarkKind::Address => checks.push(line("收件地址", names, "其他企业没有用过这个地址")),
        }
    }
    if let Some(mut names) = persons {
        names.sort();
        names.dedup();
        checks.insert(0, line("证件号码", names, "近 30 天未在其他企业出现"));
    }
    checks.extend(seal(tx, stored)?);
    Ok(checks)
}

fn line(label: &'static str, names: Vec<String>, clean: &str) -> Check {
    if names.is_empty() {
        Check::new(label, "没有重复", clean, Verdict::Passed)
    } else {
        Check::new(label, "有重复", format!("也出现在：{}", names.join("、")), Verdict::Doubt)
    }
}

/// A seal although the company has one already (E22).
fn seal(tx: &mut Tx, stored: &Stored) -> Result<Option<Check>, Error> {
    let seals = stored.draft.seals();
    if seals == 0 {
        return Ok(None);
    }
    let value = format!("{seals} 枚");
    let before = store::sealed_before(tx, stored.order.company, stored.order.id)?;
    Ok(Some(match before {
        None => Check::new("签章", value, "主锁尚无签章", Verdict::Passed),
        Some(number) => Check::new("签章", value, format!("订单 {number} 已办过签章"), Verdict::Doubt),
    }))
}
