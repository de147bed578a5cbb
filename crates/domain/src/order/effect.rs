//! The consequences of a decision, as data. Stored with the state and the history in one transaction;
//! each has a deterministic key, so that one asked for twice is one row (docs/rules.md, Effects, 2).

use super::state::Order;
use crate::id::AttemptId;
use crate::message::Sms;
use crate::money::Fen;
use jiff::Timestamp;

/// Something that must happen outside the order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Close every open payment attempt of the order but one.
    CloseAttempts {
        /// The attempt that counted.
        except: Option<AttemptId>,
    },
    /// Pay back a settled payment in full, to the trade it came from.
    Refund {
        attempt: AttemptId,
        /// How much: all of it.
        amount: Fen,
        reason: RefundReason,
    },
    /// Issue the invoice of this submission.
    IssueInvoice,
    /// Register the ordered certificates for making.
    MakeCertificates,
    /// Revoke what was made (after sale).
    RevokeCertificates,
    /// Flush the invoice in red (after sale).
    FlushInvoice,
    /// Send a text message to the order's contact.
    Tell(Sms),
    /// Look at the order again at this moment: it may have to close unpaid (T7).
    WatchPayment { at: Timestamp },
    /// Look at the order again at this moment: the user may have to be reminded, then it completes (T14).
    WatchReceipt {
        /// When it completes by itself.
        at: Timestamp,
    },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RefundReason {
    /// 审核未通过.
    Rejected,
    /// Paid after withdrawal, cancellation, expiry or rejection (E1).
    Late,
    /// A second payment of the same submission (E2).
    Duplicate,
    /// 售后退款.
    AfterSale,
}

impl RefundReason {
    /// The stored code.
    pub fn code(self) -> &'static str {
        match self {
            RefundReason::Rejected => "rejected",
            RefundReason::Late => "late",
            RefundReason::Duplicate => "duplicate",
            RefundReason::AfterSale => "after_sale",
        }
    }

    /// Reads a stored code back.
    pub fn from_code(code: &str) -> Option<RefundReason> {
        [RefundReason::Rejected, RefundReason::Late, RefundReason::Duplicate, RefundReason::AfterSale]
            .into_iter()
            .find(|reason| reason.code() == code)
    }

    /// The words that payer and finance read.
    pub fn label(self) -> &'static str {
        match self {
            RefundReason::Rejected => "审核未通过退款",
            RefundReason::Late => "迟到付款自动退回",
            RefundReason::Duplicate => "重复付款自动退回",
            RefundReason::AfterSale => "售后退款",
        }
    }
}

impl Effect {
    /// The key under which the effect is stored, unique for ever. One transition is one message; the reminder is one a
    /// submission, however often its clock rings. What is carried out in the same transaction needs no key of the
    /// outbox; it has one all the same, for logs.
    pub fn key(&self, order: &Order) -> String {
        let (id, submission) = (order.id, order.submission);
        match self {
            Effect::CloseAttempts { .. } => format!("close:{id}:{}", order.version),
            Effect::Refund { attempt, .. } => format!("refund:{attempt}"),
            Effect::IssueInvoice => format!("invoice:{id}:{submission}"),
            Effect::MakeCertificates => format!("make:{id}:{submission}"),
            Effect::RevokeCertificates => format!("revoke:{id}:{submission}"),
            Effect::FlushInvoice => format!("flush:{id}:{submission}"),
            Effect::Tell(sms @ Sms::ConfirmReminder { .. }) => format!("sms:{}:{id}:{submission}", sms.template()),
            Effect::Tell(sms) => format!("sms:{}:{id}:{}", sms.template(), order.version),
            Effect::WatchPayment { .. } => format!("pay-until:{id}:{submission}"),
            Effect::WatchReceipt { .. } => format!("receive-until:{id}:{}", order.version),
        }
    }
}
