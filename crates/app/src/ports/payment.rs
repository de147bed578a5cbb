//! The payment gateway.

use super::PortError;
use async_trait::async_trait;
use domain::id::{RefundNumber, TradeNumber};
use domain::payment::{RefundOrder, RefundReport, TradeOrder, TradeReport};

/// Why a notice was not believed. None of these may change a payment.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoticeError {
    /// Not a form, parameters missing or repeated, an amount that is no amount.
    #[error("malformed notice: {0}")]
    Malformed(String),
    /// The signature does not verify.
    #[error("forged notice")]
    BadSignature,
    /// Signed by the gateway, but for another app or another seller.
    #[error("notice for somebody else: {0}")]
    NotOurs(String),
}

/// Opens, asks after, closes and refunds trades.
#[async_trait]
pub trait PaymentGateway: Send + Sync {
    /// Opens a trade and returns the text of its QR code. Asking again with the same order is legal while unpaid.
    async fn open(&self, order: &TradeOrder) -> Result<String, PortError>;
    /// Asks after a trade. An unscanned code is `TradeStatus::NotScanned`, not an error.
    async fn query(&self, trade: &TradeNumber) -> Result<TradeReport, PortError>;
    /// Closes an unpaid trade; `Ok` too when there is nothing to close yet (an unscanned code cannot be revoked).
    async fn close(&self, trade: &TradeNumber) -> Result<(), PortError>;
    /// Refunds; repeated calls under one number move money once.
    async fn refund(&self, order: &RefundOrder) -> Result<RefundReport, PortError>;
    async fn query_refund(&self, trade: &TradeNumber, number: &RefundNumber) -> Result<RefundReport, PortError>;
    /// Verifies a notice's signature and reads it; cheap, touches nothing.
    fn read_notice(&self, body: &[u8]) -> Result<TradeReport, NoticeError>;
}
