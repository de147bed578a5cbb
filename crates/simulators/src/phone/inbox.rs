//! What else arrives on a phone: the text messages, asked from the SMS simulator, and the codes of an authenticator app.

use std::time::Duration;

use jiff::Timestamp;
use serde::Deserialize;
use totp_rs::{Builder, Secret};

use crate::clock::at_beijing;

/// The page does not wait longer for the messages.
const INBOX_LIMIT: Duration = Duration::from_secs(2);
/// The page shows so many messages.
const SHOWN: usize = 8;
/// Life of one sign-in code (RFC 6238).
const STEP_S: u64 = 30;

#[derive(Debug, Clone, Deserialize)]
pub struct Message {
    /// The number it was sent to.
    pub to: String,
    /// With the signature in front.
    pub text: String,
    /// An instant (RFC 3339), or any words.
    pub at: String,
}

impl Message {
    /// `11-23 10:02` in Beijing, or the words as they are.
    #[must_use]
    pub fn shown_at(&self) -> String {
        match self.at.parse::<Timestamp>() {
            Ok(at) => at_beijing(at).strftime("%m-%d %H:%M").to_string(),
            Err(_) => self.at.clone(),
        }
    }

    /// `138****0000`.
    #[must_use]
    pub fn masked_to(&self) -> String {
        match (self.to.get(..3), self.to.get(7..)) {
            (Some(head), Some(tail)) if self.to.len() == 11 => format!("{head}****{tail}"),
            _ => self.to.clone(),
        }
    }
}

/// A code that is valid now.
#[derive(Debug)]
pub struct SignInCode {
    /// Whose it is.
    pub label: String,
    /// Six digits, or why there are none.
    pub digits: String,
    /// Seconds until the next one.
    pub left_s: u64,
}

/// The newest messages.
///
/// # Errors
/// A sentence for people, if the SMS simulator cannot be read.
pub async fn messages(http: &reqwest::Client, url: &str) -> Result<Vec<Message>, String> {
    let unread = |error: reqwest::Error| format!("短信模拟器没有回答：{error}");
    let response = http.get(url).timeout(INBOX_LIMIT).send().await.map_err(unread)?;
    let body = response.text().await.map_err(unread)?;
    let mut messages: Vec<Message> =
        serde_json::from_str(&body).map_err(|error| format!("短信模拟器的回答读不懂：{error}"))?;
    messages.truncate(SHOWN);
    Ok(messages)
}

/// The code of this secret at this moment.
#[must_use]
pub fn sign_in_code(label: &str, base32: &str, now: Timestamp) -> SignInCode {
    let second = u64::try_from(now.as_second()).unwrap_or(0);
    let digits = match Secret::try_from_base32(base32) {
        Ok(secret) => Builder::new().with_secret(secret).build_noncompliant().generate(second).to_string(),
        Err(_) => "密钥读不懂".to_owned(),
    };
    SignInCode { label: label.to_owned(), digits, left_s: STEP_S - second % STEP_S }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn the_sign_in_code_is_that_of_rfc_6238() {
        // Appendix B, SHA-1, secret "12345678901234567890", time 59: 94287082, of which an app shows the last six digits.
        let code = sign_in_code("审核员", "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", Timestamp::from_second(59).unwrap());
        assert_eq!(code.digits, "287082");
        assert_eq!(code.left_s, 1);
    }

    #[test]
    fn messages_show_beijing_time_and_a_masked_number() {
        let message = Message { to: "13800000000".into(), text: "x".into(), at: "2026-11-23T02:02:00Z".into() };
        assert_eq!(message.shown_at(), "11-23 10:02");
        assert_eq!(message.masked_to(), "138****0000");
    }

    #[tokio::test]
    async fn messages_are_read_from_the_address_and_trouble_is_a_sentence() {
        let answer = r#"[{"to":"13800000000","text":"验证码 407319","at":"2026-11-23T02:02:00Z"}]"#;
        let app = axum::Router::new()
            .route("/inbox", axum::routing::get(async move || answer))
            .route("/broken", axum::routing::get(async || "<html>"));
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        tokio::spawn(async move { axum::serve(listener, app).await });
        let _already_there = rustls::crypto::ring::default_provider().install_default();
        let http = reqwest::Client::builder().no_proxy().build().unwrap();
        assert_eq!(messages(&http, &format!("{url}/inbox")).await.unwrap()[0].text, "验证码 407319");
        assert!(messages(&http, &format!("{url}/broken")).await.unwrap_err().contains("读不懂"));
        assert!(messages(&http, "http://127.0.0.1:1/").await.unwrap_err().contains("没有回答"));
    }
}
