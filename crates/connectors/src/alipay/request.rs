//! The signed request. The common parameters travel in the query (the charset must be seen there, or the gateway
//! answers in GBK), `biz_content` in the body.

use super::{config::AlipayConfig, keys::Keys};
use crate::form::encode_pairs;
use domain::time::second_text;
use jiff::Timestamp;
use std::collections::BTreeMap;

pub struct SignedRequest {
    pub query: String,
    pub body: String,
}

pub fn build(config: &AlipayConfig, keys: &Keys, method: &str, content: &str, now: Timestamp) -> SignedRequest {
    let timestamp = second_text(now);
    let mut parameters = BTreeMap::from([
        ("app_id", config.app_id.as_str()),
        ("biz_content", content),
        ("charset", "utf-8"),
        ("format", "JSON"),
        ("method", method),
        ("notify_url", config.notify_url.as_str()),
        ("sign_type", "RSA2"),
        ("timestamp", timestamp.as_str()),
        ("version", "1.0"),
    ]);
    parameters.retain(|_, value| !value.is_empty());
    let sign = keys.sign(&signing_text(parameters.iter().map(|(k, v)| (*k, *v))));
    parameters.insert("sign", &sign);
    parameters.remove("biz_content");
    SignedRequest { query: encode_pairs(parameters), body: encode_pairs([("biz_content", content)]) }
}

/// `k=v` joined by `&`, raw. The pairs come sorted and without empty values.
pub fn signing_text<'a>(pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> String {
    pairs.into_iter().map(|(k, v)| format!("{k}={v}")).collect::<Vec<_>>().join("&")
}

/// Replaces what the gateway refuses in a subject (`/`, `=`, `&`, control characters) by blanks and cuts the rest.
pub fn clean_text(text: &str, limit: usize) -> String {
    let legal = |c: char| if matches!(c, '/' | '=' | '&') || c.is_control() { ' ' } else { c };
    text.chars().map(legal).take(limit).collect::<String>().trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_signing_text_is_sorted_and_raw() {
        let text = signing_text([("app_id", "1"), ("biz_content", "{\"a\":\"中 &\"}"), ("sign_type", "RSA2")]);
        assert_eq!(text, "app_id=1&biz_content={\"a\":\"中 &\"}&sign_type=RSA2");
    }

    #[test]
    fn subjects_lose_what_the_gateway_refuses() {
        assert_eq!(clean_text("证书/UKey=2&更新\n", 256), "证书 UKey 2 更新");
        assert_eq!(clean_text(&"长".repeat(300), 256).chars().count(), 256);
    }
}
