//! How a request ends when it does not end well. A handler returns a `Failure`; the frame around all pages turns it into
//! a page (`failure_page`), because only there the visitor and the settings are at hand.

use crate::text;
use app::fault::because;
use axum::http::StatusCode;
use axum::http::header::LOCATION;
use axum::response::{IntoResponse, Response};
use domain::field::FieldErrors;
use domain::id::OrderNumber;
use jiff::Timestamp;
use std::sync::Arc;

/// What failed on our side.
#[derive(Clone, Debug, thiserror::Error)]
pub enum Fault {
    #[error(transparent)]
    UseCase(app::Fault),
    #[error("rendering a page{}", because(.0.as_ref()))]
    Rendering(#[source] Arc<askama::Error>),
    /// A file that is made for a request: a PDF, a table.
    #[error("making {what}{}", because(source.as_ref()))]
    File { what: String, source: app::fault::Cause },
    /// A picture of a payment code that nobody could scan.
    #[error("the code of {number} has {bytes} bytes")]
    Code { number: OrderNumber, bytes: usize },
    /// The router or a layer answered without a page of ours.
    #[error("an answer without a page: {0}")]
    Answer(StatusCode),
    /// The site is put together wrongly.
    #[error("{0}")]
    Wiring(&'static str),
}

impl Fault {
    /// A file could not be made.
    pub fn file(what: impl Into<String>, source: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Fault {
        Fault::File { what: what.into(), source: source.into().into() }
    }
}

/// Why there is no page.
#[derive(Clone, Debug)]
pub enum Failure {
    /// 303: somewhere else first, above all to the login page.
    Elsewhere(String),
    /// 400: no form of ours was sent.
    Malformed,
    /// 403: the CSRF token or the origin is wrong; most often the page was open too long.
    Forged,
    /// 403: not for this person.
    Denied(&'static str),
    /// 404: not there, or somebody else's.
    NotFound,
    /// 405.
    Method,
    /// 409: the page was older than the order.
    Stale,
    /// 409: the rules say no.
    Refused(String),
    /// 413.
    TooLarge,
    /// 422: mistakes that the handler shows at no field.
    Fields(FieldErrors),
    /// 429.
    Limited {
        /// When it will be accepted again.
        until: Timestamp,
        /// What was asked too often.
        what: &'static str,
    },
    /// 503.
    Busy,
    /// 500: nobody heard whether it was stored.
    Unknown(Fault),
    /// 500: the chain of causes is for the log.
    Fault(Fault),
}

impl From<app::Error> for Failure {
    fn from(error: app::Error) -> Failure {
        match error {
            app::Error::Fields(errors) => Failure::Fields(errors),
            app::Error::Refused(refusal) => Failure::Refused(refusal.sentence()),
            app::Error::Stale { .. } => Failure::Stale,
            app::Error::NotFound => Failure::NotFound,
            app::Error::Limited { until, what } => Failure::Limited { until, what },
            app::Error::Denied(sentence) => Failure::Denied(sentence),
            app::Error::Busy => Failure::Busy,
            app::Error::Unknown(cause) => Failure::Unknown(Fault::UseCase(cause.into())),
            app::Error::Fault(fault) => Failure::Fault(Fault::UseCase(fault)),
        }
    }
}

/// What a form's page shows of an error: its mistakes, or at one field when the next try is accepted.
///
/// # Errors
/// Anything else is a failure of the request.
pub fn at_field(field: &str, error: app::Error) -> Result<FieldErrors, Failure> {
    match error {
        app::Error::Fields(errors) => Ok(errors),
        app::Error::Limited { until, what } => {
            let mut errors = FieldErrors::new();
            errors.add(field, text::limited(what, until));
            Ok(errors)
        }
        other => Err(other.into()),
    }
}

impl Failure {
    pub fn status(&self) -> StatusCode {
        match self {
            Failure::Elsewhere(_) => StatusCode::SEE_OTHER,
            Failure::Malformed => StatusCode::BAD_REQUEST,
            Failure::Forged | Failure::Denied(_) => StatusCode::FORBIDDEN,
            Failure::NotFound => StatusCode::NOT_FOUND,
            Failure::Method => StatusCode::METHOD_NOT_ALLOWED,
            Failure::Stale | Failure::Refused(_) => StatusCode::CONFLICT,
            Failure::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Failure::Fields(_) => StatusCode::UNPROCESSABLE_ENTITY,
            Failure::Limited { .. } => StatusCode::TOO_MANY_REQUESTS,
            Failure::Busy => StatusCode::SERVICE_UNAVAILABLE,
            Failure::Unknown(_) | Failure::Fault(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// What an answer that is no page of ours (the router's own words, a panic) stands for.
    pub fn of_status(status: StatusCode) -> Failure {
        match status {
            StatusCode::NOT_FOUND => Failure::NotFound,
            StatusCode::METHOD_NOT_ALLOWED => Failure::Method,
            StatusCode::PAYLOAD_TOO_LARGE => Failure::TooLarge,
            other if other.is_client_error() => Failure::Malformed,
            other => Failure::Fault(Fault::Answer(other)),
        }
    }
}

impl IntoResponse for Failure {
    /// Carries the failure to the frame, which shows the page.
    fn into_response(self) -> Response {
        if let Failure::Elsewhere(path) = &self {
            return see_other(path);
        }
        let mut response = self.status().into_response();
        response.extensions_mut().insert(self);
        response
    }
}

pub fn see_other(path: &str) -> Response {
    (StatusCode::SEE_OTHER, [(LOCATION, path)]).into_response()
}
