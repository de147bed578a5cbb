//! 登记联系: what came of calling a user, and how the lists tell it. Pickups send no SMS (manual 3.2 (7)).

use super::page::at_desk;
use crate::error::Failure;
use crate::form::Form;
use crate::orders::number::Number;
use crate::page::{page, page_with, see_other};
use crate::session::Staff;
use crate::shell::{Menu, Shell, shell};
use crate::site::Site;
use app::desk::{self, store::Contacted};
use app::order::query::{self, Detail, Line};
use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use domain::field::FieldErrors;
use domain::order::{Handover, State as OrderState};
use domain::outlet::{Appointment, ContactForm, ContactResult, ContactWay, HalfDay};
use domain::time;
use jiff::Timestamp;
use std::collections::HashMap;

/// What was said, in a list or in the log.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Spoken {
    /// `11-21 10:05`.
    pub when: String,
    /// Class of the style sheet.
    pub class: &'static str,
    /// What came of it.
    pub what: String,
    /// Who, how and when.
    pub sub: String,
}

/// The last contact of each order.
#[derive(Clone, Default)]
pub struct Contacts {
    last: HashMap<String, (Spoken, i64)>,
    now: Timestamp,
}

impl Contacts {
    /// By number; with how often nobody answered.
    pub fn of(last: Vec<(String, Contacted, i64)>, now: Timestamp) -> Contacts {
        let last = last.into_iter().map(|(number, contact, unanswered)| (number, (spoken(&contact), unanswered)));
        Contacts { last: last.collect(), now }
    }

    /// What the list says of an order.
    pub fn about(&self, line: &Line) -> Spoken {
        if let Some((last, unanswered)) = self.last.get(&line.number) {
            let again = last.class == "warn" && *unanswered > 1;
            let what = if again { format!("{} {unanswered} 次", last.what) } else { last.what.clone() };
            return Spoken { what, ..last.clone() };
        }
        match &line.state {
            OrderState::Processing { handover: Handover::Ready { since }, .. } => {
                let days = self.now.duration_since(*since).as_hours() / 24;
                let sub = if days > 0 { format!("已等 {days} 天") } else { "今天到货".to_owned() };
                Spoken { class: "bad", what: "还没有联系".to_owned(), sub, when: String::new() }
            }
            _ => Spoken { what: "—".to_owned(), ..Spoken::default() },
        }
    }
}

/// One contact in words.
pub fn spoken(contacted: &Contacted) -> Spoken {
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
    Spoken { when, class, what, sub }
}

#[derive(Template)]
#[template(path = "desk/contact.html")]
struct ContactPage {
    shell: Shell,
    number: String,
    company: String,
    person: String,
    mobile: String,
    log: Vec<Spoken>,
    form: ContactForm,
    errors: FieldErrors,
}

/// GET /cakey/staff/desk/{number}/contact.
pub async fn show(
    State(site): State<Site>,
    Staff(session, user): Staff,
    Number(number): Number,
) -> Result<Response, Failure> {
    let detail = query::detail(&site.app, at_desk(&user, &number)).await?;
    let log = desk::contacts(&site.app, &user, &number).await?;
    let shell = shell(&site, &session, Menu::Desk, "登记联系");
    page(&contact_page(shell, &detail, &log, ContactForm::default(), FieldErrors::new()))
}

/// POST /cakey/staff/desk/{number}/contact.
pub async fn post(
    State(site): State<Site>,
    Staff(session, user): Staff,
    Number(number): Number,
    Form(form): Form<ContactForm>,
) -> Result<Response, Failure> {
    match form.check(time::beijing(site.app.now()).date()) {
        Ok(contact) => {
            desk::log(&site.app, &user, &number, contact).await?;
            Ok(see_other(&format!("/cakey/staff/desk/{number}?done=contact")))
        }
        Err(errors) => {
            let detail = query::detail(&site.app, at_desk(&user, &number)).await?;
            let log = desk::contacts(&site.app, &user, &number).await?;
            let shell = shell(&site, &session, Menu::Desk, "登记联系");
            page_with(StatusCode::UNPROCESSABLE_ENTITY, &contact_page(shell, &detail, &log, form, errors))
        }
    }
}

fn contact_page(
    shell: Shell,
    detail: &Detail,
    log: &[Contacted],
    form: ContactForm,
    errors: FieldErrors,
) -> ContactPage {
    let contact = detail.snapshot.as_ref().map(|snapshot| &snapshot.contact);
    ContactPage {
        shell: shell.with_errors(&errors),
        number: detail.stored.order.number.to_string(),
        company: detail.company.clone(),
        person: contact.map(|contact| contact.name.clone()).unwrap_or_default(),
        mobile: contact.map(|contact| contact.mobile.as_str().to_owned()).unwrap_or_default(),
        log: log.iter().map(spoken).collect(),
        form,
        errors,
    }
}

/// A log with one entry.
#[cfg(test)]
pub fn sample_spoken() -> Spoken {
    spoken(&sample_contacted())
}

/// The last contact of the sample order.
#[cfg(test)]
pub fn sample_contacts() -> Contacts {
    let number = crate::orders::sample::number().to_string();
    Contacts::of(vec![(number, sample_contacted(), 2)], crate::orders::sample::now())
}

#[cfg(test)]
fn sample_contacted() -> Contacted {
    let contact = domain::outlet::LoggedContact {
        way: ContactWay::Phone,
        result: ContactResult::NoAnswer,
        appointment: None,
        note: String::new(),
    };
    Contacted { staff: "许南乔".into(), contact, at: crate::orders::sample::at("2026-11-22 15:40:00") }
}

#[cfg(test)]
pub fn samples() -> Vec<(String, String)> {
    use crate::orders::sample;
    let page = |name: &str, form: ContactForm, errors| {
        let shell = crate::samples::staff_shell(domain::rights::Role::Outlet, Menu::Desk, "登记联系");
        let detail = sample::detail(sample::processing(Handover::Ready { since: sample::now() }));
        (name.to_owned(), contact_page(shell, &detail, &[sample_contacted()], form, errors).to_string())
    };
    let wrong = ContactForm { result: "agreed".into(), day: "明天".into(), ..ContactForm::default() };
    let errors = wrong.check(jiff::civil::date(2026, 11, 23)).err().unwrap_or_default();
    vec![page("contact", ContactForm::default(), FieldErrors::new()), page("contact mistakes", wrong, errors)]
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
