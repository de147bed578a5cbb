//! 登记联系: what came of calling a user, and how the lists tell it. Pickups send no SMS (manual 3.2 (7)).

use super::contacts::{ContactLine, spoken};
use super::page::at_desk;
use crate::failure::{Failure, see_other};
use crate::form::Form;
use crate::orders::number::Number;
use crate::page::{page, page_with};
use crate::session::Staff;
use crate::shell::{Menu, Shell, shell};
use crate::site::Site;
use app::desk::{self, store::ContactEntry};
use app::order::query::{self, Detail};
use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use domain::field::FieldErrors;
use domain::outlet::{ContactLogForm, ContactResult, ContactWay, HalfDay};
use domain::time;

#[derive(Template)]
#[template(path = "desk/contact.html")]
struct ContactPage {
    shell: Shell,
    number: String,
    company: String,
    person: String,
    mobile: String,
    log: Vec<ContactLine>,
    form: ContactLogForm,
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
    page(&contact_page(shell, &detail, &log, ContactLogForm::default(), FieldErrors::new()))
}

/// POST /cakey/staff/desk/{number}/contact.
pub async fn post(
    State(site): State<Site>,
    Staff(session, user): Staff,
    Number(number): Number,
    Form(form): Form<ContactLogForm>,
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
    log: &[ContactEntry],
    form: ContactLogForm,
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

#[cfg(test)]
pub fn samples() -> Vec<(String, String)> {
    use super::contacts::sample_contacted;
    use crate::orders::sample;
    use domain::order::Handover;
    let page = |name: &str, form: ContactLogForm, errors| {
        let shell = crate::samples::staff_shell(domain::rights::Role::Outlet, Menu::Desk, "登记联系");
        let detail = sample::detail(sample::processing(Handover::Ready { since: sample::now() }));
        (name.to_owned(), contact_page(shell, &detail, &[sample_contacted()], form, errors).to_string())
    };
    let wrong = ContactLogForm { result: "agreed".into(), day: "明天".into(), ..ContactLogForm::default() };
    let errors = wrong.check(jiff::civil::date(2026, 11, 23)).err().unwrap_or_default();
    vec![page("contact", ContactLogForm::default(), FieldErrors::new()), page("contact mistakes", wrong, errors)]
}
