//! What stands around every page: the visit, the pages of failures, the session's cookie, the headers of safety.
//! Pages are not compressed here: they repeat what was typed beside the CSRF token, and the size of a compressed page
//! would tell an observer of https about the token (BREACH). They are small; assets come compressed.

use crate::browser::{self, masked_address};
use crate::drain::tap;
use crate::failure::Failure;
use crate::failure_page::failure_page;
use crate::session::{Visit, look_up};
use crate::site::{Site, client};
use app::account::Origin;
use axum::extract::{Request, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, HeaderName, SET_COOKIE, USER_AGENT};
use axum::http::{HeaderMap, HeaderValue};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

/// What no browser writes into an address, and PostgreSQL takes in no text.
const NUL: &str = "%00";
/// More than all filters of a list together, in bytes; SQLite searches for no word of 50 KB.
const QUERY_MAX: usize = 8 * 1024;

/// No script or style inside pages, nothing from other hosts, no frames.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; \
    form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

/// On every page. `X-UA-Compatible` keeps IE out of its old modes; IE ignores the policy, hence `X-Frame-Options`.
const HEADERS: [(HeaderName, &str); 5] = [
    (HeaderName::from_static("content-security-policy"), POLICY),
    (HeaderName::from_static("referrer-policy"), "same-origin"),
    (HeaderName::from_static("x-content-type-options"), "nosniff"),
    (HeaderName::from_static("x-frame-options"), "DENY"),
    (HeaderName::from_static("x-ua-compatible"), "IE=edge"),
];

/// The middleware around the pages.
pub async fn frame(State(site): State<Site>, mut request: Request, next: Next) -> Response {
    let visit = Visit::from(origin(&request, &site));
    request.extensions_mut().insert(visit.clone());
    let (path, asked) = (request.uri().path().to_owned(), request.headers().clone());
    let readable = readable(&request);
    let (request, rest) = tap(request);
    let mut response = if readable { next.run(request).await } else { Failure::Malformed.into_response() };
    rest.drain().await;
    if let Some(failure) = failure_of(&mut response) {
        // An address without a handler was asked for by nobody yet; without an answer the page has a stranger's frame.
        let _ = look_up(&visit, &asked, &site).await;
        response = failure_page(&site, &visit, &asked, &path, &failure);
    }
    if let Some(cookie) = visit.cookie() {
        response.headers_mut().append(SET_COOKIE, cookie);
    }
    protect(response.headers_mut());
    response
}

/// Whether a page of ours, or a person, may have written this address.
fn readable(request: &Request) -> bool {
    let query = request.uri().query().unwrap_or_default();
    query.len() <= QUERY_MAX && !query.contains(NUL)
}

/// Where a request comes from, as the owner of its session will read it.
fn origin(request: &Request, site: &Site) -> Origin {
    let address = client(request.extensions(), request.headers(), &site.settings).map(masked_address);
    let agent = request.headers().get(USER_AGENT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    Origin { address: address.unwrap_or_default(), browser: browser::name(agent) }
}

fn failure_of(response: &mut Response) -> Option<Failure> {
    if let Some(failure) = response.extensions_mut().remove::<Failure>() {
        return Some(failure);
    }
    let status = response.status();
    let kind = response.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or("text/plain");
    let wordless = kind.starts_with("text/plain") && (status.is_client_error() || status.is_server_error());
    wordless.then(|| Failure::of_status(status))
}

fn protect(headers: &mut HeaderMap) {
    for (name, value) in HEADERS {
        // A file that is handed out brings a stricter policy of its own.
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    }
    headers.entry(CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
}

#[cfg(test)]
#[path = "frame_tests.rs"]
mod tests;
