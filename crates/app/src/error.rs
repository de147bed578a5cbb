//! How a use case ends when it does not end well. Three kinds: the person can correct it (`Fields`), the rules say no
//! (`Refused`, `Stale`, `NotFound`, `Limited`, `Denied`), or we or a vendor failed (`Busy`, `Unknown`, `Fault`). Only the
//! third kind is logged, with its causes; the page shows an incident number and nothing else of it.

use crate::fault::{Fault, because};
use domain::field::FieldErrors;
use domain::order::Refusal;
use jiff::Timestamp;

/// Why a use case did not do what was asked. Nothing was changed, unless the variant says otherwise.
#[derive(Clone, Debug, thiserror::Error)]
pub enum Error {
    /// The form has mistakes; each is told beside its field.
    #[error("{} fields need correction", .0.len())]
    Fields(FieldErrors),
    /// The rules say no.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The page was older than the order: somebody (the same person in another tab, staff, the gateway) was faster.
    #[error("version {seen} was shown, the order is at {current}")]
    Stale {
        /// The version that the page showed.
        seen: i64,
        /// The version now.
        current: i64,
    },
    /// There is no such thing, or it belongs to somebody else: the two cannot be told apart.
    #[error("not found")]
    NotFound,
    /// Too often. The sentence says when to try again.
    #[error("limited until {until}")]
    Limited {
        /// When it will be accepted again.
        until: Timestamp,
        /// What was asked too often.
        what: &'static str,
    },
    /// Not allowed for this person: a sentence for the page.
    #[error("denied: {0}")]
    Denied(&'static str),
    /// Too much at once; come back in a few seconds.
    #[error("busy")]
    Busy,
    /// COMMIT was sent and nobody heard whether it happened. Look before it is done again.
    #[error("it is not known whether it was stored{}", because(.0))]
    Unknown(#[source] db::Error),
    /// We or a vendor failed.
    #[error(transparent)]
    Fault(#[from] Fault),
}

impl From<FieldErrors> for Error {
    fn from(errors: FieldErrors) -> Error {
        Error::Fields(errors)
    }
}

impl From<db::Error> for Error {
    fn from(error: db::Error) -> Error {
        match error {
            db::Error::Busy => Error::Busy,
            unknown @ db::Error::Unknown(_) => Error::Unknown(unknown),
            other => Error::Fault(Fault::Database(other)),
        }
    }
}
