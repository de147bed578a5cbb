//! An order and its states. Each state holds only what is true in it: a draft cannot carry a waybill, and
//! "reject" finds the payment to refund in the state itself.

use super::business::BusinessType;
use super::form::Delivery;
use super::staff_form::{Collector, Rejection, Waybill};
use super::status::StatusCode;
use crate::id::{AttemptId, CompanyId, OrderId, OrderNumber, OutletId, StaffId};
use crate::money::Fen;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

/// How long a reviewer's claim keeps others away (T18).
pub const CLAIM_LASTS: SignedDuration = SignedDuration::from_mins(15);

/// An order as the machine sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Order {
    pub id: OrderId,
    pub company: CompanyId,
    pub number: OrderNumber,
    /// Grows by one with every transition (I6).
    pub version: i64,
    /// How often it has been submitted; payments and invoices belong to one submission.
    pub submission: i64,
    /// 业务类型.
    pub business: BusinessType,
    pub delivery: Delivery,
    /// The price: of the draft as it was last saved, frozen from its submission on.
    pub amount: Fen,
    /// The member of staff who entered it on the user's behalf, if one did; that person never reviews it.
    pub entered_by: Option<StaffId>,
    pub state: State,
}

/// The states of an order (printed with their transitions in docs/order-states.md).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "status", rename_all = "snake_case")]
pub enum State {
    /// 待提交.
    Draft {
        /// Why the last submission was not approved, if it was not.
        rejected: Option<Rejected>,
    },
    /// 待支付.
    AwaitingPayment {
        /// Unpaid orders close after this moment; `None`: never.
        pay_until: Option<Timestamp>,
        /// When a reviewer approved it, where the project reviews before the payment (T3a); else `None`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reviewed: Option<Timestamp>,
    },
    /// 待审核.
    UnderReview(Review),
    /// 待发货.
    ToShip(Approved),
    /// 已发货.
    Shipped {
        approved: Approved,
        waybill: Waybill,
        /// When this waybill was recorded; a corrected one grants the days anew.
        shipped_at: Timestamp,
    },
    /// 办理中.
    Processing {
        approved: Approved,
        outlet: OutletId,
        /// How far the outlet is.
        handover: Handover,
    },
    /// 已完成.
    Completed {
        approved: Approved,
        by: CompletedBy,
        /// The parcel's waybill, where there was one: the details keep showing it (manual 3.2 (12)).
        #[serde(default)]
        waybill: Option<Waybill>,
    },
    /// 已关闭.
    Closed { reason: CloseReason },
}

/// A rejection and the refund that it caused.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rejected {
    pub rejection: Rejection,
    pub at: Timestamp,
    /// The payment that goes back; `None` where nothing was paid (E9).
    pub refund_of: Option<AttemptId>,
}

/// A settled payment of the current submission.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Paid {
    /// The attempt that counted.
    pub attempt: AttemptId,
    pub amount: Fen,
}

/// What is known while a reviewer has not decided.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Review {
    /// The payment; `None` where nothing was to be paid.
    pub paid: Option<Paid>,
    /// Who is looking at it.
    pub claim: Option<Claim>,
    /// The user asked to cancel (E7).
    pub cancel_requested: bool,
    /// A document was asked for without rejecting (T19); the order waits for the user.
    pub supplement: Option<String>,
    pub since: Timestamp,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Claim {
    pub by: StaffId,
    /// The name, so that the other reviewer can be told.
    pub name: String,
    /// Until when others keep away.
    pub until: Timestamp,
}

/// What approval leaves behind: enough for a refund after sale.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Approved {
    /// The payment; `None` where nothing was to be paid.
    pub paid: Option<Paid>,
    pub at: Timestamp,
    /// A refund after sale that one person asked for and a second must release (T17).
    pub after_sale: Option<AfterSale>,
}

/// Half of a refund after sale.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AfterSale {
    pub by: StaffId,
    pub reason: String,
}

/// How far a pickup is (T12).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "step", rename_all = "snake_case")]
pub enum Handover {
    /// Not at the outlet yet.
    NotReady,
    /// Waits at the outlet.
    Ready { since: Timestamp },
    /// In the collector's hands; the user has not confirmed.
    HandedOver { collector: Collector, at: Timestamp },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CompletedBy {
    /// 确认收货.
    User,
    /// The clock, after the promised days (T14).
    Deadline,
}

/// Why an order is closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CloseReason {
    /// The user cancelled before paying.
    Cancelled,
    /// Not paid in time.
    Expired,
    AfterSale,
    /// A draft that was never submitted was deleted.
    Deleted,
}

impl CloseReason {
    /// The words beside 已关闭.
    pub fn label(self) -> &'static str {
        match self {
            CloseReason::Cancelled => "用户取消",
            CloseReason::Expired => "超时未支付",
            CloseReason::AfterSale => "售后退款",
            CloseReason::Deleted => "已删除",
        }
    }
}

impl State {
    /// The word that lists show.
    pub fn code(&self) -> StatusCode {
        match self {
            State::Draft { .. } => StatusCode::Draft,
            State::AwaitingPayment { .. } => StatusCode::AwaitingPayment,
            State::UnderReview(_) => StatusCode::UnderReview,
            State::ToShip(_) => StatusCode::ToShip,
            State::Shipped { .. } => StatusCode::Shipped,
            State::Processing { .. } => StatusCode::Processing,
            State::Completed { .. } => StatusCode::Completed,
            State::Closed { .. } => StatusCode::Closed,
        }
    }

    /// What approval left behind, in the states after it.
    pub fn approved(&self) -> Option<&Approved> {
        match self {
            State::ToShip(approved)
            | State::Shipped { approved, .. }
            | State::Processing { approved, .. }
            | State::Completed { approved, .. } => Some(approved),
            State::Draft { .. } | State::AwaitingPayment { .. } | State::UnderReview(_) | State::Closed { .. } => None,
        }
    }

    /// True once the certificates have left their maker: on their way, at the outlet, or with the user.
    pub fn is_made(&self) -> bool {
        match self {
            State::Shipped { .. } | State::Completed { .. } => true,
            State::Processing { handover, .. } => !matches!(handover, Handover::NotReady),
            State::Draft { .. }
            | State::AwaitingPayment { .. }
            | State::UnderReview(_)
            | State::ToShip(_)
            | State::Closed { .. } => false,
        }
    }

    /// The parcel's waybill, on its way or received.
    pub fn waybill(&self) -> Option<&Waybill> {
        match self {
            State::Shipped { waybill, .. } => Some(waybill),
            State::Completed { waybill, .. } => waybill.as_ref(),
            State::Draft { .. }
            | State::AwaitingPayment { .. }
            | State::UnderReview(_)
            | State::ToShip(_)
            | State::Processing { .. }
            | State::Closed { .. } => None,
        }
    }

    /// The payment that counts, where there is one.
    pub fn paid(&self) -> Option<Paid> {
        if let State::UnderReview(review) = self {
            return review.paid;
        }
        self.approved().and_then(|approved| approved.paid)
    }
}

impl Review {
    /// A review that begins now.
    pub fn begun(paid: Option<Paid>, now: Timestamp) -> Review {
        Review { paid, claim: None, cancel_requested: false, supplement: None, since: now }
    }

    /// The claim, if it still keeps `me` away at `now`.
    pub fn held_by_other(&self, me: StaffId, now: Timestamp) -> Option<&Claim> {
        self.claim.as_ref().filter(|claim| claim.by != me && claim.until > now)
    }
}
