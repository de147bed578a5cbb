//! The real clock and the real dice: the only place of the server that may reach for them.

use app::chance::Chance;
use jiff::Timestamp;
use ring::rand::{SecureRandom, SystemRandom};

/// The operating system's clock, in whole milliseconds: what is stored and what is compared are the same moment.
#[allow(clippy::disallowed_methods)] // the one place that wires the real clock
pub fn now() -> Timestamp {
    let now = Timestamp::now();
    Timestamp::from_millisecond(now.as_millisecond()).unwrap_or(now)
}

/// The operating system's randomness.
pub struct Dice(SystemRandom);

impl Dice {
    /// Ready to fill.
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
