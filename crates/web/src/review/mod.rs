//! The reviewers' desk (design/staff.md): the queue, and one order with its automatic checks and the decision.

pub mod checks;
pub mod decide;
pub mod order;
pub mod queue;
