//! The texts that are signed, and the signatures over them. Requests and notices differ in one point that has cost many
//! integrators a day: a request's `sign_type` is part of the signed text, a notice's is not.

use std::collections::BTreeMap;

use base64::{Engine, engine::general_purpose::STANDARD};

use crate::keys::{SigningKey, VerifyingKey};

/// Parameters as decoded from the wire, in byte order of their names, which is the order of signing.
pub type Params = BTreeMap<String, String>;

/// What a merchant signs in a request: everything but `sign`, empty values dropped, raw UTF-8.
#[must_use]
pub fn request_text(params: &Params) -> String {
    join(params, &["sign"])
}

/// What Alipay signs in a notice: everything but `sign` and `sign_type`, empty values dropped, raw UTF-8.
#[must_use]
pub fn notice_text(params: &Params) -> String {
    join(params, &["sign", "sign_type"])
}

/// The signature as it goes over the wire, in base64.
#[must_use]
pub fn sign(key: &SigningKey, text: &str) -> String {
    STANDARD.encode(key.sign(text.as_bytes()))
}

/// Whether `signature` (base64) is the key's over exactly this text.
#[must_use]
pub fn verifies(key: &VerifyingKey, text: &str, signature: &str) -> bool {
    STANDARD.decode(signature).is_ok_and(|bytes| key.verifies(text.as_bytes(), &bytes))
}

fn join(params: &Params, left_out: &[&str]) -> String {
    let pairs: Vec<String> = params
        .iter()
        .filter(|(name, value)| !value.is_empty() && !left_out.contains(&name.as_str()))
        .map(|(name, value)| format!("{name}={value}"))
        .collect();
    pairs.join("&")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn params(pairs: &[(&str, &str)]) -> Params {
        pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    }

    #[test]
    fn the_request_text_is_the_one_of_the_reference() {
        let biz = r#"{"out_trade_no":"P20261123000001A1","subject":"数字证书办理","time_expire":"2026-11-23 18:30:00","total_amount":"300.00"}"#;
        let given = params(&[
            ("timestamp", "2026-11-23 18:00:00"),
            ("sign", "AAAA"),
            ("method", "alipay.trade.precreate"),
            ("app_id", "2021000000000001"),
            ("app_auth_token", ""),
            ("charset", "utf-8"),
            ("format", "JSON"),
            ("sign_type", "RSA2"),
            ("version", "1.0"),
            ("notify_url", "https://ca.example.cn/pay/alipay/notify"),
            ("biz_content", biz),
        ]);
        let expected = concat!(
            "app_id=2021000000000001&biz_content=",
            r#"{"out_trade_no":"P20261123000001A1","subject":"数字证书办理","time_expire":"2026-11-23 18:30:00","total_amount":"300.00"}"#,
            "&charset=utf-8&format=JSON&method=alipay.trade.precreate",
            "&notify_url=https://ca.example.cn/pay/alipay/notify&sign_type=RSA2&timestamp=2026-11-23 18:00:00&version=1.0"
        );
        assert_eq!(request_text(&given), expected);
    }

    #[test]
    fn the_notice_text_leaves_out_sign_and_sign_type() {
        let given = params(&[("b", "2"), ("a", "1"), ("sign", "x"), ("sign_type", "RSA2"), ("empty", "")]);
        assert_eq!(notice_text(&given), "a=1&b=2");
        assert_eq!(request_text(&given), "a=1&b=2&sign_type=RSA2");
    }
}
