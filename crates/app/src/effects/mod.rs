//! Carries out what the outbox holds. Each handler calls its vendor with no transaction open and brings the outcome back
//! as a fact; it decides nothing about an order.

mod invoice;
mod mail;
mod orders;
mod recover;
mod refund;
mod sms;
mod trade;
pub mod worker;

use crate::Error;
use crate::ports::PortError;
use jiff::{SignedDuration, Timestamp};

/// What a worker does with a row after its handler came back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    Done,
    /// To be looked at again at this moment; nothing went wrong.
    Again(Timestamp),
    /// It went wrong and may go right later.
    Retry(String),
    /// It will never go right by itself: the dead list, where staff see it.
    Dead(String),
}

/// After so long without an answer about money finance is told (E10).
const PATIENCE: SignedDuration = SignedDuration::from_hours(24);

/// After so many tries a row that keeps failing is given up to the dead list: about nineteen hours of pauses.
pub const MAX_TRIES: i64 = 30;

/// The pause before the next try: 2 s, 4 s, 8 s … at most an hour.
pub fn pause(attempts: i64) -> SignedDuration {
    let exponent = u32::try_from(attempts.clamp(1, 12)).unwrap_or(12);
    SignedDuration::from_secs(2_i64.pow(exponent).min(3600))
}

/// A vendor's error as an outcome, where unknown and "later" both mean: try again under the same number.
fn try_again(error: &PortError) -> Outcome {
    match error {
        PortError::Unknown(_) | PortError::Later { .. } => Outcome::Retry(error.to_string()),
        PortError::Refused { .. } => Outcome::Dead(error.to_string()),
    }
}

/// Our own error as an outcome: a row that is gone will not come back, anything else may.
fn ours(error: &Error) -> Outcome {
    match error {
        Error::NotFound => Outcome::Dead(error.to_string()),
        other => Outcome::Retry(other.to_string()),
    }
}

#[cfg(test)]
mod gateway_tests;
#[cfg(test)]
mod tests;
