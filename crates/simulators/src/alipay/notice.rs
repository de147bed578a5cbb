//! The asynchronous notice to the merchant: what it says, and when it is tried again. It is composed once, when its
//! cause happens; each delivery adds the time of sending and a signature, and keeps the `notify_id`.

use std::time::Duration;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::config::AlipayConfig;
use super::fen;
use super::signature::{Params, notice_text, sign};
use super::trade::{Refund, Status, Trade};
use crate::clock::beijing;
use crate::keys::SigningKey;

/// Waiting times after the first and each later failed delivery, in seconds: 4m, 10m, 10m, 1h, 2h, 6h, 15h.
pub const RETRY_AFTER_S: [u32; 7] = [240, 600, 600, 3_600, 7_200, 21_600, 54_000];

/// A notice on its way.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Notice {
    /// The same for every delivery of this notice.
    pub notify_id: String,
    /// The trade it speaks of.
    pub out_trade_no: String,
    pub notify_url: String,
    /// Everything but `notify_time`, `sign_type` and `sign`.
    pub params: Params,
    /// Signed with a signature that does not verify.
    pub forged: bool,
    /// Sent at least so often, even when acknowledged at once.
    pub copies: u32,
    /// The next delivery; `None` when there will be none.
    pub next_at: Option<Timestamp>,
    /// Deliveries so far.
    #[serde(default)]
    pub attempts: u32,
    /// Whether the body `success` came back.
    #[serde(default)]
    pub acknowledged: bool,
    /// What came back last, for people to read.
    #[serde(default)]
    pub outcome: Option<String>,
}

/// Why a notice is sent.
#[derive(Debug, Clone, Copy)]
pub enum Cause<'a> {
    Payment,
    Refund(&'a Refund),
}

impl Notice {
    /// The form to post, signed now.
    #[must_use]
    pub fn signed(&self, key: &SigningKey, now: Timestamp) -> Params {
        let mut params = self.params.clone();
        params.insert("notify_time".into(), beijing(now));
        let mut text = notice_text(&params);
        if self.forged {
            text.push('x');
        }
        params.insert("sign_type".into(), "RSA2".into());
        params.insert("sign".into(), sign(key, &text));
        params
    }

    /// When it is delivered again after one more delivery with this result; `None` when there will be none.
    #[must_use]
    pub fn next_delivery(&self, acknowledged: bool, now: Timestamp, time_scale: f64) -> Option<Timestamp> {
        let attempts = self.attempts + 1;
        if acknowledged || self.acknowledged {
            (attempts < self.copies).then_some(now)
        } else {
            let wait = RETRY_AFTER_S.get(self.attempts as usize);
            wait.map(|&seconds| now + Duration::from_secs_f64(f64::from(seconds) / time_scale))
        }
    }
}

/// Everything that the notice says, but for its `notify_id` and what is added to each delivery.
#[must_use]
pub fn compose(config: &AlipayConfig, trade: &Trade, cause: Cause<'_>, now: Timestamp) -> Params {
    let mut params = payment_params(config, trade, now);
    if let Cause::Refund(refund) = cause {
        let mut add = |name: &str, value: String| params.insert(name.to_owned(), value);
        add("refund_fee", fen::print(trade.refunded_fen()));
        add("gmt_refund", format!("{}.000", beijing(refund.at)));
        add("out_biz_no", refund.out_request_no.clone());
        if trade.status(now) == Status::TradeClosed {
            add("gmt_close", beijing(now));
        }
    }
    params
}

fn payment_params(config: &AlipayConfig, trade: &Trade, now: Timestamp) -> Params {
    let amount = fen::print(trade.order.total_fen);
    let scan = trade.scan.as_ref();
    let buyer = scan.map(|scan| scan.buyer.clone()).unwrap_or_default();
    let pairs = [
        ("app_id", config.app_id.clone()),
        ("auth_app_id", config.app_id.clone()),
        ("buyer_id", buyer.clone()),
        ("buyer_logon_id", "138****0000".into()),
        ("buyer_open_id", format!("open{buyer}")),
        ("buyer_pay_amount", amount.clone()),
        ("charset", "utf-8".into()),
        ("fund_bill_list", format!(r#"[{{"amount":"{amount}","fundChannel":"ALIPAYACCOUNT"}}]"#)),
        ("gmt_create", beijing(scan.map_or(trade.created_at, |scan| scan.at))),
        ("gmt_payment", trade.paid_at.map(beijing).unwrap_or_default()),
        ("invoice_amount", amount.clone()),
        ("notify_type", "trade_status_sync".into()),
        ("out_trade_no", trade.order.out_trade_no.clone()),
        ("passback_params", trade.order.passback_params.clone().unwrap_or_default()),
        ("point_amount", "0.00".into()),
        ("receipt_amount", amount.clone()),
        ("seller_email", "ca@example.cn".into()),
        ("seller_id", config.seller_id.clone()),
        ("subject", trade.order.subject.clone()),
        ("total_amount", amount),
        ("trade_no", scan.map(|scan| scan.trade_no.clone()).unwrap_or_default()),
        ("trade_status", trade.status(now).word().into()),
        ("version", "1.0".into()),
    ];
    pairs.into_iter().filter(|(_, value)| !value.is_empty()).map(|(name, value)| (name.to_owned(), value)).collect()
}
