//! The clock, as a parameter. The only place that may read the real one is the wiring of the server.

use jiff::Timestamp;

pub trait Clock: Send + Sync {
    /// The current moment, UTC: what is shown, printed and sent.
    fn now(&self) -> Timestamp;

    /// The moment by which sessions, codes and limits are judged. It runs like [`Clock::now`], but when that one jumps
    /// (somebody sets the machine's clock), this one does not: no wait becomes shorter and no code lives longer.
    fn steady(&self) -> Timestamp;
}

/// One moment by both of its names.
#[derive(Clone, Copy, Debug)]
pub struct Times {
    /// [`Clock::now`]: for records and for the outbox.
    pub wall: Timestamp,
    /// [`Clock::steady`]: for codes, sessions and limits.
    pub steady: Timestamp,
}

impl<F: Fn() -> Timestamp + Send + Sync> Clock for F {
    fn now(&self) -> Timestamp {
        self()
    }

    fn steady(&self) -> Timestamp {
        self()
    }
}
