//! The real clock and the real dice: the only place of the server that may reach for them.

use app::chance::Chance;
use app::clock::Clock;
use jiff::{SignedDuration, Timestamp};
use ring::rand::{SecureRandom, SystemRandom};
use std::time::Instant;

/// The machine's clock. Its steady time starts as the wall's and then counts by itself: whoever sets the clock while the
/// program runs moves no limit. A new start takes the wall's time as it is then.
pub struct MachineClock {
    started_at: Timestamp,
    started: Instant,
}

impl MachineClock {
    /// Starts counting.
    #[allow(clippy::disallowed_methods)] // the one place that wires the real clock
    pub fn new() -> MachineClock {
        MachineClock { started_at: wall(), started: Instant::now() }
    }
}

impl Clock for MachineClock {
    fn now(&self) -> Timestamp {
        wall()
    }

    fn steady(&self) -> Timestamp {
        let passed = SignedDuration::try_from(self.started.elapsed()).unwrap_or(SignedDuration::MAX);
        whole_milliseconds(domain::time::after(self.started_at, passed))
    }
}

#[allow(clippy::disallowed_methods)] // the one place that wires the real clock
fn wall() -> Timestamp {
    whole_milliseconds(Timestamp::now())
}

/// What is stored and what is compared are the same moment.
fn whole_milliseconds(at: Timestamp) -> Timestamp {
    Timestamp::from_millisecond(at.as_millisecond()).unwrap_or(at)
}

/// The operating system's randomness.
pub struct Dice(SystemRandom);

impl Dice {
    #[allow(clippy::disallowed_methods)] // the one place that wires the real dice
    pub fn new() -> Dice {
        Dice(SystemRandom::new())
    }
}

impl Chance for Dice {
    fn fill(&self, buffer: &mut [u8]) {
        self.0.fill(buffer).expect("the operating system gives random bytes");
    }
}
