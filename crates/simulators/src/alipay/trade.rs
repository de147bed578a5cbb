//! One trade as Alipay sees it: PRECREATED → (scan) WAIT_BUYER_PAY → (pay) TRADE_SUCCESS → (full refund) TRADE_CLOSED.
//! A code that nobody has scanned is not a trade yet, and its expiry is judged by the clock whenever somebody asks.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// After this time a paid trade is TRADE_FINISHED and can no longer be refunded.
const REFUNDABLE: SignedDuration = SignedDuration::from_hours(24 * 365);

/// What the merchant asked for in precreate. Equal orders may be asked for again, unequal ones conflict.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Precreate {
    /// The merchant's number of this payment attempt.
    pub out_trade_no: String,
    pub total_fen: u64,
    /// Shown to the buyer.
    pub subject: String,
    /// Handed back in every notice.
    pub passback_params: Option<String>,
    /// Where notices go; none are sent without it.
    pub notify_url: Option<String>,
    /// `biz_content` as it came, to tell equal requests from unequal ones.
    pub request: Value,
    /// From here on the code cannot be paid.
    pub expires_at: Timestamp,
}

/// The binding of a trade to the account that scanned it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Scan {
    /// Alipay's own number of the trade, 28 digits.
    pub trade_no: String,
    /// The buyer's 2088 number.
    pub buyer: String,
    /// Moment of the scan.
    pub at: Timestamp,
}

/// One refund, by the merchant's number for it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Refund {
    /// The merchant's number; repeating it never refunds twice.
    pub out_request_no: String,
    /// Amount of this refund alone.
    pub fen: u64,
    /// When it was accepted.
    pub at: Timestamp,
    /// From this moment on the refund query calls it a success.
    pub settles_at: Timestamp,
}

/// `PRECREATED` and `EXPIRED` are this program's words for "no trade yet" and "will never be one"; the rest is Alipay's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Status {
    /// A code that nobody has scanned.
    Precreated,
    /// A code that nobody scanned in time.
    Expired,
    /// Scanned, not paid.
    WaitBuyerPay,
    /// Paid, perhaps refunded in part.
    TradeSuccess,
    /// Closed or expired unpaid, or refunded in full.
    TradeClosed,
    /// Paid so long ago that no refund is possible.
    TradeFinished,
}

impl Status {
    /// The word on the wire.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Precreated => "PRECREATED",
            Self::Expired => "EXPIRED",
            Self::WaitBuyerPay => "WAIT_BUYER_PAY",
            Self::TradeSuccess => "TRADE_SUCCESS",
            Self::TradeClosed => "TRADE_CLOSED",
            Self::TradeFinished => "TRADE_FINISHED",
        }
    }
}

/// Everything known about one `out_trade_no`.
#[derive(Debug, Clone)]
pub struct Trade {
    pub order: Precreate,
    /// The last part of the code's address.
    pub qr_id: String,
    /// When the code was made.
    pub created_at: Timestamp,
    /// Set by the first scan.
    pub scan: Option<Scan>,
    /// Set once, by the payment.
    pub paid_at: Option<Timestamp>,
    /// Set by the merchant's close.
    pub closed_at: Option<Timestamp>,
    /// The buyer has confirmed, and the money will move at this moment, after the expiry.
    pub late_payment_at: Option<Timestamp>,
    /// Accepted refunds, oldest first.
    pub refunds: Vec<Refund>,
    /// Every refund of this trade is refused for want of balance.
    pub refund_fails: bool,
}

impl Trade {
    /// A code that nobody has scanned.
    #[must_use]
    pub fn new(order: Precreate, qr_id: String, created_at: Timestamp) -> Self {
        Self {
            order,
            qr_id,
            created_at,
            scan: None,
            paid_at: None,
            closed_at: None,
            late_payment_at: None,
            refunds: Vec::new(),
            refund_fails: false,
        }
    }

    /// The state at the given moment.
    #[must_use]
    pub fn status(&self, now: Timestamp) -> Status {
        let expired = now >= self.order.expires_at;
        match (self.paid_at, &self.scan) {
            (Some(_), _) if self.refunded_fen() == self.order.total_fen => Status::TradeClosed,
            (Some(paid_at), _) if now.duration_since(paid_at) >= REFUNDABLE => Status::TradeFinished,
            (Some(_), _) => Status::TradeSuccess,
            (None, Some(_)) if expired || self.closed_at.is_some() => Status::TradeClosed,
            (None, Some(_)) => Status::WaitBuyerPay,
            (None, None) if expired => Status::Expired,
            (None, None) => Status::Precreated,
        }
    }

    /// Sum of all accepted refunds.
    #[must_use]
    pub fn refunded_fen(&self) -> u64 {
        self.refunds.iter().map(|refund| refund.fen).sum()
    }

    /// The refund with this number.
    #[must_use]
    pub fn refund(&self, out_request_no: &str) -> Option<&Refund> {
        self.refunds.iter().find(|refund| refund.out_request_no == out_request_no)
    }
}
