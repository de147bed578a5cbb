//! The outside services as this system sees them. A port's methods take and return domain types, name no
//! vendor, and have no default bodies; connectors implement them, and so does the simulation.

pub mod email;
pub mod invoice;
pub mod payment;
pub mod sms;

/// What went wrong at a vendor. Only an explicit answer is a refusal; everything else is unknown.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PortError {
    /// Time-out, broken connection, an answer that could not be read or verified: it may have happened.
    /// Ask, or repeat under the same number.
    #[error("outcome unknown: {0}")]
    Unknown(String),
    /// The vendor refused for now (balance too low, throttled, system busy): the same request may succeed later.
    #[error("refused for now: {code} {message}")]
    Later {
        /// The vendor's code.
        code: String,
        /// The vendor's words.
        message: String,
    },
    /// The vendor refused for good: repeating the request changes nothing.
    #[error("refused: {code} {message}")]
    Refused {
        /// The vendor's code.
        code: String,
        /// The vendor's words.
        message: String,
    },
}
