//! The gateway: its token, the signature over the exact bytes of the body, the envelope of the answer. What a method
//! does is the caller's business.

use super::config::NuonuoConfig;
use crate::http::{ANSWER_LIMIT, excerpt, read_body, unanswered};
use crate::{Now, form::encode_pairs, source};
use app::ports::PortError;
use base64::{Engine, engine::general_purpose::STANDARD};
use jiff::{SignedDuration, Timestamp};
use reqwest::header::CONTENT_TYPE;
use ring::hmac;
use serde::Deserialize;
use serde_json::Value;
use std::sync::Arc;
use tokio::sync::Mutex;

/// A token is renewed this long before it ends.
const TOKEN_MARGIN: SignedDuration = SignedDuration::from_mins(5);
/// The gateway's codes for credentials that it does not take (reference: section 4.2).
const CREDENTIAL_CODES: [&str; 5] = ["070101", "070304", "070305", "070306", "070307"];

/// Nuonuo's gateway, as one account sees it.
pub struct Gateway {
    config: Arc<NuonuoConfig>,
    http: reqwest::Client,
    now: Now,
    token: Mutex<Option<Token>>,
}

struct Token {
    text: String,
    renew_at: Timestamp,
}

/// `{"code","describe","result"}`.
#[derive(Debug, Deserialize)]
pub struct Envelope {
    pub code: String,
    #[serde(default)]
    pub describe: String,
    #[serde(default)]
    pub result: Value,
}

impl Envelope {
    /// The error that a code other than success means: `E…` is the invoice service's refusal, all others are the
    /// gateway's and say nothing about the invoice.
    pub fn into_error(self) -> PortError {
        let Envelope { code, describe: message, .. } = self;
        if code.starts_with('E') { PortError::Refused { code, message } } else { PortError::Later { code, message } }
    }
}

impl Gateway {
    pub fn new(config: Arc<NuonuoConfig>, http: reqwest::Client, now: Now) -> Gateway {
        Gateway { config, http, now, token: Mutex::new(None) }
    }

    /// Calls a method. A refused token is dropped and the call repeated once; a second refusal is [`PortError::Later`].
    pub async fn call(&self, method: &str, content: &Value) -> Result<Envelope, PortError> {
        let token = self.token().await?;
        let answer = self.call_with(&token, method, content).await?;
        if !CREDENTIAL_CODES.contains(&answer.code.as_str()) {
            return Ok(answer);
        }
        self.drop_token(&token).await;
        let token = self.token().await?;
        let answer = self.call_with(&token, method, content).await?;
        if CREDENTIAL_CODES.contains(&answer.code.as_str()) { Err(answer.into_error()) } else { Ok(answer) }
    }

    async fn call_with(&self, token: &str, method: &str, content: &Value) -> Result<Envelope, PortError> {
        let NuonuoConfig { services_url, app_key, app_secret, tax_number, .. } = &*self.config;
        let body = content.to_string();
        let (senid, nonce, time) = (source::nonce(), source::eight_digits(), (self.now)().as_second().to_string());
        let query =
            encode_pairs([("senid", senid.as_str()), ("nonce", &nonce), ("timestamp", &time), ("appkey", app_key)]);
        let sign = signature(app_secret.reveal(), app_key, &senid, &nonce, &time, body.as_bytes());
        let request = self
            .http
            .post(format!("{services_url}?{query}"))
            .header(CONTENT_TYPE, "application/json")
            .header("X-Nuonuo-Sign", sign)
            .header("accessToken", token)
            .header("userTax", tax_number)
            .header("method", method)
            .body(body);
        let response = request.send().await.map_err(unanswered)?;
        let body = read_body(response, ANSWER_LIMIT).await?;
        serde_json::from_slice(&body).map_err(|_| PortError::Unknown(format!("{method}: {}", excerpt(&body))))
    }

    /// The token, fetched by one caller at a time: the number of fetches is limited.
    async fn token(&self) -> Result<String, PortError> {
        let now = (self.now)();
        let mut cached = self.token.lock().await;
        if let Some(token) = cached.as_ref().filter(|token| now < token.renew_at) {
            return Ok(token.text.clone());
        }
        let token = self.fetch_token(now).await?;
        let text = token.text.clone();
        *cached = Some(token);
        Ok(text)
    }

    /// Drops the token, unless another caller has replaced it meanwhile.
    async fn drop_token(&self, text: &str) {
        let mut cached = self.token.lock().await;
        if cached.as_ref().is_some_and(|token| token.text == text) {
            *cached = None;
        }
    }

    async fn fetch_token(&self, now: Timestamp) -> Result<Token, PortError> {
        let form = encode_pairs([
            ("grant_type", "client_credentials"),
            ("client_id", &self.config.app_key),
            ("client_secret", self.config.app_secret.reveal()),
            ("taxNum", &self.config.tax_number),
        ]);
        let request = self.http.post(&self.config.token_url);
        let request = request.header(CONTENT_TYPE, "application/x-www-form-urlencoded;charset=utf-8").body(form);
        let body = read_body(request.send().await.map_err(unanswered)?, ANSWER_LIMIT).await?;
        // The body may hold a token: it is never shown.
        let unreadable = || PortError::Unknown(format!("token answer of {} bytes cannot be read", body.len()));
        let answer: Value = serde_json::from_slice(&body).map_err(|_| unreadable())?;
        if let Some(code) = answer.get("error").and_then(Value::as_str) {
            let message = answer.get("error_description").and_then(Value::as_str).unwrap_or_default();
            return Err(PortError::Later { code: code.to_owned(), message: message.to_owned() });
        }
        let text = answer.get("access_token").and_then(Value::as_str).filter(|text| !text.is_empty());
        let lasts = answer.get("expires_in").and_then(|value| match value {
            Value::String(text) => text.parse().ok(),
            other => other.as_i64(),
        });
        let (Some(text), Some(lasts)) = (text, lasts) else { return Err(unreadable()) };
        let ends = domain::time::after(now, SignedDuration::from_secs(lasts));
        Ok(Token { text: text.to_owned(), renew_at: domain::time::after(ends, -TOKEN_MARGIN) })
    }
}

/// `X-Nuonuo-Sign`: base64 of HMAC-SHA1 over the parameters in the vendor's order and the exact body.
pub(super) fn signature(secret: &str, app_key: &str, senid: &str, nonce: &str, time: &str, body: &[u8]) -> String {
    let key = hmac::Key::new(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, secret.as_bytes());
    let mut context = hmac::Context::with_key(&key);
    context.update(format!("a=services&l=v1&p=open&k={app_key}&i={senid}&n={nonce}&t={time}&f=").as_bytes());
    context.update(body);
    STANDARD.encode(context.sign())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_golden_signature_reproduces() {
        let sign =
            signature("secret", "app", &"a".repeat(32), "12345678", "1700000000", r#"{"name":"中文"}"#.as_bytes());
        assert_eq!(sign, "4BzcKzrcoqxPis0W/W3X2ae0uIo=");
    }
}
