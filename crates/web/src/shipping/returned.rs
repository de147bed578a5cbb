//! 快件退回 (T15): a parcel that was lost or came back. The order waits for a new waybill.

use super::waybill::{courier_order, to_ship};
use crate::failure::{Failure, see_other};
use crate::form::Form;
use crate::orders::changed::{self, StalePage};
use crate::orders::number::Number;
use crate::page::{page, page_with};
use crate::session::Staff;
use crate::shell::{Menu, Shell, shell};
use crate::site::Site;
use app::order::handover;
use app::order::query::Detail;
use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use domain::field::FieldErrors;
use domain::order::State as OrderState;
use domain::order::staff_form::ExplanationForm;
use serde::Deserialize;

#[derive(Template)]
#[template(path = "shipping/returned.html")]
struct ReturnedPage {
    shell: Shell,
    number: String,
    version: i64,
    company: String,
    waybill: String,
    form: ExplanationForm,
    errors: FieldErrors,
}

#[derive(Debug, Deserialize)]
pub struct ReturnedBody {
    version: i64,
    #[serde(flatten)]
    form: ExplanationForm,
}

/// GET /cakey/staff/shipping/{number}/returned.
pub async fn show(
    State(site): State<Site>,
    Staff(session, user): Staff,
    Number(number): Number,
) -> Result<Response, Failure> {
    let detail = courier_order(&site, &user, &number).await?;
    let shell = shell(&site, &session, Menu::Shipping, "登记退件");
    page(&returned_page(shell, &detail, ExplanationForm::default(), FieldErrors::new()).ok_or(Failure::NotFound)?)
}

/// POST /cakey/staff/shipping/{number}/returned.
pub async fn post(
    State(site): State<Site>,
    Staff(session, user): Staff,
    Number(number): Number,
    Form(posted): Form<ReturnedBody>,
) -> Result<Response, Failure> {
    let detail = courier_order(&site, &user, &number).await?;
    let reason = match posted.form.check("退件原因") {
        Ok(reason) => reason,
        Err(errors) => {
            let shell = shell(&site, &session, Menu::Shipping, "登记退件");
            let template = returned_page(shell, &detail, posted.form, errors).ok_or(Failure::NotFound)?;
            return page_with(StatusCode::UNPROCESSABLE_ENTITY, &template);
        }
    };
    match handover::return_parcel(&site.app, &user, &number, posted.version, reason).await {
        Ok(_) => Ok(see_other(&format!("/cakey/staff/shipping/{number}"))),
        Err(error) => {
            let find = to_ship(&user, &number);
            let url = format!("/cakey/staff/shipping/{number}");
            let who = StalePage { session: &session, menu: Menu::Shipping, find, url, seen: posted.version };
            changed::told(&site, who, error).await
        }
    }
}

fn returned_page(shell: Shell, detail: &Detail, form: ExplanationForm, errors: FieldErrors) -> Option<ReturnedPage> {
    let order = &detail.stored.order;
    let OrderState::Shipped { waybill, .. } = &order.state else { return None };
    Some(ReturnedPage {
        shell: shell.with_errors(&errors),
        number: order.number.to_string(),
        version: order.version,
        company: detail.company.clone(),
        waybill: waybill.sentence(),
        form,
        errors,
    })
}

#[cfg(test)]
pub fn samples() -> Vec<(String, String)> {
    use crate::orders::sample;
    let page = |name: &str, form: ExplanationForm, errors| {
        let shell = crate::samples::staff_shell(domain::rights::Role::Shipper, Menu::Shipping, "登记退件");
        let page = returned_page(shell, &sample::detail(sample::shipped()), form, errors);
        (name.to_owned(), page.map(|page| page.to_string()).unwrap_or_default())
    };
    let wrong = ExplanationForm { reason: "丢".into() };
    let errors = wrong.check("退件原因").err().unwrap_or_default();
    vec![page("returned", ExplanationForm::default(), FieldErrors::new()), page("returned mistakes", wrong, errors)]
}
