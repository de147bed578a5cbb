//! 重新开票, 重发邮件, 登记冲红.

use super::list::shelf_page;
use crate::failure::{Failure, see_other};
use crate::form::{Form, Nothing};
use crate::page::page_with;
use crate::session::Staff;
use crate::site::Site;
use app::invoice::desk::{self, Shelf};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use domain::field::FieldErrors;
use domain::id::InvoiceId;
use domain::text::Input;
use serde::Deserialize;

/// Digits of a fully digital invoice's number.
const NUMBER_DIGITS: usize = 20;

/// The red invoice's number.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct RedInvoiceBody {
    red: String,
}

/// POST /cakey/staff/invoices/{id}/retry.
pub async fn retry(
    State(site): State<Site>,
    Staff(_, user): Staff,
    Path(id): Path<i64>,
    Form(Nothing {}): Form<Nothing>,
) -> Result<Response, Failure> {
    back(Shelf::Failed, desk::retry(&site.app, &user, InvoiceId::new(id)).await)
}

/// POST /cakey/staff/invoices/{id}/resend.
pub async fn resend(
    State(site): State<Site>,
    Staff(_, user): Staff,
    Path(id): Path<i64>,
    Form(Nothing {}): Form<Nothing>,
) -> Result<Response, Failure> {
    back(Shelf::Bounced, desk::resend(&site.app, &user, InvoiceId::new(id)).await)
}

/// POST /cakey/staff/invoices/{id}/flushed.
pub async fn flushed(
    State(site): State<Site>,
    Staff(session, user): Staff,
    Path(id): Path<i64>,
    Form(typed): Form<RedInvoiceBody>,
) -> Result<Response, Failure> {
    let mut errors = FieldErrors::new();
    let number = Input::new("red", "红字发票号码", &typed.red).digits(NUMBER_DIGITS, &mut errors);
    if !errors.is_empty() {
        let typed = Some((id, typed.red, errors));
        let template = shelf_page(&site, &session, &user, Shelf::ToFlush, None, typed).await?;
        return page_with(StatusCode::UNPROCESSABLE_ENTITY, &template);
    }
    back(Shelf::ToFlush, desk::flushed(&site.app, &user, InvoiceId::new(id), number).await)
}

fn back(shelf: Shelf, result: Result<(), app::Error>) -> Result<Response, Failure> {
    match result {
        Ok(()) => Ok(see_other(&format!("/cakey/staff/invoices?st={}", shelf.code()))),
        Err(app::Error::Denied(sentence)) => Err(Failure::Refused(sentence.to_owned())),
        Err(other) => Err(other.into()),
    }
}
