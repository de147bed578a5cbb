//! What a gateway says of a trade, whether it answered a query or sent a notice. One type for both,
//! since both settle through one function (docs/rules.md, Effects, 7).

use crate::id::{RefundNumber, TradeNumber};
use crate::money::Fen;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// The gateway's own view of a trade.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TradeStatus {
    /// Nobody has scanned the code: the gateway knows no such trade, yet the code can still be paid.
    NotScanned,
    /// Scanned, not paid.
    WaitingBuyer,
    /// Paid (`TRADE_SUCCESS`).
    Paid,
    /// Paid, and beyond refunding (`TRADE_FINISHED`).
    Finished,
    /// Closed unpaid, or refunded in full.
    Closed,
}

/// One report about one trade.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TradeReport {
    /// Our number of the attempt.
    pub trade: TradeNumber,
    /// The gateway's number, once there is a trade.
    pub gateway_trade: Option<String>,
    pub status: TradeStatus,
    /// What was paid in total, where the gateway says so.
    pub amount: Option<Fen>,
    /// What has been refunded so far; a report with a refund in it is not a new payment (E5).
    pub refunded: Fen,
    /// When the buyer paid, by the gateway's clock.
    pub paid_at: Option<Timestamp>,
}

/// What a gateway says of a refund.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RefundReport {
    /// The money went back: `fund_change=Y`, or `REFUND_SUCCESS` from the query.
    Succeeded,
    /// Accepted, not certain yet: ask later.
    Pending,
    /// The gateway knows no such refund: send it again under the same number.
    NotFound,
}

/// One refund, as it is ordered from the gateway.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RefundOrder {
    /// The trade that was paid; money goes back to it and nowhere else (I2).
    pub trade: TradeNumber,
    /// The idempotency number, the same on every retry.
    pub number: RefundNumber,
    pub amount: Fen,
    /// Why, in Chinese, at most 256 characters; the payer may read it.
    pub reason: String,
}

/// One trade, as it is opened at the gateway.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TradeOrder {
    /// Our number of the attempt.
    pub trade: TradeNumber,
    /// How much; never zero.
    pub amount: Fen,
    /// What the payer reads, at most 256 characters, without `/`, `=`, `&`.
    pub subject: String,
    /// The code may not be paid after this moment.
    pub expires_at: Timestamp,
}
