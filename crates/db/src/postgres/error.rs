//! What PostgreSQL and its client report, in this crate's kinds of [`Error`].

use crate::error::Error;

/// This crate's error for PostgreSQL's; `what` is the statement's name.
pub(super) fn error(what: &str, e: &postgres::Error) -> Error {
    let text = match (e.as_db_error(), std::error::Error::source(e)) {
        (Some(told), _) => format!("{what}: {}", told.message()),
        (None, Some(source)) => format!("{what}: {e}: {source}"),
        (None, None) => format!("{what}: {e}"),
    };
    match e.code().map(|code| code.code()) {
        Some("40001" | "40P01") => Error::Conflict(text),
        Some("53100") => Error::Full(text),
        Some("55P03") => Error::Busy,
        Some(code) if code.starts_with("23") => Error::Constraint(text),
        _ => Error::Failed(text),
    }
}
