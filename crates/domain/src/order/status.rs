//! The eight words that a user reads for an order's state (design: one line, derived from five machines).

use serde::{Deserialize, Serialize};

/// The order status, as lists show and filter it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StatusCode {
    /// 待提交: saved, withdrawn or rejected.
    Draft,
    /// 待支付: submitted; price and profiles are frozen.
    AwaitingPayment,
    /// 待审核: paid, or nothing to pay.
    UnderReview,
    /// 待发货: approved, courier, no waybill yet.
    ToShip,
    /// 已发货: the waybill is recorded.
    Shipped,
    /// 办理中: approved, pickup; the outlet contacts the user.
    Processing,
    /// 已完成: received.
    Completed,
    /// 已关闭: cancelled, expired, or refunded after sale.
    Closed,
}

impl StatusCode {
    /// Every status, in the order of an order's life.
    pub const ALL: [StatusCode; 8] = [
        StatusCode::Draft,
        StatusCode::AwaitingPayment,
        StatusCode::UnderReview,
        StatusCode::ToShip,
        StatusCode::Shipped,
        StatusCode::Processing,
        StatusCode::Completed,
        StatusCode::Closed,
    ];

    /// The stored code.
    pub fn code(self) -> &'static str {
        match self {
            StatusCode::Draft => "draft",
            StatusCode::AwaitingPayment => "awaiting_payment",
            StatusCode::UnderReview => "under_review",
            StatusCode::ToShip => "to_ship",
            StatusCode::Shipped => "shipped",
            StatusCode::Processing => "processing",
            StatusCode::Completed => "completed",
            StatusCode::Closed => "closed",
        }
    }

    /// Reads a stored code back.
    pub fn from_code(code: &str) -> Option<StatusCode> {
        StatusCode::ALL.into_iter().find(|status| status.code() == code)
    }

    /// The word on the screen.
    pub fn label(self) -> &'static str {
        match self {
            StatusCode::Draft => "待提交",
            StatusCode::AwaitingPayment => "待支付",
            StatusCode::UnderReview => "待审核",
            StatusCode::ToShip => "待发货",
            StatusCode::Shipped => "已发货",
            StatusCode::Processing => "办理中",
            StatusCode::Completed => "已完成",
            StatusCode::Closed => "已关闭",
        }
    }
}
