//! The tables of the review: reasons, marks, tallies, and the queue as a part of the table of orders.

pub mod mark;
pub mod note;
pub mod queue;
pub mod reason;

/// Every statement of this folder.
pub fn all() -> Vec<&'static db::Sql> {
    [mark::ALL, note::ALL, queue::ALL, reason::ALL].concat()
}
