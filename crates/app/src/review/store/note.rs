//! What reviewers write down for colleagues.

use db::{Result, Tx, p};
use domain::id::{OrderId, StaffId};
use jiff::Timestamp;

db::sql! {
    ADD = "insert into review_note (order_id, version, staff_id, note, at) values ($1, $2, $3, $4, $5)";
    OF_ORDER = "select s.name, n.note, n.at from review_note n join staff s on s.id = n.staff_id where n.order_id = $1
        order by n.version desc";
}

/// A note with its author's name and its time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    pub by: String,
    pub text: String,
    pub at: Timestamp,
}

/// Adds the note of a decision, which led to this version.
pub fn add(tx: &mut Tx, order: OrderId, version: i64, by: StaffId, note: &str, now: Timestamp) -> Result<()> {
    tx.exec(&ADD, p![order.get(), version, by.get(), note, now.as_millisecond()]).map(drop)
}

/// The notes of an order that staff may see, newest first.
pub fn of_order(tx: &mut Tx, order: OrderId) -> Result<Vec<Note>> {
    tx.all(&OF_ORDER, p![order.get()], |r| {
        Ok(Note { by: r.get(0)?, text: r.get(1)?, at: crate::stored::moment(r.get(2)?)? })
    })
}
