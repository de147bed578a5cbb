//! A refund: `Requested → Sent → Succeeded | Unknown(→ query) | Failed → Manual`. One number per refund, fixed when the
//! refund is decided, so that repeating the order moves money once. Only an explicit success is a success.

use super::report::RefundReport;
use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RefundState {
    /// Decided; to be sent.
    Requested,
    /// About to be sent, or sent: written before the call, so that a crash asks instead of forgetting.
    Sent,
    Succeeded,
    /// Sent, outcome unknown: ask.
    Unknown,
    /// Refused for good: waits for finance (E10).
    Failed,
    /// Paid back off line, with a voucher and a second person.
    Manual,
}

impl RefundState {
    pub const ALL: [RefundState; 6] = [
        RefundState::Requested,
        RefundState::Sent,
        RefundState::Succeeded,
        RefundState::Unknown,
        RefundState::Failed,
        RefundState::Manual,
    ];

    /// The stored code.
    pub fn code(self) -> &'static str {
        match self {
            RefundState::Requested => "requested",
            RefundState::Sent => "sent",
            RefundState::Succeeded => "succeeded",
            RefundState::Unknown => "unknown",
            RefundState::Failed => "failed",
            RefundState::Manual => "manual",
        }
    }

    /// Reads a stored code back.
    pub fn from_code(code: &str) -> Option<RefundState> {
        RefundState::ALL.into_iter().find(|state| state.code() == code)
    }

    /// The words that the user reads.
    pub fn label(self) -> &'static str {
        match self {
            RefundState::Requested | RefundState::Sent | RefundState::Unknown => "退款中",
            RefundState::Succeeded => "已退款",
            RefundState::Failed => "退款处理中",
            RefundState::Manual => "已线下退款",
        }
    }
}

/// A refund as the machine sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Refund {
    pub state: RefundState,
}

/// What happened to a refund.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RefundFact {
    /// The worker is about to send it.
    Sending,
    /// The gateway said something explicit.
    Reported(RefundReport),
    /// No answer, or one that could not be trusted.
    NoAnswer,
    /// Refused for now (balance too low, system busy).
    RefusedForNow,
    /// Refused for good, or refused for now too often.
    Refused,
    /// Finance sends it again under the same number.
    Retried,
    /// Finance paid it back off line.
    PaidOffline,
}

/// What a fact means beyond the refund.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RefundOutcome {
    Nothing,
    /// The money went back just now.
    Succeeded,
    /// A person must look at it.
    Stuck,
}

impl Refund {
    /// Takes note of a fact. Total; success and off-line payment are for ever.
    pub fn observe(self, fact: RefundFact) -> (RefundState, RefundOutcome) {
        use RefundState::{Failed, Manual, Requested, Sent, Succeeded, Unknown};
        let quiet = |state| (state, RefundOutcome::Nothing);
        match (self.state, fact) {
            (Succeeded | Manual, _) => quiet(self.state),
            (_, RefundFact::Reported(RefundReport::Succeeded)) => (Succeeded, RefundOutcome::Succeeded),
            (Failed, RefundFact::Retried) => quiet(Requested),
            (Failed, RefundFact::PaidOffline) => quiet(Manual),
            (Failed, _) | (_, RefundFact::Retried | RefundFact::PaidOffline) => quiet(self.state),
            (Requested | Sent | Unknown, RefundFact::Sending) => quiet(Sent),
            (_, RefundFact::Reported(RefundReport::Pending) | RefundFact::NoAnswer) => quiet(Unknown),
            (_, RefundFact::Reported(RefundReport::NotFound) | RefundFact::RefusedForNow) => quiet(Requested),
            (_, RefundFact::Refused) => (Failed, RefundOutcome::Stuck),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FACTS: [RefundFact; 9] = [
        RefundFact::Sending,
        RefundFact::Reported(RefundReport::Succeeded),
        RefundFact::Reported(RefundReport::Pending),
        RefundFact::Reported(RefundReport::NotFound),
        RefundFact::NoAnswer,
        RefundFact::RefusedForNow,
        RefundFact::Refused,
        RefundFact::Retried,
        RefundFact::PaidOffline,
    ];

    #[test]
    fn only_an_explicit_success_is_a_success_and_it_is_told_once() {
        for state in RefundState::ALL {
            for fact in FACTS {
                let (next, outcome) = Refund { state }.observe(fact);
                let explicit = fact == RefundFact::Reported(RefundReport::Succeeded);
                let was_final = matches!(state, RefundState::Succeeded | RefundState::Manual);
                assert_eq!(outcome == RefundOutcome::Succeeded, explicit && !was_final, "{state:?} {fact:?}");
                if next == RefundState::Succeeded {
                    assert!(explicit || state == RefundState::Succeeded, "{state:?} {fact:?}");
                }
            }
        }
    }

    #[test]
    fn money_paid_back_is_never_sent_again() {
        for state in [RefundState::Succeeded, RefundState::Manual] {
            for fact in FACTS {
                assert_eq!(Refund { state }.observe(fact), (state, RefundOutcome::Nothing), "{fact:?}");
            }
        }
    }

    #[test]
    fn a_refused_refund_waits_for_finance_and_can_be_retried_or_paid_off_line() {
        let (failed, outcome) = Refund { state: RefundState::Sent }.observe(RefundFact::Refused);
        assert_eq!((failed, outcome), (RefundState::Failed, RefundOutcome::Stuck));
        assert_eq!(Refund { state: failed }.observe(RefundFact::Retried).0, RefundState::Requested);
        assert_eq!(Refund { state: failed }.observe(RefundFact::PaidOffline).0, RefundState::Manual);
        assert_eq!(Refund { state: failed }.observe(RefundFact::NoAnswer).0, RefundState::Failed);
    }

    #[test]
    fn an_unknown_outcome_is_asked_after_and_an_unknown_refund_is_sent_again() {
        assert_eq!(Refund { state: RefundState::Sent }.observe(RefundFact::NoAnswer).0, RefundState::Unknown);
        let not_found = RefundFact::Reported(RefundReport::NotFound);
        assert_eq!(Refund { state: RefundState::Unknown }.observe(not_found).0, RefundState::Requested);
    }
}
