//! A posted form: at most 64 KB, its CSRF token checked, its bytes valid UTF-8, each single input sent once.
//! A handler never sees a form that fails one of these.

use crate::csrf;
use crate::failure::Failure;
use crate::session;
use crate::site::Site;
use axum::extract::{FromRequest, Request};
use axum::http::HeaderMap;
use axum::http::header::CONTENT_TYPE;
use serde::Deserialize;
use serde::de::DeserializeOwned;

/// The largest body of a form.
pub const BODY_MAX: usize = 64 * 1024;

/// The inputs of a form, as the struct that the handler asks for.
pub struct Form<T>(pub T);

/// A form that is only a button.
#[derive(Deserialize)]
pub struct Nothing {}

impl<T: DeserializeOwned> FromRequest<Site> for Form<T> {
    type Rejection = Failure;

    async fn from_request(request: Request, site: &Site) -> Result<Form<T>, Failure> {
        let (mut parts, body) = request.into_parts();
        csrf::check_origin(&parts.headers)?;
        if !is_form(&parts.headers) {
            return Err(Failure::Malformed);
        }
        let session = session::current(&mut parts, site).await?.ok_or(Failure::Forged)?;
        let body = axum::body::to_bytes(body, BODY_MAX).await.map_err(|_| Failure::TooLarge)?;
        read(&body, &session.csrf).map(Form)
    }
}

/// True when the request says that it carries a form without files.
pub fn is_form(headers: &HeaderMap) -> bool {
    let kind = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    kind.split(';').next().unwrap_or_default().trim().eq_ignore_ascii_case("application/x-www-form-urlencoded")
}

/// Reads a body under a session's CSRF token.
fn read<T: DeserializeOwned>(body: &[u8], csrf: &str) -> Result<T, Failure> {
    let tokens: Vec<String> =
        pairs(body)?.into_iter().filter(|(name, _)| name == csrf::FIELD).map(|(_, value)| value).collect();
    csrf::check_token(csrf, &tokens)?;
    serde_html_form::from_bytes(body).map_err(|_| Failure::Malformed)
}

/// The inputs of a body, in their order.
///
/// # Errors
/// `Malformed` where the bytes are no UTF-8.
pub fn pairs(body: &[u8]) -> Result<Vec<(String, String)>, Failure> {
    let pair = |pair: &[u8]| {
        let mut halves = pair.splitn(2, |byte| *byte == b'=');
        Ok((decode(halves.next().unwrap_or_default())?, decode(halves.next().unwrap_or_default())?))
    };
    body.split(|byte| *byte == b'&').map(pair).collect()
}

/// Undoes the percent encoding. The library would put a replacement character where the bytes are no UTF-8,
/// and a company's name with such a character in it would be stored.
fn decode(text: &[u8]) -> Result<String, Failure> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text;
    while let [first, tail @ ..] = rest {
        rest = tail;
        match (first, tail) {
            (b'+', _) => bytes.push(b' '),
            (b'%', [high, low, after @ ..]) => match (digit(*high), digit(*low)) {
                (Some(high), Some(low)) => {
                    bytes.push(high * 16 + low);
                    rest = after;
                }
                _ => bytes.push(b'%'),
            },
            (other, _) => bytes.push(*other),
        }
    }
    String::from_utf8(bytes).map_err(|_| Failure::Malformed)
}

fn digit(byte: u8) -> Option<u8> {
    char::from(byte).to_digit(16).and_then(|value| u8::try_from(value).ok())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[derive(Debug, Default, PartialEq, Deserialize)]
    #[serde(default)]
    struct Inner {
        name: String,
    }

    #[derive(Debug, PartialEq, Deserialize)]
    struct Outer {
        #[serde(default)]
        act: String,
        #[serde(default)]
        version: i64,
        #[serde(flatten)]
        form: Inner,
    }

    fn posted(body: &[u8]) -> Result<Outer, Failure> {
        read(body, "tok")
    }

    #[test]
    fn a_form_is_read_into_its_struct_with_a_domain_form_inside() {
        let posted = posted("csrf=tok&act=sms&version=7&name=%E9%9D%92+%E7%A6%BE&unknown=1".as_bytes()).unwrap();
        assert_eq!(posted, Outer { act: "sms".into(), version: 7, form: Inner { name: "青 禾".into() } });
    }

    #[test]
    fn a_missing_wrong_or_repeated_token_is_forged() {
        for body in ["", "name=a", "csrf=&name=a", "csrf=tik", "csrf=tok&csrf=tok", "CSRF=tok"] {
            assert!(matches!(posted(body.as_bytes()), Err(Failure::Forged)), "{body}");
        }
    }

    #[test]
    fn a_single_input_sent_twice_is_malformed() {
        for body in ["csrf=tok&act=a&act=b", "csrf=tok&name=a&name=b"] {
            assert!(matches!(posted(body.as_bytes()), Err(Failure::Malformed)), "{body}");
        }
    }

    #[test]
    fn bytes_that_are_no_utf_8_are_malformed() {
        for body in [&b"csrf=tok&name=%ff"[..], b"csrf=tok&name=\xc0\xaf", b"csrf=tok&%ff=1", b"csrf=tok&name=%e9%9d"] {
            assert!(matches!(posted(body), Err(Failure::Malformed)), "{body:?}");
        }
    }

    #[test]
    fn a_percent_sign_without_digits_stays_a_percent_sign() {
        assert_eq!(posted(b"csrf=tok&name=100%").unwrap().form.name, "100%");
        assert_eq!(posted(b"csrf=tok&name=%zz").unwrap().form.name, "%zz");
    }
}
