//! What can go wrong, in the few kinds that a caller can act on. Texts begin with the statement's name.

/// A failure of the database layer. Cloned freely: one failed COMMIT answers a whole batch.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// A unique, foreign key, NOT NULL or CHECK constraint refused the statement.
    #[error("constraint: {0}")]
    Constraint(String),
    /// A serialisation failure or a deadlock that was still there after the retries.
    #[error("conflict: {0}")]
    Conflict(String),
    /// The queue was full, or a lock was held, for too long: answer 503 with Retry-After.
    #[error("the database is busy")]
    Busy,
    /// COMMIT was sent and the connection died: the work may or may not have happened.
    #[error("outcome unknown: {0}")]
    Unknown(String),
    /// `one` found no row; the statement's name.
    #[error("{0}: no row")]
    NoRow(&'static str),
    /// The closure panicked; its work was rolled back.
    #[error("panic in a database closure: {0}")]
    Panic(String),
    /// The disk, or the configured size of the database, is full.
    #[error("full: {0}")]
    Full(String),
    /// The database does not fit this program: newer, changed, foreign, or not a database. One sentence for an operator.
    #[error("{0}")]
    Schema(String),
    /// Anything else: a lost connection, a wrong statement, a column of an unexpected type.
    #[error("{0}")]
    Failed(String),
}

/// `Result` with this crate's [`Error`] unless another is named.
pub type Result<T, E = Error> = std::result::Result<T, E>;
