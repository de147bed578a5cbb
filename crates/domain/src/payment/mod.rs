//! Payments and refunds: what the gateway reports, and the two small machines that follow it.

pub mod attempt;
mod gateway;
mod offline;
pub mod refund;
pub mod report;

pub use attempt::{Attempt, AttemptState};
pub use gateway::{GatewayCode, GatewayWords};
pub use offline::{OfflineForm, OfflineVoucher};
pub use refund::{Refund, RefundState};
pub use report::{RefundOrder, RefundReport, TradeOrder, TradeReport, TradeStatus};
