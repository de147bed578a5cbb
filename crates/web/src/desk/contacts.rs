//! What the desk says of the contacts of a pickup.

use app::desk::store::ContactEntry;
use app::order::query::OrderLine;
use domain::order::{Handover, State as OrderState};
use domain::outlet::{Appointment, ContactResult};
use domain::time;
use jiff::Timestamp;
use std::collections::HashMap;

/// What was said, in a list or in the log.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ContactLine {
    /// `11-21 10:05`.
    pub when: String,
    /// Class of the style sheet.
    pub class: &'static str,
    pub what: String,
    /// Who, how and when.
    pub sub: String,
}

/// The last contact of each order.
#[derive(Clone, Default)]
pub struct Contacts {
    last: HashMap<String, (ContactLine, i64)>,
    now: Timestamp,
}

impl Contacts {
    /// By number; with how often nobody answered.
    pub fn of(last: Vec<(String, ContactEntry, i64)>, now: Timestamp) -> Contacts {
        let last = last.into_iter().map(|(number, contact, unanswered)| (number, (spoken(&contact), unanswered)));
        Contacts { last: last.collect(), now }
    }

    /// What the list says of an order.
    pub fn about(&self, line: &OrderLine) -> ContactLine {
        if let Some((last, unanswered)) = self.last.get(&line.number) {
            let again = last.class == "warn" && *unanswered > 1;
            let what = if again { format!("{} {unanswered} 次", last.what) } else { last.what.clone() };
            return ContactLine { what, ..last.clone() };
        }
        match &line.state {
            OrderState::Processing { handover: Handover::Ready { since }, .. } => {
                let days = self.now.duration_since(*since).as_hours() / 24;
                let sub = if days > 0 { format!("已等 {days} 天") } else { "今天到货".to_owned() };
                ContactLine { class: "bad", what: "还没有联系".to_owned(), sub, when: String::new() }
            }
            _ => ContactLine { what: "—".to_owned(), ..ContactLine::default() },
        }
    }
}

/// One contact in words.
pub fn spoken(contacted: &ContactEntry) -> ContactLine {
    let contact = &contacted.contact;
    let what = match contact.appointment.map(Appointment::sentence) {
        Some(time) => format!("约好 {time}"),
        None => contact.result.title().to_owned(),
    };
    let class = match contact.result {
        ContactResult::NoAnswer => "warn",
        ContactResult::WrongNumber => "bad",
        ContactResult::Agreed | ContactResult::Told => "",
    };
    let note = if contact.note.is_empty() { String::new() } else { format!("，{}", contact.note) };
    let when = time::short_text(contacted.at);
    let sub = format!("{when} {} {}{note}", contacted.staff, contact.way.title());
    ContactLine { when, class, what, sub }
}

/// A log with one entry.
#[cfg(test)]
pub fn sample_spoken() -> ContactLine {
    spoken(&sample_contacted())
}

/// The last contact of the sample order.
#[cfg(test)]
pub fn sample_contacts() -> Contacts {
    let number = crate::orders::sample::number().to_string();
    Contacts::of(vec![(number, sample_contacted(), 2)], crate::orders::sample::now())
}

#[cfg(test)]
pub fn sample_contacted() -> ContactEntry {
    use domain::outlet::ContactWay;
    let contact = domain::outlet::LoggedContact {
        way: ContactWay::Phone,
        result: ContactResult::NoAnswer,
        appointment: None,
        note: String::new(),
    };
    ContactEntry { staff: "许南乔".into(), contact, at: crate::orders::sample::at("2026-11-22 15:40:00") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::orders::sample;

    #[test]
    fn the_list_counts_unanswered_calls_and_how_long_nobody_has_called() {
        let line = sample::line(sample::processing(Handover::Ready { since: sample::at("2026-11-20 09:00:00") }));
        let told = sample_contacts().about(&line);
        assert_eq!((told.what.as_str(), told.class), ("没有接通 2 次", "warn"));
        let silent = Contacts::of(Vec::new(), sample::now()).about(&line);
        assert_eq!((silent.what.as_str(), silent.sub.as_str()), ("还没有联系", "已等 3 天"));
    }
}
