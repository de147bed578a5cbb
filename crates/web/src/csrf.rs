//! Forged requests. Each form sends back a token that belongs to the session (IE ignores SameSite, so the token is the
//! real defence), and where a browser says which site a request comes from, that has to be ours.

use crate::failure::Failure;
use axum::http::HeaderMap;
use axum::http::header::{HOST, ORIGIN};
use sha2::{Digest, Sha256};

/// The name of the hidden input.
pub const FIELD: &str = "csrf";

/// Judges `Origin` where it is present.
///
/// # Errors
/// `Forged` when it names another site, or none (`null`).
pub fn check_origin(headers: &HeaderMap) -> Result<(), Failure> {
    let Some(origin) = headers.get(ORIGIN) else { return Ok(()) };
    let site = origin.to_str().ok().and_then(|text| text.split_once("://")).map(|(_, site)| site);
    let host = headers.get(HOST).and_then(|host| host.to_str().ok());
    if site.is_some() && site == host { Ok(()) } else { Err(Failure::Forged) }
}

/// Judges the token. The digests are compared, so the time taken tells nothing of the token itself.
///
/// # Errors
/// `Forged` when it is missing, repeated or wrong.
pub fn check_token(expected: &str, sent: &[String]) -> Result<(), Failure> {
    match sent {
        [one] if Sha256::digest(one) == Sha256::digest(expected) => Ok(()),
        _ => Err(Failure::Forged),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn only_the_sessions_own_token_passes() {
        let sent = |tokens: &[&str]| check_token("abc", &tokens.iter().map(|t| (*t).to_owned()).collect::<Vec<_>>());
        assert!(sent(&["abc"]).is_ok());
        for bad in [&[][..], &[""], &["abd"], &["abc", "abc"]] {
            assert!(matches!(sent(bad), Err(Failure::Forged)), "{bad:?}");
        }
    }

    #[test]
    fn another_origin_is_refused_and_none_at_all_is_not() {
        let from = |origin: Option<&str>| {
            let mut headers = HeaderMap::new();
            headers.insert(HOST, "ca.example:18089".parse().unwrap());
            origin.map(|origin| headers.insert(ORIGIN, origin.parse().unwrap()));
            check_origin(&headers).is_ok()
        };
        assert!(from(None));
        assert!(from(Some("http://ca.example:18089")));
        for foreign in ["http://evil.example", "http://ca.example", "null", "http://ca.example:18089.evil.example"] {
            assert!(!from(Some(foreign)), "{foreign}");
        }
    }
}
