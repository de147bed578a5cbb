//! The one HTTP client of all connectors, and the reading of answers under a size limit.
//! Whatever goes wrong between us and an answer leaves the outcome unknown.

use app::ports::PortError;
use reqwest::{Client, Response, redirect};
use std::time::Duration;

/// Time to reach a vendor at all.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(3);
/// Time for a whole call, the answer's body included.
const TOTAL_TIMEOUT: Duration = Duration::from_secs(10);
/// The largest answer of an API call, in bytes.
pub(crate) const ANSWER_LIMIT: usize = 1024 * 1024;

/// The client that every connector takes: timeouts, no redirects (a redirect is not an answer), TLS by ring.
///
/// # Errors
/// When the TLS stack cannot be set up, e.g. because the host has no root certificates.
pub fn http_client() -> Result<Client, reqwest::Error> {
    client_with(TOTAL_TIMEOUT)
}

pub(crate) fn client_with(total: Duration) -> Result<Client, reqwest::Error> {
    install_crypto_provider();
    Client::builder()
        .connect_timeout(CONNECT_TIMEOUT)
        .timeout(total)
        .redirect(redirect::Policy::none())
        .user_agent("cakey")
        .build()
}

/// Makes ring the process's TLS provider; further calls change nothing.
pub fn install_crypto_provider() {
    // An error only says that a provider stands already, which is what we want.
    let _ = rustls::crypto::ring::default_provider().install_default();
}

/// The words for a call without an answer. The URL is left out: queries hold signatures and telephone numbers.
pub(crate) fn unanswered(error: reqwest::Error) -> PortError {
    let kind = if error.is_timeout() {
        "timed out"
    } else if error.is_connect() {
        "could not connect"
    } else {
        "broke off"
    };
    PortError::Unknown(format!("{kind}: {}", error.without_url()))
}

/// Reads a body chunk by chunk, at most `limit` bytes of it.
pub(crate) async fn read_body(mut response: Response, limit: usize) -> Result<Vec<u8>, PortError> {
    let too_large = || PortError::Unknown(format!("answer larger than {limit} bytes"));
    if response.content_length().is_some_and(|length| length > limit as u64) {
        return Err(too_large());
    }
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(unanswered)? {
        if body.len() + chunk.len() > limit {
            return Err(too_large());
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body)
}

/// What an unreadable answer looked like: status and first characters, short enough for a log line.
pub(crate) fn excerpt(body: &[u8]) -> String {
    const SHOWN: usize = 80;
    let text: String = String::from_utf8_lossy(body).chars().take(SHOWN).collect();
    format!("{text:?} ({} bytes)", body.len())
}
