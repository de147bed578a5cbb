//! The clock, as a parameter. The only place that may read the real one is the wiring of the server.

use jiff::Timestamp;

/// Tells the time.
pub trait Clock: Send + Sync {
    /// The current moment, UTC.
    fn now(&self) -> Timestamp;
}

impl<F: Fn() -> Timestamp + Send + Sync> Clock for F {
    fn now(&self) -> Timestamp {
        self()
    }
}
