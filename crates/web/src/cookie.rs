//! The one cookie: the session's token. Over https it carries the prefix `__Host-`, which browsers accept only with
//! `Secure`, `Path=/` and no `Domain`. IE ignores `Max-Age`, so `Expires` says the same.

use axum::http::header::COOKIE;
use axum::http::{HeaderMap, HeaderValue};
use domain::time::after;
use jiff::{SignedDuration, Timestamp};

/// Longer than any token of ours.
const TOKEN_MAX: usize = 100;

fn name(secure: bool) -> &'static str {
    if secure { "__Host-sid" } else { "sid" }
}

/// The token that the request carries.
pub fn read(headers: &HeaderMap, secure: bool) -> Option<&str> {
    let cookies = headers.get_all(COOKIE).iter().filter_map(|value| value.to_str().ok());
    let mut pairs = cookies.flat_map(|list| list.split(';')).filter_map(|pair| pair.trim().split_once('='));
    let (_, token) = pairs.find(|(key, _)| *key == name(secure))?;
    let shaped = (1..=TOKEN_MAX).contains(&token.len()) && token.bytes().all(is_token);
    shaped.then_some(token)
}

/// The header that gives a token to the browser.
pub fn give(token: &str, secure: bool, now: Timestamp, lasts: SignedDuration) -> Option<HeaderValue> {
    header(token, secure, after(now, lasts), lasts.as_secs())
}

/// The header that takes it away.
pub fn take_away(secure: bool) -> Option<HeaderValue> {
    header("", secure, Timestamp::UNIX_EPOCH, 0)
}

fn header(token: &str, secure: bool, until: Timestamp, seconds: i64) -> Option<HeaderValue> {
    let expires = until.strftime("%a, %d %b %Y %H:%M:%S GMT");
    let secure_flag = if secure { "; Secure" } else { "" };
    let name = name(secure);
    let text =
        format!("{name}={token}; Path=/; HttpOnly; SameSite=Lax; Max-Age={seconds}; Expires={expires}{secure_flag}");
    HeaderValue::try_from(text).ok()
}

fn is_token(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_'
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn headers(cookie: &str) -> HeaderMap {
        HeaderMap::from_iter([(COOKIE, HeaderValue::try_from(cookie).unwrap())])
    }

    #[test]
    fn the_token_is_found_among_other_cookies_under_the_name_of_its_scheme() {
        let headers = headers("a=1; sid=abc-_9; __Host-sid=xyz");
        assert_eq!(read(&headers, false), Some("abc-_9"));
        assert_eq!(read(&headers, true), Some("xyz"));
    }

    #[test]
    fn a_misshapen_token_is_no_token() {
        for cookie in ["sid=", "sid=a b", "sid=a%20", "side=abc", "sid"] {
            assert_eq!(read(&headers(cookie), false), None, "{cookie}");
        }
        assert_eq!(read(&headers(&format!("sid={}", "a".repeat(101))), false), None);
    }

    #[test]
    fn https_gets_the_host_prefix_and_both_ways_of_ending() {
        let now = "2026-11-23T01:00:00Z".parse().unwrap();
        let secure = give("tok", true, now, SignedDuration::from_hours(12)).unwrap();
        assert_eq!(
            secure.to_str().unwrap(),
            "__Host-sid=tok; Path=/; HttpOnly; SameSite=Lax; Max-Age=43200; \
             Expires=Mon, 23 Nov 2026 13:00:00 GMT; Secure"
        );
        let plain = take_away(false).unwrap();
        assert_eq!(
            plain.to_str().unwrap(),
            "sid=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0; Expires=Thu, 01 Jan 1970 00:00:00 GMT"
        );
    }
}
