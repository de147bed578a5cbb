//! Moments are stored in UTC; deadlines and display follow Beijing time (hard case E25).
//! The current moment always comes in as a parameter.

use jiff::{SignedDuration, Timestamp, civil, tz::TimeZone};

/// China has used one offset without summer time since 1991.
fn beijing_zone() -> TimeZone {
    TimeZone::fixed(jiff::tz::offset(8))
}

/// The Beijing calendar time of a moment.
pub fn beijing(at: Timestamp) -> civil::DateTime {
    beijing_zone().to_datetime(at)
}

/// The first moment of a Beijing day.
pub fn beijing_midnight(day: civil::Date) -> Timestamp {
    beijing_zone().to_timestamp(day.to_datetime(civil::Time::midnight())).unwrap_or(Timestamp::MAX)
}

/// `2026-11-23 09:12`.
pub fn minute_text(at: Timestamp) -> String {
    beijing(at).strftime("%Y-%m-%d %H:%M").to_string()
}

/// `2026-11-23 09:12:31`, as Alipay and invoices write it.
pub fn second_text(at: Timestamp) -> String {
    beijing(at).strftime("%Y-%m-%d %H:%M:%S").to_string()
}

/// `2026-11-23`.
pub fn day_text(at: Timestamp) -> String {
    beijing(at).strftime("%Y-%m-%d").to_string()
}

/// `11-23 09:12`, for lists.
pub fn short_text(at: Timestamp) -> String {
    beijing(at).strftime("%m-%d %H:%M").to_string()
}

/// Reads `2026-11-23 09:12:31` as Beijing time.
pub fn from_second_text(text: &str) -> Option<Timestamp> {
    let local = civil::DateTime::strptime("%Y-%m-%d %H:%M:%S", text).ok()?;
    beijing_zone().to_timestamp(local).ok()
}

/// Reads a day as people type it: `2026-11-01`, `2026/11/1`, `2026.11.1`, `20261101`, `2026年11月1日`.
pub fn parse_day(text: &str) -> Option<civil::Date> {
    let text = text.trim();
    if text.len() == 8 && text.bytes().all(|b| b.is_ascii_digit()) {
        return civil::Date::strptime("%Y%m%d", text).ok();
    }
    let parts: Vec<&str> = text.trim_end_matches('日').split(['-', '/', '.', '年', '月']).collect();
    let [year, month, day] = parts.as_slice() else { return None };
    if year.len() != 4 {
        return None;
    }
    civil::Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()
}

/// So many days of 24 hours later.
pub fn days_after(at: Timestamp, days: i64) -> Timestamp {
    after(at, SignedDuration::from_hours(24 * days))
}

/// A later moment; stays at the end of time rather than overflowing.
pub fn after(at: Timestamp, by: SignedDuration) -> Timestamp {
    at.saturating_add(by).unwrap_or(Timestamp::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_read_as_people_type_them() {
        let day = civil::date(2026, 11, 1);
        for text in ["2026-11-01", "2026/11/1", " 20261101 ", "2026.11.1", "2026年11月1日"] {
            assert_eq!(parse_day(text), Some(day), "{text}");
        }
        for text in ["", "2026-13-01", "2026-02-30", "26-1-1", "2026-11", "abc", "2026--1"] {
            assert_eq!(parse_day(text), None, "{text}");
        }
    }

    #[test]
    fn display_is_beijing_time() {
        let at: Timestamp = "2026-11-22T16:30:05Z".parse().expect("a moment");
        assert_eq!(second_text(at), "2026-11-23 00:30:05");
        assert_eq!(from_second_text("2026-11-23 00:30:05"), Some(at));
        assert_eq!(beijing_midnight(civil::date(2026, 11, 23)), "2026-11-22T16:00:00Z".parse().expect("a moment"));
    }
}
