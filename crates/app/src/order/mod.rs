//! Orders: drafts, submission, review, handover, and the one function that stores a decision.
//! A state, a command or an event that is new must be thought of wherever one is told from others: no arm for the rest.
#![deny(clippy::wildcard_enum_match_arm)]

pub mod act;
pub mod application;
pub mod commit;
pub mod delivery;
pub mod draft;
pub mod handover;
pub mod offer;
pub mod overview;
pub mod query;
pub mod review;
pub mod snapshot;
pub mod store;
pub mod submit;

pub use snapshot::Snapshot;
pub use store::Stored;
