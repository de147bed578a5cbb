//! The vendor's side of `X-Nuonuo-Sign`: base64(HMAC-SHA1(secret, text)) where the text ends in the exact bytes of the
//! body. Source: protocols 4.2; the golden row of section 9 is the test.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use serde::Deserialize;
use sha1::Sha1;

/// The query of `POST /open/v1/services`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub(super) struct Query {
    pub(super) senid: String,
    pub(super) nonce: String,
    /// Unix seconds.
    pub(super) timestamp: String,
    pub(super) appkey: String,
}

/// Whether `signature` was made with `secret` over this query and body.
pub(super) fn verify(secret: &str, query: &Query, body: &[u8], signature: &str) -> bool {
    let claimed = STANDARD.decode(signature).unwrap_or_default();
    keyed(secret, query, body).verify_slice(&claimed).is_ok()
}

fn keyed(secret: &str, query: &Query, body: &[u8]) -> Hmac<Sha1> {
    let Query { senid, nonce, timestamp, appkey } = query;
    let mut mac = Hmac::<Sha1>::new_from_slice(secret.as_bytes()).expect("HMAC takes a key of any length");
    mac.update(format!("a=services&l=v1&p=open&k={appkey}&i={senid}&n={nonce}&t={timestamp}&f=").as_bytes());
    mac.update(body);
    mac
}

/// What a client of this vendor does; the tests of the whole simulator speak through it.
#[cfg(test)]
pub(super) fn sign(secret: &str, query: &Query, body: &[u8]) -> String {
    STANDARD.encode(keyed(secret, query, body).finalize().into_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_golden_row_is_reproduced_and_one_changed_byte_is_seen() {
        let query = Query {
            senid: "a".repeat(32),
            nonce: "12345678".into(),
            timestamp: "1700000000".into(),
            appkey: "app".into(),
        };
        let body = r#"{"name":"中文"}"#.as_bytes();
        let golden = "4BzcKzrcoqxPis0W/W3X2ae0uIo=";
        assert_eq!(sign("secret", &query, body), golden);
        assert!(verify("secret", &query, body, golden));
        assert!(!verify("secret", &query, br#"{"name": "1"}"#, golden));
        assert!(!verify("other", &query, body, golden));
        assert!(!verify("secret", &query, body, "not base64"));
    }
}
