//! One attempt to pay one submission: `Opened → QrReady → (Scanned) → Settled | Closed | Expired | Unknown`.
//! Only an explicit report with the attempt's own amount settles it; settled is for ever. A code that was closed or
//! has expired at our side can still be paid at the gateway's: that settles too, and the order decides what the
//! money is worth (hard cases E1–E3).

use super::report::{TradeReport, TradeStatus};
use crate::money::Fen;
use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AttemptState {
    /// Committed; the gateway has not been asked, or has not answered yet.
    Opened,
    /// The code can be shown.
    QrReady,
    Scanned,
    /// Paid, with the right amount.
    Settled,
    /// Not wanted any more; still watched until the code is dead.
    Closed,
    /// The code is dead and nobody paid.
    Expired,
    /// The gateway did not answer when it was opened.
    Unknown,
}

impl AttemptState {
    pub const ALL: [AttemptState; 7] = [
        AttemptState::Opened,
        AttemptState::QrReady,
        AttemptState::Scanned,
        AttemptState::Settled,
        AttemptState::Closed,
        AttemptState::Expired,
        AttemptState::Unknown,
    ];

    /// The stored code.
    pub fn code(self) -> &'static str {
        match self {
            AttemptState::Opened => "opened",
            AttemptState::QrReady => "qr_ready",
            AttemptState::Scanned => "scanned",
            AttemptState::Settled => "settled",
            AttemptState::Closed => "closed",
            AttemptState::Expired => "expired",
            AttemptState::Unknown => "unknown",
        }
    }

    /// Reads a stored code back.
    pub fn from_code(code: &str) -> Option<AttemptState> {
        AttemptState::ALL.into_iter().find(|state| state.code() == code)
    }

    /// The words that finance reads.
    pub fn label(self) -> &'static str {
        match self {
            AttemptState::Opened | AttemptState::QrReady => "等待扫码",
            AttemptState::Scanned => "已扫码",
            AttemptState::Settled => "已收款",
            AttemptState::Closed => "已作废",
            AttemptState::Expired => "已过期",
            AttemptState::Unknown => "结果不明",
        }
    }

    /// True while a code may be on somebody's screen and count.
    pub fn is_open(self) -> bool {
        matches!(self, AttemptState::Opened | AttemptState::QrReady | AttemptState::Scanned | AttemptState::Unknown)
    }
}

/// What the machine needs to know of an attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Attempt {
    pub state: AttemptState,
    /// What it was opened for.
    pub amount: Fen,
}

/// What happened to an attempt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AttemptFact {
    /// The gateway gave the code.
    QrReady,
    /// The gateway did not answer, or refused, when it was asked for a code.
    NoCode,
    /// The gateway reported, in an answer or a notice.
    Reported(TradeReport),
    /// The order does not want this attempt any more.
    NotWanted,
    /// The code is dead and the gateway says that nobody paid.
    TimeOver,
}

/// What a fact means beyond the attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AttemptOutcome {
    Nothing,
    /// It settled just now: the order must be told.
    Settled,
    /// Money that does not fit (E6), or a refund that we did not order: never booked; a person must look.
    Alarm,
}

impl Attempt {
    /// Takes note of a fact. Total.
    pub fn observe(self, fact: &AttemptFact) -> (AttemptState, AttemptOutcome) {
        let quiet = |state| (state, AttemptOutcome::Nothing);
        match fact {
            AttemptFact::QrReady if matches!(self.state, AttemptState::Opened | AttemptState::Unknown) => {
                quiet(AttemptState::QrReady)
            }
            AttemptFact::NoCode if self.state == AttemptState::Opened => quiet(AttemptState::Unknown),
            AttemptFact::NotWanted if self.state.is_open() => quiet(AttemptState::Closed),
            AttemptFact::TimeOver if self.state.is_open() => quiet(AttemptState::Expired),
            AttemptFact::QrReady | AttemptFact::NoCode | AttemptFact::NotWanted | AttemptFact::TimeOver => {
                quiet(self.state)
            }
            AttemptFact::Reported(report) => self.reported(report),
        }
    }

    fn reported(self, report: &TradeReport) -> (AttemptState, AttemptOutcome) {
        let quiet = |state| (state, AttemptOutcome::Nothing);
        match report.status {
            _ if self.state == AttemptState::Settled => (self.state, self.after_settling(report)),
            TradeStatus::Paid | TradeStatus::Finished => {
                if report.amount == Some(self.amount) && report.refunded.is_zero() {
                    (AttemptState::Settled, AttemptOutcome::Settled)
                } else {
                    (self.state, AttemptOutcome::Alarm)
                }
            }
            TradeStatus::Closed if !report.refunded.is_zero() => (self.state, AttemptOutcome::Alarm),
            TradeStatus::Closed if self.state.is_open() => quiet(AttemptState::Closed),
            TradeStatus::WaitingBuyer if self.state == AttemptState::QrReady => quiet(AttemptState::Scanned),
            TradeStatus::Closed | TradeStatus::WaitingBuyer | TradeStatus::NotScanned => quiet(self.state),
        }
    }

    /// What is settled stays; only another amount than the one that was booked needs a person's eyes (E6).
    fn after_settling(self, report: &TradeReport) -> AttemptOutcome {
        match report.amount {
            Some(amount) if amount != self.amount => AttemptOutcome::Alarm,
            _ => AttemptOutcome::Nothing,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::TradeNumber;

    const PRICE: Fen = Fen::new(30_000);

    fn report(status: TradeStatus, amount: i64, refunded: i64) -> AttemptFact {
        AttemptFact::Reported(TradeReport {
            trade: TradeNumber::parse("P1S1A1").expect("a number"),
            gateway_trade: None,
            status,
            amount: Some(Fen::new(amount)),
            refunded: Fen::new(refunded),
            paid_at: None,
        })
    }

    fn facts() -> Vec<AttemptFact> {
        let mut all = vec![AttemptFact::QrReady, AttemptFact::NoCode, AttemptFact::NotWanted, AttemptFact::TimeOver];
        for status in [
            TradeStatus::NotScanned,
            TradeStatus::WaitingBuyer,
            TradeStatus::Paid,
            TradeStatus::Finished,
            TradeStatus::Closed,
        ] {
            for (amount, refunded) in [(30_000, 0), (29_999, 0), (30_000, 30_000), (30_000, 1)] {
                all.push(report(status, amount, refunded));
            }
        }
        all
    }

    #[test]
    fn settled_is_for_ever_and_never_told_twice() {
        for fact in facts() {
            let attempt = Attempt { state: AttemptState::Settled, amount: PRICE };
            let other_amount = matches!(&fact, AttemptFact::Reported(report) if report.amount != Some(PRICE));
            let outcome = if other_amount { AttemptOutcome::Alarm } else { AttemptOutcome::Nothing };
            assert_eq!(attempt.observe(&fact), (AttemptState::Settled, outcome), "{fact:?}");
        }
    }

    #[test]
    fn every_unsettled_state_settles_on_the_right_amount_and_on_nothing_else() {
        for state in AttemptState::ALL.into_iter().filter(|s| *s != AttemptState::Settled) {
            for fact in facts() {
                let (next, outcome) = Attempt { state, amount: PRICE }.observe(&fact);
                let right = [TradeStatus::Paid, TradeStatus::Finished].iter().any(|s| fact == report(*s, 30_000, 0));
                assert_eq!(outcome == AttemptOutcome::Settled, right, "{state:?} {fact:?}");
                assert_eq!(next == AttemptState::Settled, right, "{state:?} {fact:?}");
            }
        }
    }

    #[test]
    fn wrong_money_raises_an_alarm_and_books_nothing() {
        for state in [AttemptState::QrReady, AttemptState::Closed, AttemptState::Expired] {
            let attempt = Attempt { state, amount: PRICE };
            assert_eq!(attempt.observe(&report(TradeStatus::Paid, 1, 0)), (state, AttemptOutcome::Alarm));
            assert_eq!(attempt.observe(&report(TradeStatus::Closed, 30_000, 30_000)), (state, AttemptOutcome::Alarm));
        }
    }

    #[test]
    fn an_attempt_that_is_over_never_opens_again() {
        for state in [AttemptState::Closed, AttemptState::Expired] {
            for fact in facts() {
                let (next, _) = Attempt { state, amount: PRICE }.observe(&fact);
                assert!(!next.is_open(), "{state:?} {fact:?} -> {next:?}");
            }
        }
    }

    #[test]
    fn a_code_can_arrive_after_a_time_out() {
        let attempt = Attempt { state: AttemptState::Opened, amount: PRICE };
        let (unknown, _) = attempt.observe(&AttemptFact::NoCode);
        assert_eq!(unknown, AttemptState::Unknown);
        let (ready, _) = Attempt { state: unknown, amount: PRICE }.observe(&AttemptFact::QrReady);
        assert_eq!(ready, AttemptState::QrReady);
    }
}
