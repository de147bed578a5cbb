//! The reviewers' desk: the queue, one order with its automatic checks and the decision, and the library of reasons.

pub mod case;
mod checks;
mod claim;
pub mod decide;
pub mod order;
mod place;
pub mod queue;
pub mod reasons;
