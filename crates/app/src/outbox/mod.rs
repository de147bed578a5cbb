//! The outbox: what must still happen outside, stored in the transaction that decided it. A worker claims a row by
//! lease, calls the vendor with no transaction open, and marks the row in a second transaction. Nothing is deleted
//! unsent: what fails for good lies on the dead list until staff send it again (docs/rules.md, Effects).

pub mod dead;
mod job;
pub mod store;

pub use job::{Job, JobState};

use jiff::Timestamp;

/// The column under which [`Job::TellNumber`] seals its number.
pub const NUMBER: &str = "outbox.number";

/// Stores a job under its key. A key that exists already is left alone: asked twice, it is one row.
pub fn enqueue(tx: &mut db::Tx, job: &Job, key: &str, run_at: Timestamp, now: Timestamp) -> db::Result<()> {
    let payload = serde_json::to_string(job).map_err(|e| db::Error::Failed(format!("outbox {key}: {e}")))?;
    store::insert(tx, job.kind(), key, &payload, run_at, now)
}
