//! How often one number may get a message: sliding windows, as the vendor counts them (protocols 3.1). A window of the
//! vendor is divided by the time scale, so that a demonstration can wait it out.

use std::collections::HashMap;

use jiff::Timestamp;

const MINUTE_MS: i64 = 60_000;
const HOUR_MS: i64 = 60 * MINUTE_MS;
const DAY_MS: i64 = 24 * HOUR_MS;

/// At most `count` messages in any `window_ms`; `name` is the vendor's word for the window.
struct Window {
    name: &'static str,
    window_ms: i64,
    count: usize,
}

/// Verification codes, per signature and number.
const CODES: [Window; 3] = [
    Window { name: "分钟", window_ms: MINUTE_MS, count: 1 },
    Window { name: "小时", window_ms: HOUR_MS, count: 5 },
    Window { name: "天", window_ms: DAY_MS, count: 10 },
];
/// Notices, per signature, template and number.
const NOTICES: [Window; 1] = [Window { name: "天", window_ms: DAY_MS, count: 50 }];

/// What is counted together.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum Counted {
    Code { sign_name: String, to: String },
    Notice { sign_name: String, template: String, to: String },
}

/// The times of the messages of the last (scaled) day.
#[derive(Debug, Default)]
pub(super) struct Limits {
    sent: HashMap<Counted, Vec<Timestamp>>,
}

impl Limits {
    /// The name of the window that is full, if one is. Does not count anything yet.
    pub(super) fn full(&self, what: &Counted, now: Timestamp, time_scale: f64) -> Option<&'static str> {
        let sent = self.sent.get(what)?;
        let windows: &[Window] = match what {
            Counted::Code { .. } => &CODES,
            Counted::Notice { .. } => &NOTICES,
        };
        windows.iter().find(|window| within(sent, now, window.window_ms, time_scale) >= window.count).map(|w| w.name)
    }

    pub(super) fn count(&mut self, what: Counted, at: Timestamp) {
        let sent = self.sent.entry(what).or_default();
        sent.retain(|before| at.as_millisecond() - before.as_millisecond() < DAY_MS);
        sent.push(at);
    }
}

fn within(sent: &[Timestamp], now: Timestamp, window_ms: i64, time_scale: f64) -> usize {
    #[expect(clippy::cast_precision_loss, reason = "a day in milliseconds is far below 2^52")]
    let age_ms = |at: &Timestamp| (now.as_millisecond() - at.as_millisecond()) as f64 * time_scale;
    #[expect(clippy::cast_precision_loss, reason = "a day in milliseconds is far below 2^52")]
    let window_ms = window_ms as f64;
    sent.iter().filter(|at| age_ms(at) < window_ms).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(ms: i64) -> Timestamp {
        Timestamp::from_millisecond(ms).unwrap()
    }

    fn code(to: &str) -> Counted {
        Counted::Code { sign_name: "澜州电子认证".into(), to: to.into() }
    }

    #[test]
    fn a_second_code_within_a_minute_is_one_too_many_and_after_it_is_not() {
        let mut limits = Limits::default();
        limits.count(code("13800000009"), at(0));
        assert_eq!(limits.full(&code("13800000009"), at(59_999), 1.0), Some("分钟"));
        assert_eq!(limits.full(&code("13800000009"), at(60_000), 1.0), None);
        assert_eq!(limits.full(&code("13800000008"), at(1), 1.0), None);
    }

    #[test]
    fn hours_and_days_slide() {
        let mut limits = Limits::default();
        for minute in 0..5 {
            limits.count(code("13800000009"), at(minute * 120_000));
        }
        assert_eq!(limits.full(&code("13800000009"), at(HOUR_MS - 1), 1.0), Some("小时"));
        assert_eq!(limits.full(&code("13800000009"), at(HOUR_MS), 1.0), None);
        for minute in 0..5 {
            limits.count(code("13800000009"), at(2 * HOUR_MS + minute * 120_000));
        }
        assert_eq!(limits.full(&code("13800000009"), at(5 * HOUR_MS), 1.0), Some("天"));
    }

    #[test]
    fn a_time_scale_of_sixty_makes_a_minute_of_a_second() {
        let mut limits = Limits::default();
        limits.count(code("13800000009"), at(0));
        assert_eq!(limits.full(&code("13800000009"), at(999), 60.0), Some("分钟"));
        assert_eq!(limits.full(&code("13800000009"), at(1_000), 60.0), None);
    }
}
