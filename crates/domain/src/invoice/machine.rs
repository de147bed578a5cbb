//! An invoice: `Pending → Issuing → Issued → Mailed`, `IssueFailed` (retried under the same number), and the red side
//! `RedRequested → RedConfirmed → RedIssued`. A request that failed becomes `Void` once its order was paid back. Whether
//! the mail arrived is a state of its own.

use super::request::InvoiceReport;
use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum InvoiceState {
    /// To be ordered.
    Pending,
    /// Ordered, or about to be: written before the call.
    Issuing,
    /// It exists; an issued invoice whose file is not there yet is still issued.
    Issued,
    /// It exists and the mail with it was taken by the mail server.
    Mailed,
    /// Refused by the issuer; retried under the same number, by staff.
    IssueFailed,
    /// To be flushed in red.
    RedRequested,
    /// The red form is confirmed.
    RedConfirmed,
    /// Flushed: no longer valid.
    RedIssued,
    /// It was refused, and its order is closed: never to be ordered again.
    Void,
}

impl InvoiceState {
    pub const ALL: [InvoiceState; 9] = [
        InvoiceState::Pending,
        InvoiceState::Issuing,
        InvoiceState::Issued,
        InvoiceState::Mailed,
        InvoiceState::IssueFailed,
        InvoiceState::RedRequested,
        InvoiceState::RedConfirmed,
        InvoiceState::RedIssued,
        InvoiceState::Void,
    ];

    /// The stored code.
    pub fn code(self) -> &'static str {
        match self {
            InvoiceState::Pending => "pending",
            InvoiceState::Issuing => "issuing",
            InvoiceState::Issued => "issued",
            InvoiceState::Mailed => "mailed",
            InvoiceState::IssueFailed => "issue_failed",
            InvoiceState::RedRequested => "red_requested",
            InvoiceState::RedConfirmed => "red_confirmed",
            InvoiceState::RedIssued => "red_issued",
            InvoiceState::Void => "void",
        }
    }

    /// Reads a stored code back.
    pub fn from_code(code: &str) -> Option<InvoiceState> {
        InvoiceState::ALL.into_iter().find(|state| state.code() == code)
    }

    /// The words on the screen.
    pub fn label(self) -> &'static str {
        match self {
            InvoiceState::Pending | InvoiceState::Issuing => "开票中",
            InvoiceState::Issued | InvoiceState::Mailed => "已开票",
            InvoiceState::IssueFailed => "开票处理中",
            InvoiceState::RedRequested | InvoiceState::RedConfirmed => "冲红中",
            InvoiceState::RedIssued => "已冲红",
            InvoiceState::Void => "不再开票",
        }
    }

    /// True once the blue invoice has a number.
    pub fn exists(self) -> bool {
        !matches!(self, InvoiceState::Pending | InvoiceState::Issuing | InvoiceState::IssueFailed | InvoiceState::Void)
    }

    /// True while nobody knows yet what the issuer will say.
    pub fn waits(self) -> bool {
        matches!(self, InvoiceState::Pending | InvoiceState::Issuing)
    }
}

/// What became of the mail.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MailState {
    Waiting,
    /// Taken by the mail server.
    Sent,
    /// Refused: the mailbox is wrong; the user corrects it and sends again (E14).
    Bounced,
}

impl MailState {
    pub const ALL: [MailState; 3] = [MailState::Waiting, MailState::Sent, MailState::Bounced];

    /// The stored code.
    pub fn code(self) -> &'static str {
        match self {
            MailState::Waiting => "waiting",
            MailState::Sent => "sent",
            MailState::Bounced => "bounced",
        }
    }

    /// Reads a stored code back.
    pub fn from_code(code: &str) -> Option<MailState> {
        MailState::ALL.into_iter().find(|state| state.code() == code)
    }

    /// The words on the screen.
    pub fn label(self) -> &'static str {
        match self {
            MailState::Waiting => "待发送",
            MailState::Sent => "已发送",
            MailState::Bounced => "邮箱退信",
        }
    }
}

/// An invoice as the machine sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Invoice {
    pub state: InvoiceState,
    /// What became of the mail.
    pub mail: MailState,
}

/// What happened to an invoice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum InvoiceFact {
    /// The worker is about to order it.
    Ordering,
    /// The issuer said something explicit.
    Reported(InvoiceReport),
    /// The issuer refused the order for good.
    Refused,
    /// Staff order it again under the same number.
    Retried,
    /// The mail server took the mail.
    MailTaken,
    /// The mail server refused the mailbox.
    MailRefused,
    /// The user corrected the mailbox and sends again.
    MailAgain,
    /// It must be flushed; what does not exist is not ordered any more.
    FlushAsked,
    /// The red form is confirmed.
    RedConfirmed,
    RedIssued,
}

/// What a fact means beyond the invoice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InvoiceOutcome {
    Nothing,
    /// It exists since just now: the order is told, the file fetched and mailed.
    Issued,
    /// A person must look at it.
    Stuck,
}

impl Invoice {
    /// Takes note of a fact. Total; what exists never becomes something that does not.
    pub fn observe(self, fact: &InvoiceFact) -> (Invoice, InvoiceOutcome) {
        let to = |state| (Invoice { state, ..self }, InvoiceOutcome::Nothing);
        let same = (self, InvoiceOutcome::Nothing);
        match (self.state, fact) {
            (InvoiceState::Pending, InvoiceFact::Ordering) => to(InvoiceState::Issuing),
            (InvoiceState::Pending | InvoiceState::Issuing, InvoiceFact::Reported(report)) => match report {
                InvoiceReport::Issued(_) => (to(InvoiceState::Issued).0, InvoiceOutcome::Issued),
                InvoiceReport::Failed { .. } => (to(InvoiceState::IssueFailed).0, InvoiceOutcome::Stuck),
                InvoiceReport::NotFound => to(InvoiceState::Pending),
                InvoiceReport::Issuing => to(InvoiceState::Issuing),
            },
            (InvoiceState::IssueFailed, InvoiceFact::Reported(InvoiceReport::Issued(_))) => {
                (to(InvoiceState::Issued).0, InvoiceOutcome::Issued)
            }
            (InvoiceState::Pending | InvoiceState::Issuing, InvoiceFact::Refused) => {
                (to(InvoiceState::IssueFailed).0, InvoiceOutcome::Stuck)
            }
            (InvoiceState::IssueFailed, InvoiceFact::Retried) => to(InvoiceState::Pending),
            (InvoiceState::IssueFailed, InvoiceFact::FlushAsked) => to(InvoiceState::Void),
            (InvoiceState::Void, InvoiceFact::Reported(InvoiceReport::Issued(_))) => {
                (to(InvoiceState::RedRequested).0, InvoiceOutcome::Issued)
            }
            (InvoiceState::Issued | InvoiceState::Mailed, InvoiceFact::MailTaken) => {
                (Invoice { state: InvoiceState::Mailed, mail: MailState::Sent }, InvoiceOutcome::Nothing)
            }
            (InvoiceState::Issued | InvoiceState::Mailed, InvoiceFact::MailRefused) => {
                (Invoice { mail: MailState::Bounced, ..self }, InvoiceOutcome::Stuck)
            }
            (InvoiceState::Issued | InvoiceState::Mailed, InvoiceFact::MailAgain) => {
                (Invoice { mail: MailState::Waiting, ..self }, InvoiceOutcome::Nothing)
            }
            (InvoiceState::Issued | InvoiceState::Mailed, InvoiceFact::FlushAsked) => to(InvoiceState::RedRequested),
            (InvoiceState::RedRequested, InvoiceFact::RedConfirmed) => to(InvoiceState::RedConfirmed),
            (InvoiceState::RedRequested | InvoiceState::RedConfirmed, InvoiceFact::RedIssued) => {
                to(InvoiceState::RedIssued)
            }
            _ => same,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::request::IssuedInvoice;
    use super::*;

    fn issued() -> InvoiceFact {
        InvoiceFact::Reported(InvoiceReport::Issued(IssuedInvoice {
            number: "26000000000000004417".into(),
            issued_at: jiff::Timestamp::UNIX_EPOCH,
            pdf_url: None,
            gross: None,
        }))
    }

    fn facts() -> Vec<InvoiceFact> {
        vec![
            InvoiceFact::Ordering,
            issued(),
            InvoiceFact::Reported(InvoiceReport::Failed { reason: "x".into() }),
            InvoiceFact::Reported(InvoiceReport::NotFound),
            InvoiceFact::Reported(InvoiceReport::Issuing),
            InvoiceFact::Refused,
            InvoiceFact::Retried,
            InvoiceFact::MailTaken,
            InvoiceFact::MailRefused,
            InvoiceFact::MailAgain,
            InvoiceFact::FlushAsked,
            InvoiceFact::RedConfirmed,
            InvoiceFact::RedIssued,
        ]
    }

    #[test]
    fn what_exists_never_becomes_something_that_does_not() {
        for state in InvoiceState::ALL.into_iter().filter(|s| s.exists()) {
            for fact in facts() {
                let (next, outcome) = Invoice { state, mail: MailState::Waiting }.observe(&fact);
                assert!(next.state.exists(), "{state:?} {fact:?} -> {next:?}");
                assert_ne!(outcome, InvoiceOutcome::Issued, "{state:?} {fact:?}: issued twice");
            }
        }
    }

    #[test]
    fn only_an_explicit_report_makes_an_invoice() {
        for state in InvoiceState::ALL.into_iter().filter(|s| !s.exists()) {
            for fact in facts() {
                let (next, _) = Invoice { state, mail: MailState::Waiting }.observe(&fact);
                assert_eq!(next.state.exists(), fact == issued(), "{state:?} {fact:?} -> {next:?}");
            }
        }
    }

    #[test]
    fn a_request_that_failed_is_void_once_it_is_to_be_flushed_and_what_appears_then_is_to_be_flushed() {
        let failed = Invoice { state: InvoiceState::IssueFailed, mail: MailState::Waiting };
        let (void, _) = failed.observe(&InvoiceFact::FlushAsked);
        assert_eq!(void.state, InvoiceState::Void);
        assert_eq!(void.observe(&InvoiceFact::Retried).0.state, InvoiceState::Void, "not ordered again");
        assert_eq!(void.observe(&issued()).0.state, InvoiceState::RedRequested);
    }

    #[test]
    fn a_bounced_mail_can_be_sent_again_and_the_invoice_stands() {
        let invoice = Invoice { state: InvoiceState::Issued, mail: MailState::Waiting };
        let (bounced, outcome) = invoice.observe(&InvoiceFact::MailRefused);
        assert_eq!((bounced.mail, outcome), (MailState::Bounced, InvoiceOutcome::Stuck));
        let (again, _) = bounced.observe(&InvoiceFact::MailAgain);
        let (sent, _) = again.observe(&InvoiceFact::MailTaken);
        assert_eq!(sent, Invoice { state: InvoiceState::Mailed, mail: MailState::Sent });
    }
}
