//! Payments and refunds: opening a trade, settling what the gateway reports, paying back.

pub mod close;
pub mod gateways;
pub mod observe;
pub mod open;
pub mod refund;
pub mod settle;
pub mod store;

pub use gateways::{Gateway, Gateways};
pub use store::{StoredAttempt, StoredRefund};
