//! The two ways in which a closure may use the database. Each engine sets up its connections by it.

/// What the closure may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Access {
    Read,
    Write,
}
