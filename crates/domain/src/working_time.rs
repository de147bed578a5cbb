//! Working time: the hours in which the office works, so that an age or a promise counts what a person could have done.
//! Weekends rest, public holidays rest, and some weekends work in their place; the operator lists both.

use crate::time::beijing;
use jiff::civil::{Date, Time, Weekday};
use jiff::{SignedDuration, Timestamp, ToSpan};
use std::collections::BTreeSet;

/// Nobody asks for more: an age beyond this is shown as this.
const DAYS_MAX: usize = 400;

/// When the office works, in Beijing time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WorkingTime {
    /// Of every working day, in order, not overlapping.
    hours: Vec<(Time, Time)>,
    /// Days of the week that rest all the same.
    holidays: BTreeSet<Date>,
    /// Saturdays and Sundays that work.
    extra_days: BTreeSet<Date>,
}

impl Default for WorkingTime {
    /// 9:00–12:00 and 13:30–17:30, as the foot of every page says; no holidays known.
    fn default() -> WorkingTime {
        let at = |hour, minute| Time::constant(hour, minute, 0, 0);
        let hours = vec![(at(9, 0), at(12, 0)), (at(13, 30), at(17, 30))];
        WorkingTime { hours, holidays: BTreeSet::new(), extra_days: BTreeSet::new() }
    }
}

impl WorkingTime {
    /// Reads `9:00-12:00,13:30-17:30`. `None` if a part is unreadable, empty, or not after the one before.
    pub fn parse_hours(text: &str) -> Option<Vec<(Time, Time)>> {
        let mut hours: Vec<(Time, Time)> = Vec::new();
        for part in text.split([',', '，']) {
            let (from, until) = part.trim().split_once(['-', '–'])?;
            let (from, until) = (clock(from)?, clock(until)?);
            if until <= from || hours.last().is_some_and(|(_, before)| from < *before) {
                return None;
            }
            hours.push((from, until));
        }
        Some(hours)
    }

    /// The hours of each day, the days that rest, and the weekends that work.
    pub fn new(
        hours: Vec<(Time, Time)>,
        holidays: impl IntoIterator<Item = Date>,
        extra_days: impl IntoIterator<Item = Date>,
    ) -> WorkingTime {
        WorkingTime { hours, holidays: holidays.into_iter().collect(), extra_days: extra_days.into_iter().collect() }
    }

    /// True on a day on which the office works.
    pub fn works_on(&self, day: Date) -> bool {
        let weekend = matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday);
        if weekend { self.extra_days.contains(&day) } else { !self.holidays.contains(&day) }
    }

    /// The hours of one working day.
    pub fn day_length(&self) -> SignedDuration {
        self.hours.iter().map(|(from, until)| until.duration_since(*from)).sum()
    }

    /// The time worked between two moments; zero if the second is not after the first.
    pub fn worked(&self, from: Timestamp, until: Timestamp) -> SignedDuration {
        let (from, until) = (beijing(from), beijing(until));
        let mut total = SignedDuration::ZERO;
        if until <= from {
            return total;
        }
        for day in from.date().series(1.day()).take(DAYS_MAX).take_while(|day| *day <= until.date()) {
            if self.works_on(day) {
                let begin = if day == from.date() { from.time() } else { Time::MIN };
                let end = if day == until.date() { until.time() } else { Time::MAX };
                total += self.within(begin, end);
            }
        }
        total
    }

    fn within(&self, begin: Time, end: Time) -> SignedDuration {
        let part = |(from, until): &(Time, Time)| {
            let (from, until) = ((*from).max(begin), (*until).min(end));
            if until > from { until.duration_since(from) } else { SignedDuration::ZERO }
        };
        self.hours.iter().map(part).sum()
    }

    /// `1 天 6 时`, `7 时 40 分`, `15 分`: an age in working days and hours.
    pub fn text(&self, age: SignedDuration) -> String {
        let day = self.day_length().as_mins().max(1);
        let minutes = age.as_mins().max(0);
        let (days, hours, rest) = (minutes / day, minutes % day / 60, minutes % day % 60);
        match (days, hours) {
            (0, 0) => format!("{rest} 分"),
            (0, _) => format!("{hours} 时 {rest} 分"),
            _ => format!("{days} 天 {hours} 时"),
        }
    }

    /// The last working day that a promise of so many working days allows, counted from the day after `since`.
    pub fn promised_day(&self, since: Timestamp, days: u32) -> Date {
        let mut day = beijing(since).date();
        let mut left = days;
        for _ in 0..DAYS_MAX {
            if left == 0 {
                break;
            }
            day = day.saturating_add(1.day());
            if self.works_on(day) {
                left -= 1;
            }
        }
        day
    }

    /// The moment up to which `worked` has passed `age` by `now`: what began before it is older than `age`.
    pub fn ago(&self, age: SignedDuration, now: Timestamp) -> Timestamp {
        let (mut low, mut high) = (now.saturating_sub(SignedDuration::from_hours(24 * 60)).unwrap_or(now), now);
        while high.duration_since(low) > SignedDuration::from_secs(1) {
            let middle = low.saturating_add(high.duration_since(low) / 2).unwrap_or(high);
            if self.worked(middle, now) > age { low = middle } else { high = middle }
        }
        low
    }
}

fn clock(text: &str) -> Option<Time> {
    let (hour, minute) = text.trim().split_once(':')?;
    Time::new(hour.parse().ok()?, minute.parse().ok()?, 0, 0).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::from_second_text;
    use jiff::civil::date;

    fn at(text: &str) -> Timestamp {
        from_second_text(&format!("{text}:00")).unwrap()
    }

    fn worked(from: &str, until: &str) -> String {
        let time = WorkingTime::new(
            WorkingTime::default().hours,
            [date(2026, 10, 1), date(2026, 10, 2)],
            [date(2026, 10, 10)],
        );
        time.text(time.worked(at(from), at(until)))
    }

    #[test]
    fn only_hours_of_working_days_count() {
        for (from, until, text) in [
            ("2026-11-23 09:12", "2026-11-23 09:27", "15 分"),
            ("2026-11-23 11:30", "2026-11-23 14:00", "1 时 0 分"), // noon rests
            ("2026-11-23 17:00", "2026-11-24 09:30", "1 时 0 分"), // the night too
            ("2026-11-20 17:00", "2026-11-23 10:00", "1 时 30 分"), // Friday to Monday
            ("2026-11-20 09:00", "2026-11-23 15:30", "1 天 5 时"),
            ("2026-11-21 10:00", "2026-11-22 18:00", "0 分"),
            ("2026-11-23 10:00", "2026-11-23 09:00", "0 分"),
            ("2026-09-30 17:00", "2026-10-05 09:30", "1 时 0 分"), // two holidays and a weekend
            ("2026-10-09 17:00", "2026-10-10 10:00", "1 时 30 分"), // a Saturday that works
        ] {
            assert_eq!(worked(from, until), text, "{from} – {until}");
        }
    }

    #[test]
    fn hours_are_read_as_the_operator_writes_them() {
        assert_eq!(WorkingTime::parse_hours("9:00-12:00,13:30-17:30"), Some(WorkingTime::default().hours));
        assert_eq!(WorkingTime::parse_hours(" 08:30–17:00 ").map(|hours| hours.len()), Some(1));
        for bad in ["", "9-17", "12:00-9:00", "9:00-12:00,11:00-17:00", "9:00-25:00", "9:00-9:00"] {
            assert_eq!(WorkingTime::parse_hours(bad), None, "{bad}");
        }
    }

    #[test]
    fn a_promise_skips_what_rests() {
        let time = WorkingTime::new(WorkingTime::default().hours, [date(2026, 11, 24)], []);
        for (since, day) in [
            ("2026-11-19 23:59", date(2026, 11, 23)),
            ("2026-11-20 09:00", date(2026, 11, 25)),
            ("2026-11-23 09:00", date(2026, 11, 26)),
        ] {
            assert_eq!(time.promised_day(at(since), 2), day, "{since}");
        }
    }

    #[test]
    fn what_began_before_a_moment_ago_is_older() {
        let time = WorkingTime::default();
        let (now, age) = (at("2026-11-23 10:30"), SignedDuration::from_hours(10));
        let then = time.ago(age, now);
        assert!(time.worked(then, now) > age);
        let later = then.saturating_add(SignedDuration::from_secs(2)).unwrap();
        assert!(time.worked(later, now) <= age);
        assert_eq!(crate::time::minute_text(then), "2026-11-19 15:59");
    }
}
