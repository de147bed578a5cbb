//! ACS3-HMAC-SHA256, Alibaba Cloud's signature version 3, for calls with their parameters in the query and an
//! empty body. Pure: date and nonce come in. See docs/connectors/aliyun-sms.md.

use crate::Secret;
use crate::form::encode_pairs;
use jiff::{Timestamp, tz::TimeZone};
use ring::{digest, hmac};
use std::collections::BTreeMap;

/// What the signature covers.
pub struct Request<'a> {
    pub action: &'a str,
    pub version: &'a str,
    pub host: &'a str,
    pub path: &'a str,
    pub parameters: &'a BTreeMap<&'a str, String>,
    pub date: &'a str,
    pub nonce: &'a str,
}

impl Request<'_> {
    /// The canonical query, which is also the one that is sent.
    pub fn query(&self) -> String {
        encode_pairs(self.parameters.iter().map(|(k, v)| (*k, v.as_str())))
    }

    /// Every header of the request but `host`, which the HTTP client writes from the URL.
    pub fn headers(&self, key_id: &str, secret: &Secret) -> Vec<(&'static str, String)> {
        let signature = self.signature(secret);
        let signed: Vec<&str> = self.signed_headers().iter().map(|(name, _)| *name).collect();
        let authorization =
            format!("ACS3-HMAC-SHA256 Credential={key_id},SignedHeaders={},Signature={signature}", signed.join(";"));
        let mut headers = self.signed_headers();
        headers.retain(|(name, _)| *name != "host");
        headers.push(("authorization", authorization));
        headers
    }

    /// The signed headers, sorted by name.
    fn signed_headers(&self) -> Vec<(&'static str, String)> {
        vec![
            ("host", self.host.to_owned()),
            ("x-acs-action", self.action.to_owned()),
            ("x-acs-content-sha256", sha256_hex(b"")),
            ("x-acs-date", self.date.to_owned()),
            ("x-acs-signature-nonce", self.nonce.to_owned()),
            ("x-acs-version", self.version.to_owned()),
        ]
    }

    fn canonical_hash(&self) -> String {
        let headers = self.signed_headers();
        let lines: String = headers.iter().map(|(name, value)| format!("{name}:{value}\n")).collect();
        let names: Vec<&str> = headers.iter().map(|(name, _)| *name).collect();
        let (path, query, names) = (self.path, self.query(), names.join(";"));
        sha256_hex(format!("POST\n{path}\n{query}\n{lines}\n{names}\n{}", sha256_hex(b"")).as_bytes())
    }

    fn signature(&self, secret: &Secret) -> String {
        let key = hmac::Key::new(hmac::HMAC_SHA256, secret.reveal().as_bytes());
        let text = format!("ACS3-HMAC-SHA256\n{}", self.canonical_hash());
        hex::encode(hmac::sign(&key, text.as_bytes()))
    }
}

/// `2026-11-23T10:00:00Z`.
pub fn utc_text(at: Timestamp) -> String {
    TimeZone::UTC.to_datetime(at).strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

/// The host as the HTTP client writes it: with the port only where it is not the scheme's own.
pub fn host_header(url: &reqwest::Url) -> String {
    let host = url.host_str().unwrap_or_default();
    url.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"))
}

fn sha256_hex(bytes: &[u8]) -> String {
    hex::encode(digest::digest(&digest::SHA256, bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_vendors_own_example_reproduces() {
        let parameters = BTreeMap::from([
            ("ImageId", "win2019_1809_x64_dtc_zh-cn_40G_alibase_20230811.vhd".to_owned()),
            ("RegionId", "cn-shanghai".to_owned()),
        ]);
        let request = Request {
            action: "RunInstances",
            version: "2014-05-26",
            host: "ecs.cn-shanghai.aliyuncs.com",
            path: "/",
            parameters: &parameters,
            date: "2023-10-26T10:22:32Z",
            nonce: "3156853299f313e23d1673dc12e1703d",
        };
        assert_eq!(request.canonical_hash(), "7ea06492da5221eba5297e897ce16e55f964061054b7695beedaac1145b1e259");
        assert_eq!(
            request.signature(&Secret::new("YourAccessKeySecret")),
            "06563a9e1b43f5dfe96b81484da74bceab24a1d853912eee15083a6f0f3283c0"
        );
    }

    #[test]
    fn the_golden_send_sms_reproduces() {
        let parameters = BTreeMap::from([
            ("PhoneNumbers", "13900000000".to_owned()),
            ("SignName", "国信CA".to_owned()),
            ("TemplateCode", "SMS_100000001".to_owned()),
            ("TemplateParam", r#"{"order":"C20261123000001","no":"SF1234567890123"}"#.to_owned()),
            ("OutId", "ob-42".to_owned()),
        ]);
        let at: Timestamp = "2026-11-23T10:00:00Z".parse().unwrap();
        let request = Request {
            action: "SendSms",
            version: "2017-05-25",
            host: "dysmsapi.aliyuncs.com",
            path: "/",
            parameters: &parameters,
            date: &utc_text(at),
            nonce: "0123456789abcdef0123456789abcdef",
        };
        assert_eq!(request.canonical_hash(), "6dba921f691656c342edfeaee227c793ebfceefd11956b67e5835948e62d0e4a");
        assert_eq!(
            request.signature(&Secret::new("testSecret")),
            "3ae95cfec87049ed2f7a2d575544c4e57a2ad1bba3b6d1aa37e4d15fda74b404"
        );
    }
}
