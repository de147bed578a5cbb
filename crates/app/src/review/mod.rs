//! What reviewers work with: the queue with its ages, the automatic checks, the library of reasons. The decisions
//! themselves stand in `order::review`; nothing here changes an order.

pub mod checks;
pub mod desk;
pub mod mark;
pub mod queue;
pub mod reason;
pub mod store;
