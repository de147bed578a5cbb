//! What SQLite reports, in this crate's kinds of [`Error`].

use rusqlite::ErrorCode;

use crate::error::Error;

/// This crate's error for SQLite's; `what` is the statement's name.
pub(crate) fn error(what: &str, e: rusqlite::Error) -> Error {
    let text = format!("{what}: {e}");
    match e.sqlite_error_code() {
        Some(ErrorCode::ConstraintViolation) => Error::Constraint(text),
        Some(ErrorCode::DiskFull) => Error::Full(text),
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Error::Busy,
        _ => Error::Failed(text),
    }
}
