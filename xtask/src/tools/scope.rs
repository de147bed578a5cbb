//! What is wanted of a run of the tests.

/// How much is to be run.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// Everything but browsers and kills.
    Fast,
    Whole,
}

/// Whether something may be installed.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Install {
    Allowed,
    Forbidden,
}
