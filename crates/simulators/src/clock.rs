//! The only place of this crate that reads the wall clock. A [`Clock`] can be moved forward, so that a test or a person
//! at the page may see what happens "two hours later" without waiting. Vendors print Beijing time: see [`beijing`].

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use jiff::{SignedDuration, Timestamp, civil::DateTime, tz::Offset};

/// Beijing has had no summer time since 1991, so a fixed offset is exact and needs no zone data.
pub const BEIJING: Offset = Offset::constant(8);

/// The wall clock plus an offset that all clones share.
#[derive(Debug, Clone, Default)]
pub struct Clock {
    offset_ms: Arc<AtomicI64>,
}

impl Clock {
    /// The present moment as this simulator sees it.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        let offset = SignedDuration::from_millis(self.offset_ms.load(Ordering::Relaxed));
        wall_clock().saturating_add(offset).unwrap_or(Timestamp::MAX)
    }

    /// Makes this clock and all its clones show the given moment, from which they go on.
    pub fn set(&self, moment: Timestamp) {
        let offset = moment.duration_since(wall_clock()).as_millis();
        self.offset_ms.store(i64::try_from(offset).unwrap_or(i64::MAX), Ordering::Relaxed);
    }

    /// Moves this clock and all its clones forward.
    pub fn advance(&self, by: Duration) {
        self.offset_ms.fetch_add(i64::try_from(by.as_millis()).unwrap_or(i64::MAX), Ordering::Relaxed);
    }
}

/// `2026-11-23 18:00:00` in Beijing time.
#[must_use]
pub fn beijing(at: Timestamp) -> String {
    at_beijing(at).strftime("%Y-%m-%d %H:%M:%S").to_string()
}

/// The civil date and time in Beijing.
#[must_use]
pub fn at_beijing(at: Timestamp) -> DateTime {
    BEIJING.to_datetime(at)
}

/// Reads `2026-11-23 18:00:00` as Beijing time; `None` for any other shape.
#[must_use]
pub fn from_beijing(text: &str) -> Option<Timestamp> {
    let civil = DateTime::strptime("%Y-%m-%d %H:%M:%S", text).ok()?;
    BEIJING.to_timestamp(civil).ok()
}

#[expect(clippy::disallowed_methods, reason = "the one place where a simulator reads the time")]
fn wall_clock() -> Timestamp {
    Timestamp::now()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn beijing_time_is_eight_hours_ahead_of_utc() {
        let at: Timestamp = "2026-11-23T10:00:00Z".parse().unwrap();
        assert_eq!(beijing(at), "2026-11-23 18:00:00");
        assert_eq!(from_beijing("2026-11-23 18:00:00"), Some(at));
        assert_eq!(from_beijing("2026-11-23T18:00:00"), None);
    }

    #[test]
    fn advancing_one_clone_moves_all_of_them() {
        let clock = Clock::default();
        let before = clock.now();
        clock.clone().advance(Duration::from_secs(7200));
        assert!(clock.now().duration_since(before) >= SignedDuration::from_hours(2));
    }
}
