//! The vendor's side of the signature ACS3-HMAC-SHA256: rebuild the canonical request from what arrived, byte for byte,
//! and compare. Knows nothing of messages. Source: protocols 3.1; the two published rows are the tests.

use std::fmt::Write as _;

use axum::http::HeaderMap;
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::{Digest as _, Sha256};

const ALGORITHM: &str = "ACS3-HMAC-SHA256";
/// Without these under the signature a request could be replayed as another one.
const MUST_BE_SIGNED: [&str; 6] =
    ["host", "x-acs-action", "x-acs-content-sha256", "x-acs-date", "x-acs-signature-nonce", "x-acs-version"];

/// A request as it stood on the wire.
pub(super) struct Wire<'a> {
    pub(super) method: &'a str,
    pub(super) path: &'a str,
    /// Without the question mark, still encoded.
    pub(super) query: &'a str,
    pub(super) headers: &'a HeaderMap,
    pub(super) body: &'a [u8],
}

impl Wire<'_> {
    /// A header as text, empty if it is absent or not ASCII.
    pub(super) fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).map_or("", str::trim)
    }
}

/// Why a signature does not count.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum BadSignature {
    /// No `Authorization` header of this algorithm, or one that cannot be read.
    Incomplete,
    UnknownKey,
    /// A header that must be signed is not among `SignedHeaders`.
    NotSigned(&'static str),
    /// `x-acs-content-sha256` is not the hash of the body.
    ContentHash,
    /// With our string to sign, as the vendor tells it too.
    Mismatch(String),
}

/// Checks `Authorization` against the request.
pub(super) fn verify(wire: &Wire<'_>, key_id: &str, secret: &str) -> Result<(), BadSignature> {
    let authorization = Authorization::parse(wire.header("authorization")).ok_or(BadSignature::Incomplete)?;
    if authorization.key_id != key_id {
        return Err(BadSignature::UnknownKey);
    }
    if let Some(missing) = MUST_BE_SIGNED.into_iter().find(|name| !authorization.signed.contains(name)) {
        return Err(BadSignature::NotSigned(missing));
    }
    if wire.header("x-acs-content-sha256") != sha256_hex(wire.body) {
        return Err(BadSignature::ContentHash);
    }
    let to_sign = string_to_sign(&canonical_request(wire, &authorization.signed));
    let claimed = hex::decode(authorization.signature).unwrap_or_default();
    keyed(secret, &to_sign).verify_slice(&claimed).map_err(|_| BadSignature::Mismatch(to_sign))
}

/// The parameters of a query or a form, decoded.
pub(super) fn parameters(encoded: &str) -> Vec<(String, String)> {
    serde_html_form::from_str(encoded).unwrap_or_default()
}

struct Authorization<'a> {
    key_id: &'a str,
    signed: Vec<&'a str>,
    signature: &'a str,
}

impl<'a> Authorization<'a> {
    fn parse(text: &'a str) -> Option<Self> {
        let fields = text.strip_prefix(ALGORITHM)?;
        let field = |name: &str| {
            fields.split(',').find_map(|field| field.trim().strip_prefix(name)).and_then(|rest| rest.strip_prefix('='))
        };
        Some(Self {
            key_id: field("Credential")?,
            signed: field("SignedHeaders")?.split(';').collect(),
            signature: field("Signature")?,
        })
    }
}

fn canonical_request(wire: &Wire<'_>, signed: &[&str]) -> String {
    let mut names = signed.to_vec();
    names.sort_unstable();
    let headers: String = names.iter().map(|name| format!("{name}:{}\n", wire.header(name))).collect();
    let names = names.join(";");
    let hash = sha256_hex(wire.body);
    format!("{}\n{}\n{}\n{headers}\n{names}\n{hash}", wire.method, wire.path, canonical_query(wire.query))
}

fn canonical_query(query: &str) -> String {
    let mut pairs: Vec<_> = parameters(query).iter().map(|(name, value)| (encode(name), encode(value))).collect();
    pairs.sort();
    pairs.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("&")
}

/// RFC 3986: everything but letters, digits and `-_.~` as `%XX`.
pub(super) fn encode(text: &str) -> String {
    text.bytes().fold(String::with_capacity(text.len()), |mut out, byte| {
        if byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            // Writing to a String cannot fail.
            let _ = write!(out, "%{byte:02X}");
        }
        out
    })
}

fn string_to_sign(canonical: &str) -> String {
    format!("{ALGORITHM}\n{}", sha256_hex(canonical.as_bytes()))
}

fn keyed(secret: &str, text: &str) -> Hmac<Sha256> {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).expect("HMAC takes a key of any length");
    mac.update(text.as_bytes());
    mac
}

fn sha256_hex(bytes: &[u8]) -> String {
    hex::encode(Sha256::digest(bytes))
}

/// What a client of this vendor does; the tests of the whole simulator speak through it.
#[cfg(test)]
pub(super) fn sign(wire: &Wire<'_>, key_id: &str, secret: &str) -> String {
    let to_sign = string_to_sign(&canonical_request(wire, &MUST_BE_SIGNED));
    let signature = hex::encode(keyed(secret, &to_sign).finalize().into_bytes());
    format!("{ALGORITHM} Credential={key_id},SignedHeaders={},Signature={signature}", MUST_BE_SIGNED.join(";"))
}

#[cfg(test)]
mod tests {
    use super::*;

    const EMPTY: &str = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    fn headers(pairs: [(&'static str, &'static str); 5]) -> HeaderMap {
        let mut headers = HeaderMap::new();
        headers.insert("x-acs-content-sha256", EMPTY.parse().unwrap());
        for (name, value) in pairs {
            headers.insert(name, value.parse().unwrap());
        }
        headers
    }

    fn send_sms_query() -> String {
        [
            ("PhoneNumbers", "13900000000"),
            ("SignName", "国信CA"),
            ("TemplateCode", "SMS_100000001"),
            ("TemplateParam", r#"{"order":"C20261123000001","no":"SF1234567890123"}"#),
            ("OutId", "ob-42"),
        ]
        .map(|(name, value)| format!("{name}={}", encode(value)))
        .join("&")
    }

    fn send_sms_headers() -> HeaderMap {
        headers([
            ("host", "dysmsapi.aliyuncs.com"),
            ("x-acs-action", "SendSms"),
            ("x-acs-version", "2017-05-25"),
            ("x-acs-date", "2026-11-23T10:00:00Z"),
            ("x-acs-signature-nonce", "0123456789abcdef0123456789abcdef"),
        ])
    }

    #[test]
    fn the_published_example_has_its_published_hash_and_signature() {
        let headers = headers([
            ("host", "ecs.cn-shanghai.aliyuncs.com"),
            ("x-acs-action", "RunInstances"),
            ("x-acs-version", "2014-05-26"),
            ("x-acs-date", "2023-10-26T10:22:32Z"),
            ("x-acs-signature-nonce", "3156853299f313e23d1673dc12e1703d"),
        ]);
        let query = "RegionId=cn-shanghai&ImageId=win2019_1809_x64_dtc_zh-cn_40G_alibase_20230811.vhd";
        let wire = Wire { method: "POST", path: "/", query, headers: &headers, body: b"" };
        let canonical = canonical_request(&wire, &MUST_BE_SIGNED);
        assert_eq!(
            sha256_hex(canonical.as_bytes()),
            "7ea06492da5221eba5297e897ce16e55f964061054b7695beedaac1145b1e259",
            "{canonical}"
        );
        let signature = "06563a9e1b43f5dfe96b81484da74bceab24a1d853912eee15083a6f0f3283c0";
        assert!(sign(&wire, "AK", "YourAccessKeySecret").ends_with(signature));
    }

    #[test]
    fn a_message_has_the_hash_and_signature_of_the_golden_row() {
        let (query, headers) = (send_sms_query(), send_sms_headers());
        let wire = Wire { method: "POST", path: "/", query: &query, headers: &headers, body: b"" };
        assert_eq!(
            sha256_hex(canonical_request(&wire, &MUST_BE_SIGNED).as_bytes()),
            "6dba921f691656c342edfeaee227c793ebfceefd11956b67e5835948e62d0e4a"
        );
        let signature = "3ae95cfec87049ed2f7a2d575544c4e57a2ad1bba3b6d1aa37e4d15fda74b404";
        assert!(sign(&wire, "AK", "testSecret").ends_with(signature));
    }

    #[test]
    fn anything_changed_after_signing_is_seen() {
        let (query, mut headers) = (send_sms_query(), send_sms_headers());
        let wire = Wire { method: "POST", path: "/", query: &query, headers: &headers, body: b"" };
        let authorization = sign(&wire, "AK", "testSecret");
        headers.insert("authorization", authorization.parse().unwrap());

        let wire = Wire { method: "POST", path: "/", query: &query, headers: &headers, body: b"" };
        assert_eq!(verify(&wire, "AK", "testSecret"), Ok(()));
        assert_eq!(verify(&wire, "other", "testSecret"), Err(BadSignature::UnknownKey));
        assert!(matches!(verify(&wire, "AK", "otherSecret"), Err(BadSignature::Mismatch(_))));

        let query = query.replace("13900000000", "13900000001");
        let other_number = Wire { query: &query, ..wire };
        assert!(matches!(verify(&other_number, "AK", "testSecret"), Err(BadSignature::Mismatch(_))));
        let with_body = Wire { body: b"a=b", ..wire };
        assert_eq!(verify(&with_body, "AK", "testSecret"), Err(BadSignature::ContentHash));
    }

    #[test]
    fn a_header_that_protects_against_replay_must_be_signed() {
        let (query, mut headers) = (send_sms_query(), send_sms_headers());
        let authorization = "ACS3-HMAC-SHA256 Credential=AK,SignedHeaders=host;x-acs-action,Signature=00";
        headers.insert("authorization", authorization.parse().unwrap());
        let wire = Wire { method: "POST", path: "/", query: &query, headers: &headers, body: b"" };
        assert_eq!(verify(&wire, "AK", "s"), Err(BadSignature::NotSigned("x-acs-content-sha256")));
    }
}
