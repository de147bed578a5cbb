//! The tables of the review: reasons, notes, tallies, and the queue as a part of the table of orders.

pub mod note;
pub mod queue;
pub mod reason;

/// Every statement of this folder.
pub fn all() -> Vec<&'static db::Sql> {
    [note::ALL, queue::ALL, reason::ALL].concat()
}
