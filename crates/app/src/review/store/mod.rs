//! The tables of the review: reasons, tallies, and the queue as a part of the table of orders.

pub mod queue;
pub mod reason;

/// Every statement of this folder.
pub fn all() -> Vec<&'static db::Sql> {
    [queue::ALL, reason::ALL].concat()
}
