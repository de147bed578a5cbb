//! What a row of the outbox asks for, and how it stands.

use domain::id::{AttemptId, CompanyId, InvoiceId, OrderId, RefundId};
use domain::message::Sms;
use serde::{Deserialize, Serialize};

/// One thing to do. Payloads hold ids, not copies of personal data; a number that no row holds any more is sealed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "job", rename_all = "snake_case")]
pub enum Job {
    SendCode {
        /// Its row.
        code: i64,
    },
    /// Send a text message to an order's contact.
    SendSms { order: OrderId, message: Sms },
    /// Look up who asks for a temporary password or a code to log in, and send it if the two belong together.
    Recover {
        /// The request's row.
        request: i64,
    },
    /// Send a text message to a company's registered number.
    TellAccount { company: CompanyId, message: Sms },
    /// Send a text message to a number that no row holds any more.
    TellNumber {
        /// The number, sealed.
        sealed: String,
        message: Sms,
    },
    /// Send a refund, or ask after it.
    Refund { refund: RefundId },
    /// Tell the gateway that a trade is not wanted any more.
    CloseTrade { attempt: AttemptId },
    /// Ask the gateway after a trade until it is settled or dead.
    WatchTrade { attempt: AttemptId },
    /// Close the order if it is still unpaid.
    WatchPayment { order: OrderId },
    /// Remind the user to confirm the receipt, then complete the order.
    WatchReceipt { order: OrderId },
    /// Order an invoice, or ask after it.
    IssueInvoice { invoice: InvoiceId },
    /// Send an issued invoice to the mailbox.
    MailInvoice {
        /// The invoice.
        invoice: InvoiceId,
    },
    /// What 0.1.0 wrote of an invoice that is to be flushed, beside a newer node even after migration 0012: it is a row of
    /// 待冲红, and there is nothing to do here.
    FlushInvoice,
    /// A row that another version of the program wrote: this one leaves it alone and goes on with the others.
    #[serde(skip)]
    Unreadable,
}

impl Job {
    /// The stored name of its kind, for lists and counts.
    pub fn kind(&self) -> &'static str {
        match self {
            Job::SendCode { .. } => "send_code",
            Job::SendSms { .. } => "send_sms",
            Job::Recover { .. } => "recover",
            Job::TellAccount { .. } => "tell_account",
            Job::TellNumber { .. } => "tell_number",
            Job::Refund { .. } => "refund",
            Job::CloseTrade { .. } => "close_trade",
            Job::WatchTrade { .. } => "watch_trade",
            Job::WatchPayment { .. } => "watch_payment",
            Job::WatchReceipt { .. } => "watch_receipt",
            Job::IssueInvoice { .. } => "issue_invoice",
            Job::MailInvoice { .. } => "mail_invoice",
            Job::FlushInvoice => "flush_invoice",
            Job::Unreadable => "unreadable",
        }
    }
}

/// How a row of the outbox stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JobState {
    /// To be done at its time.
    Ready,
    Done,
    /// Given up: staff see it and may send it again.
    Dead,
}

impl JobState {
    /// The stored code.
    pub fn code(self) -> &'static str {
        match self {
            JobState::Ready => "ready",
            JobState::Done => "done",
            JobState::Dead => "dead",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_of_0_1_0_about_an_invoice_to_be_flushed_is_still_read() {
        let read: Result<Job, _> = serde_json::from_str(r#"{"job":"flush_invoice","invoice":3}"#);
        assert_eq!(read.ok(), Some(Job::FlushInvoice));
    }
}
