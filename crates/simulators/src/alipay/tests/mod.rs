//! The simulator over real HTTP, as a merchant sees it. The merchant here signs and verifies with its own few lines, so
//! that a mistake in the simulator's signature module is not repeated on this side.
#![allow(clippy::unwrap_used)]

mod faults;
mod gateway;
mod lifecycle;
mod notices;
mod pages;
mod refunds;

use std::path::PathBuf;
use std::sync::{Arc, Mutex, OnceLock};
use std::time::Duration;

use axum::Router;
use axum::routing::post;
use base64::{Engine, engine::general_purpose::STANDARD};
use serde_json::{Value, json};
use tokio::sync::mpsc;

use super::{AlipayConfig, AlipaySimulator};
use crate::clock::beijing;
use crate::keys::{SigningKey, VerifyingKey, generate_rsa_key};
use crate::phone::PhoneConfig;

const APP_ID: &str = "2021000000000001";
const SELLER_ID: &str = "2088000000000909";
/// Nothing in these tests takes longer, unless it is broken.
const PATIENCE: Duration = Duration::from_secs(20);

/// A simulator, a merchant that speaks to it, and the merchant's address for notices.
pub struct World {
    pub simulator: AlipaySimulator,
    pub dir: PathBuf,
    pub http: reqwest::Client,
    pub shop: Shop,
}

/// The merchant's side of the notices.
pub struct Shop {
    pub url: String,
    pub inbox: mpsc::UnboundedReceiver<Vec<(String, String)>>,
    reply: Arc<Mutex<&'static str>>,
}

impl World {
    pub async fn new() -> Self {
        let dir = std::env::temp_dir().join(format!("alipay-test-{}", crate::chance::hex_id()));
        std::fs::create_dir_all(&dir).unwrap();
        // One key for all tests saves the time of making many.
        std::fs::write(dir.join("alipay-key.pem"), &alipay_pair().0).unwrap();
        Self::on(dir).await
    }

    async fn on(dir: PathBuf) -> Self {
        let simulator = super::start(AlipayConfig {
            listen: ([127, 0, 0, 1], 0).into(),
            dir: dir.clone(),
            app_id: APP_ID.into(),
            seller_id: SELLER_ID.into(),
            seller_name: "澜州电子认证有限公司（示例）".into(),
            app_public_key_pem: Some(shop_pair().1.clone()),
            time_scale: 1.0,
            public_url: None,
            phone: PhoneConfig {
                sms_inbox_url: None,
                totp: vec![("审核员".into(), "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ".into())],
                font: None,
            },
        })
        .await
        .unwrap();
        Self { simulator, dir, http: super::plain_client().unwrap(), shop: Shop::open().await }
    }

    /// Stops the simulator and starts another on the same folder; the shop stays.
    pub async fn restart(self) -> Self {
        self.simulator.stop().await;
        let fresh = Self::on(self.dir).await;
        Self { shop: self.shop, ..fresh }
    }

    /// All common parameters, signed.
    pub fn request(&self, method: &str, biz: &Value, more: &[(&str, &str)]) -> Vec<(String, String)> {
        let mut pairs: Vec<(String, String)> = [
            ("app_id", APP_ID),
            ("method", method),
            ("format", "JSON"),
            ("charset", "utf-8"),
            ("sign_type", "RSA2"),
            ("timestamp", &beijing(self.simulator.clock().now())),
            ("version", "1.0"),
            ("notify_url", &self.shop.url),
            ("biz_content", &biz.to_string()),
        ]
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
        .collect();
        for (name, value) in more {
            pairs.retain(|(old, _)| old != name);
            pairs.push(((*name).to_owned(), (*value).to_owned()));
        }
        pairs.sort();
        let text: Vec<String> = pairs.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let sign = shop_key().sign(text.join("&").as_bytes());
        pairs.push(("sign".into(), STANDARD.encode(sign)));
        pairs
    }

    /// Posts the form to the gateway and returns the raw text.
    pub async fn post(&self, form: &[(String, String)]) -> reqwest::Result<String> {
        self.http.post(self.simulator.gateway_url()).form(form).send().await?.error_for_status()?.text().await
    }

    /// Calls the method and returns its `*_response` after checking the signature over the raw bytes.
    pub async fn call(&self, method: &str, biz: Value) -> Value {
        let text = self.post(&self.request(method, &biz, &[])).await.unwrap();
        verified(method, &text).unwrap_or_else(|| panic!("no valid signature: {text}"))
    }

    /// A fresh code over 300.00 with a fixed subject.
    pub async fn precreate(&self, out_trade_no: &str) -> Value {
        let biz = json!({"out_trade_no": out_trade_no, "subject": "数字证书办理", "total_amount": "300.00", "timeout_express": "30m"});
        self.call("alipay.trade.precreate", biz).await
    }

    pub async fn query(&self, out_trade_no: &str) -> Value {
        self.call("alipay.trade.query", json!({"out_trade_no": out_trade_no})).await
    }

    pub async fn refund(&self, out_trade_no: &str, out_request_no: &str, amount: &str) -> Value {
        let biz = json!({"out_trade_no": out_trade_no, "out_request_no": out_request_no, "refund_amount": amount});
        self.call("alipay.trade.refund", biz).await
    }

    /// As a phone would: over the control endpoint. Returns the status code.
    pub async fn pay(&self, out_trade_no: &str, how: &str) -> u16 {
        self.control("pay", json!({"out_trade_no": out_trade_no, "how": how})).await
    }

    pub async fn fault(&self, switch: Value) {
        assert_eq!(self.control("faults", switch).await, 204);
    }

    pub async fn advance(&self, seconds: u64) {
        assert_eq!(self.control("advance", json!({"seconds": seconds})).await, 204);
    }

    pub async fn get(&self, path: &str) -> String {
        self.http.get(format!("{}{path}", self.simulator.url())).send().await.unwrap().text().await.unwrap()
    }

    pub async fn control(&self, what: &str, body: Value) -> u16 {
        let request = self.http.post(format!("{}/control/{what}", self.simulator.url()));
        let request = request.header("content-type", "application/json").body(body.to_string());
        request.send().await.unwrap().status().as_u16()
    }

    /// The trade as `GET /control/ledger` shows it.
    pub async fn trade(&self, out_trade_no: &str) -> Value {
        let all: Value = serde_json::from_str(&self.get("/control/ledger").await).unwrap();
        all.as_array().unwrap().iter().find(|trade| trade["out_trade_no"] == out_trade_no).cloned().unwrap_or_default()
    }

    /// Waits until so many deliveries are written down.
    pub async fn until_attempts(&self, out_trade_no: &str, attempts: u64) -> Value {
        let wait = async {
            loop {
                let trade = self.trade(out_trade_no).await;
                if trade["notify"]["attempts"].as_u64() >= Some(attempts) {
                    return trade;
                }
                tokio::task::yield_now().await;
            }
        };
        tokio::time::timeout(PATIENCE, wait).await.expect("the notices arrive")
    }
}

impl Shop {
    async fn open() -> Self {
        let (sender, inbox) = mpsc::unbounded_channel();
        let reply = Arc::new(Mutex::new("success"));
        let shared = reply.clone();
        let handler = async move |body: String| {
            sender.send(serde_html_form::from_str(&body).unwrap()).unwrap();
            *shared.lock().unwrap()
        };
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/notify", listener.local_addr().unwrap());
        tokio::spawn(async move { axum::serve(listener, Router::new().route("/notify", post(handler))).await });
        Self { url, inbox, reply }
    }

    pub fn replies(&self, text: &'static str) {
        *self.reply.lock().unwrap() = text;
    }

    pub async fn next(&mut self) -> Vec<(String, String)> {
        tokio::time::timeout(PATIENCE, self.inbox.recv()).await.expect("a notice comes").unwrap()
    }
}

/// The value of a parameter, or nothing.
pub fn field<'a>(notice: &'a [(String, String)], name: &str) -> &'a str {
    notice.iter().find(|(given, _)| given == name).map_or("", |(_, value)| value)
}

/// Whether Alipay signed this notice: all received parameters but `sign` and `sign_type`.
pub fn notice_verifies(notice: &[(String, String)]) -> bool {
    let mut pairs: Vec<_> = notice.iter().filter(|(name, _)| name != "sign" && name != "sign_type").collect();
    pairs.sort();
    let text: Vec<String> = pairs.iter().map(|(name, value)| format!("{name}={value}")).collect();
    alipay_verifier().verifies(text.join("&").as_bytes(), &STANDARD.decode(field(notice, "sign")).unwrap())
}

/// The `*_response` if its signature verifies over the raw bytes; `None` if it is wrong or missing.
pub fn verified(method: &str, text: &str) -> Option<Value> {
    let envelope: std::collections::BTreeMap<String, Box<serde_json::value::RawValue>> =
        serde_json::from_str(text).unwrap();
    let body = envelope.get(&format!("{}_response", method.replace('.', "_")))?.get();
    let sign: String = serde_json::from_str(envelope.get("sign")?.get()).unwrap();
    let valid = alipay_verifier().verifies(body.as_bytes(), &STANDARD.decode(sign).unwrap());
    valid.then(|| serde_json::from_str(body).unwrap())
}

fn alipay_verifier() -> VerifyingKey {
    VerifyingKey::from_pem(&alipay_pair().1).unwrap()
}

fn shop_key() -> SigningKey {
    SigningKey::from_pem(&shop_pair().0).unwrap()
}

fn alipay_pair() -> &'static (String, String) {
    static PAIR: OnceLock<(String, String)> = OnceLock::new();
    PAIR.get_or_init(generate_rsa_key)
}

fn shop_pair() -> &'static (String, String) {
    static PAIR: OnceLock<(String, String)> = OnceLock::new();
    PAIR.get_or_init(generate_rsa_key)
}
