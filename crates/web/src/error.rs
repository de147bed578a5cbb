//! How a request ends when it does not end well, and the page that says so. A handler returns a `Failure`; the frame
//! around all pages turns it into a page, because only there the visitor and the settings are at hand.
//! IE shows pages of its own instead of error pages of 512 bytes or less: ours are longer.

use crate::page::{page_with, see_other};
use crate::session::{Visit, referer};
use crate::shell::{Menu, Shell};
use crate::site::Site;
use crate::text;
use askama::Template;
use axum::http::header::{RETRY_AFTER, USER_AGENT};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{Html, IntoResponse, Response};
use domain::field::FieldErrors;
use domain::time;
use jiff::Timestamp;

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
    /// 500: the chain is for the log.
    Fault(String),
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
            app::Error::Fault(chain) => Failure::Fault(chain),
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
    /// The HTTP status.
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
            Failure::Fault(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// What an answer that is no page of ours (the router's own words, a panic) stands for.
    pub fn of_status(status: StatusCode) -> Failure {
        match status {
            StatusCode::NOT_FOUND => Failure::NotFound,
            StatusCode::METHOD_NOT_ALLOWED => Failure::Method,
            StatusCode::PAYLOAD_TOO_LARGE => Failure::TooLarge,
            other if other.is_client_error() => Failure::Malformed,
            other => Failure::Fault(format!("an answer without a page: {other}")),
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

/// The page of a failure.
#[derive(Template)]
#[template(path = "error.html")]
struct ErrorPage {
    shell: Shell,
    heading: String,
    sentences: Vec<String>,
    mistakes: Vec<String>,
    incident: Option<Incident>,
    /// Where the button leads, and its word.
    retry: (String, &'static str),
    /// The first page of this visitor.
    home: (&'static str, &'static str),
}

impl ErrorPage {
    /// `back` is the page from which the request came.
    fn of(shell: Shell, failure: &Failure, back: Option<&str>, incident: Option<Incident>) -> ErrorPage {
        let home = shell.user.home();
        let mistakes = match failure {
            Failure::Fields(errors) => errors.iter().map(|(_, message)| message.to_owned()).collect(),
            _ => Vec::new(),
        };
        ErrorPage {
            heading: shell.title.clone(),
            shell,
            sentences: text::failure_sentences(failure),
            mistakes,
            incident,
            retry: (back.unwrap_or(home.0).to_owned(), text::failure_retry(failure)),
            home,
        }
    }
}

struct Incident {
    number: String,
    at: String,
}

/// Makes the page of a failure; logs a fault under the number that the page shows.
pub fn failure_page(site: &Site, visit: &Visit, headers: &HeaderMap, path: &str, failure: &Failure) -> Response {
    let incident = match failure {
        Failure::Fault(chain) => Some(log_fault(site, headers, path, chain)),
        _ => None,
    };
    let shell = Shell::new(site, visit.session().as_ref(), Menu::None, text::failure_title(failure));
    let template = ErrorPage::of(shell, failure, referer(headers), incident);
    let mut response = page_with(failure.status(), &template).unwrap_or_else(|_| plain(failure.status()));
    if let Failure::Limited { until, .. } = failure {
        let seconds = until.duration_since(site.app.now()).as_secs().max(1);
        response.headers_mut().insert(RETRY_AFTER, HeaderValue::from(seconds.unsigned_abs()));
    }
    response
}

fn log_fault(site: &Site, headers: &HeaderMap, path: &str, chain: &str) -> Incident {
    let now = site.app.now();
    let drawn: [u8; 5] = app::chance::bytes(&*site.app.chance);
    let day = time::day_text(now).replace('-', "");
    let number = format!("E-{day}-{}", crate::captcha::answer(drawn));
    let agent = headers.get(USER_AGENT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    tracing::error!(incident = %number, path, agent, chain, "a page failed");
    Incident { number, at: time::minute_text(now) }
}

/// If even the page of the failure fails.
fn plain(status: StatusCode) -> Response {
    let padding = "　".repeat(200);
    (status, Html(format!("<!DOCTYPE html><title>系统出错了</title><p>系统出错了，请稍后再试。</p>{padding}")))
        .into_response()
}

#[cfg(test)]
pub fn samples() -> Vec<(String, String)> {
    use crate::samples::{nobody, shell, staff_shell};
    let title = text::failure_title;
    let mut mistakes = FieldErrors::new();
    mistakes.add("company", "请填写企业名称");
    let (lost, fault, fields) = (Failure::NotFound, Failure::Fault("x".into()), Failure::Fields(mistakes));
    let supervisor = staff_shell(domain::rights::Role::Supervisor, Menu::None, title(&fault));
    [(nobody(title(&lost)), lost), (supervisor, fault), (shell(Menu::None, title(&fields)), fields)]
        .into_iter()
        .map(|(shell, failure)| {
            let number = "E-20261123-7K4MA".to_owned();
            let incident =
                matches!(failure, Failure::Fault(_)).then(|| Incident { number, at: "2026-11-23 10:31".into() });
            let page = ErrorPage::of(shell, &failure, Some("/cakey/orders"), incident);
            (format!("error {}", failure.status()), page.to_string())
        })
        .collect()
}
