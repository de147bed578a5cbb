//! Alipay's v2 gateway in public-key mode, for codes shown on the screen (当面付 precreate).
//! Answers are believed only under Alipay's signature; amounts and numbers are compared again by the caller.
//! `trade.cancel` is absent on purpose: it can refund silently. Counterpart of the protocol: docs/connectors/alipay.md.

mod answer;
mod config;
mod keys;
mod notice;
mod report;
mod request;

pub use config::AlipayConfig;
pub use keys::KeyError;

use crate::Now;
use crate::http::{ANSWER_LIMIT, read_body, unanswered};
use answer::{Answer, Failure};
use app::ports::PortError;
use app::ports::payment::{NoticeError, PaymentGateway};
use async_trait::async_trait;
use domain::id::{RefundNumber, TradeNumber};
use domain::payment::{GatewayWords, RefundOrder, RefundReport, TradeOrder, TradeReport, TradeStatus};
use domain::{money::Fen, time::second_text};
use keys::Keys;
use reqwest::header::CONTENT_TYPE;
use serde_json::json;

/// The gateway's sub-code for a trade that nobody has scanned (or that never was).
const TRADE_NOT_EXIST: &str = "ACQ.TRADE_NOT_EXIST";
/// The longest subject and refund reason, in characters.
const TEXT_LIMIT: usize = 256;
/// The longest text of a QR code that is believed, in bytes.
const CODE_LIMIT: usize = 1024;

/// The gateway's code in payments, configuration and addresses.
pub const CODE: &str = "alipay";

/// What people call it.
pub const WORDS: GatewayWords =
    GatewayWords { name: "支付宝", phone_app: "手机支付宝", account: "支付宝账号" };

pub struct Alipay {
    config: AlipayConfig,
    keys: Keys,
    http: reqwest::Client,
    now: Now,
}

impl Alipay {
    /// Parses the keys. `http` comes from [`crate::http_client`].
    ///
    /// # Errors
    /// When a key is no RSA key of 2048 bits or more, or when the app's own public key stands in place of Alipay's.
    pub fn new(config: AlipayConfig, http: reqwest::Client, now: Now) -> Result<Alipay, KeyError> {
        let keys = Keys::parse(config.app_private_key_pem.reveal(), &config.alipay_public_key_pem)?;
        Ok(Alipay { config, keys, http, now })
    }

    /// One call: sign, send, verify, classify.
    async fn call(&self, method: &str, content: serde_json::Value) -> Result<Result<Answer, Failure>, PortError> {
        let signed = request::build(&self.config, &self.keys, method, &content.to_string(), (self.now)());
        let separator = if self.config.gateway.contains('?') { '&' } else { '?' };
        let response = self
            .http
            .post(format!("{}{separator}{}", self.config.gateway, signed.query))
            .header(CONTENT_TYPE, "application/x-www-form-urlencoded;charset=utf-8")
            .body(signed.body)
            .send()
            .await
            .map_err(unanswered)?;
        let body = read_body(response, ANSWER_LIMIT).await?;
        answer::read(&self.keys, method, &body)
    }
}

#[async_trait]
impl PaymentGateway for Alipay {
    async fn open(&self, order: &TradeOrder) -> Result<String, PortError> {
        let content = json!({
            "out_trade_no": order.trade.as_str(),
            "total_amount": order.amount.to_yuan_text(),
            "subject": request::clean_text(&order.subject, TEXT_LIMIT),
            "time_expire": second_text(order.expires_at),
        });
        let answer = self.call("alipay.trade.precreate", content).await??;
        answer.must_name(&order.trade)?;
        let code = answer.qr_code.unwrap_or_default();
        let readable = !code.is_empty() && code.len() <= CODE_LIMIT && code.bytes().all(|b| b.is_ascii_graphic());
        if readable { Ok(code) } else { Err(PortError::Unknown("precreate succeeded without a usable qr_code".into())) }
    }

    async fn query(&self, trade: &TradeNumber) -> Result<TradeReport, PortError> {
        match self.call("alipay.trade.query", json!({ "out_trade_no": trade.as_str() })).await? {
            Ok(answer) => {
                answer.must_name(trade)?;
                report::from_query(&answer, trade)
            }
            Err(failure) if failure.is_signed(TRADE_NOT_EXIST) => Ok(TradeReport {
                trade: trade.clone(),
                gateway_trade: None,
                status: TradeStatus::NotScanned,
                amount: None,
                refunded: Fen::ZERO,
                paid_at: None,
            }),
            Err(failure) => Err(failure.into()),
        }
    }

    async fn close(&self, trade: &TradeNumber) -> Result<(), PortError> {
        match self.call("alipay.trade.close", json!({ "out_trade_no": trade.as_str() })).await? {
            Ok(answer) => answer.must_not_name_another(trade),
            Err(failure) if failure.is_signed(TRADE_NOT_EXIST) => Ok(()),
            Err(failure) => Err(failure.into()),
        }
    }

    async fn refund(&self, order: &RefundOrder) -> Result<RefundReport, PortError> {
        let content = json!({
            "out_trade_no": order.trade.as_str(),
            "refund_amount": order.amount.to_yuan_text(),
            "out_request_no": order.number.as_str(),
            "refund_reason": request::clean_text(&order.reason, TEXT_LIMIT),
        });
        let answer = self.call("alipay.trade.refund", content).await??;
        answer.must_name(&order.trade)?;
        // Code 10000 alone is no refund: a repeated number answers `N` (reference: section 0, point 5).
        Ok(if answer.fund_change.as_deref() == Some("Y") { RefundReport::Succeeded } else { RefundReport::Pending })
    }

    async fn query_refund(&self, trade: &TradeNumber, number: &RefundNumber) -> Result<RefundReport, PortError> {
        let content = json!({ "out_trade_no": trade.as_str(), "out_request_no": number.as_str() });
        let answer = self.call("alipay.trade.fastpay.refund.query", content).await??;
        answer.must_not_name_another(trade)?;
        if answer.out_request_no.as_deref().is_some_and(|echoed| echoed != number.as_str()) {
            return Err(PortError::Unknown("the answer speaks of another refund".into()));
        }
        Ok(match answer.refund_status.as_deref() {
            Some("REFUND_SUCCESS") => RefundReport::Succeeded,
            None | Some("") => RefundReport::NotFound,
            Some(_) => RefundReport::Pending,
        })
    }

    fn read_notice(&self, body: &[u8]) -> Result<TradeReport, NoticeError> {
        notice::read(&self.config, &self.keys, body)
    }
}

#[cfg(test)]
mod notice_tests;
#[cfg(test)]
mod tests;
