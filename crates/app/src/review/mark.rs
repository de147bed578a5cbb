//! Marks of a submission: the same person's document, the same address, found again in another company's orders.
//! A mark is a blind index: it can be compared, not read (docs/decisions/0031-marks-that-can-be-compared-not-read.md).

pub use super::store::mark::MarkKind;

use super::store::mark as store;
use crate::Tx;
use crate::order::{Snapshot, Stored};
use crate::{App, Error};
use domain::id::{CompanyId, StaffId};
use domain::order::Delivery;
use domain::text::name_key;
use jiff::{SignedDuration, Timestamp};

/// The same document in several companies is pointed out within this time.
pub const PERSON_WINDOW: SignedDuration = SignedDuration::from_hours(24 * 30);
/// Marks are kept for this time.
const KEPT: SignedDuration = SignedDuration::from_hours(24 * 365);
/// The most other companies that are named.
const NAMED: i64 = 3;

/// What may be found again: the kind and the text to compare.
fn texts(stored: &Stored, snapshot: &Snapshot) -> Vec<(MarkKind, String)> {
    let mut texts: Vec<(MarkKind, String)> =
        person_numbers(snapshot).into_iter().map(|number| (MarkKind::Person, number)).collect();
    if let Delivery::Courier(to) = &stored.order.delivery {
        texts.push((MarkKind::Address, name_key(&to.full_address())));
    }
    texts
}

/// The numbers of the identity documents of a submission, each once.
fn person_numbers(snapshot: &Snapshot) -> Vec<String> {
    let holders = snapshot.items.iter().filter_map(|item| item.holder.as_ref());
    let mut numbers: Vec<String> = holders.map(|holder| holder.id_number.clone()).collect();
    numbers.push(snapshot.profile.legal_id_number.clone());
    numbers.retain(|number| !number.is_empty());
    numbers.sort();
    numbers.dedup();
    numbers
}

/// Stores the marks of a submission. Part of the caller's transaction.
pub fn remember(tx: &mut Tx, stored: &Stored, snapshot: &Snapshot, now: Timestamp) -> Result<(), Error> {
    for (kind, text) in texts(stored, snapshot) {
        let mark = tx.blind(kind.code(), &text);
        store::insert(tx, kind, &mark, stored.order.company, stored.order.id, now)?;
    }
    Ok(())
}

/// The names of other companies that use a mark of this order, by kind; at most three of each.
pub fn elsewhere(
    tx: &mut Tx,
    staff: StaffId,
    stored: &Stored,
    snapshot: &Snapshot,
    now: Timestamp,
) -> Result<Vec<(MarkKind, Vec<String>)>, Error> {
    let mut found = Vec::new();
    for (kind, text) in texts(stored, snapshot) {
        let since = match kind {
            MarkKind::Person => now.checked_sub(PERSON_WINDOW).unwrap_or(Timestamp::MIN),
            MarkKind::Address => Timestamp::MIN,
        };
        let mark = tx.blind(kind.code(), &text);
        let own: CompanyId = stored.order.company;
        found.push((kind, store::others(tx, staff, kind, &mark, own, since, NAMED)?));
    }
    Ok(found)
}

/// Deletes the marks that nobody compares any more; returns how many.
pub async fn purge(app: &App) -> Result<u64, Error> {
    let before = app.now().checked_sub(KEPT).unwrap_or(Timestamp::MIN);
    app.write(move |tx| Ok(store::purge(tx, before)?)).await
}
