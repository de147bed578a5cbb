//! The one line that a user reads for an order: the tag of its status and the sentence under it. Derived from the
//! state alone, so that list, detail and history cannot disagree.

use app::order::query::OrderLine;
use domain::invoice::InvoiceState;
use domain::money::Fen;
use domain::order::{CloseReason, Handover, Review, State, StatusCode};
use domain::payment::RefundState;
use domain::time;
use jiff::civil::{Date, Weekday};
use jiff::{Timestamp, ToSpan};

/// Working days that a review is promised to take.
const REVIEW_DAYS: u32 = 2;

/// A coloured word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tag {
    /// Classes of the style sheet.
    pub class: &'static str,
    pub word: &'static str,
}

impl Tag {
    /// The tag of a state; a rejected draft has its own.
    pub fn of(state: &State) -> Tag {
        match state {
            State::Draft { rejected: Some(_) } => Tag { class: "tag t-red", word: "待提交（已拒绝）" },
            other => Tag::of_status(other.code()),
        }
    }

    /// The tag of a status, as the history shows it.
    pub fn of_status(status: StatusCode) -> Tag {
        let class = match status {
            StatusCode::Draft | StatusCode::Closed => "tag",
            StatusCode::AwaitingPayment => "tag t-org",
            StatusCode::UnderReview => "tag t-amb",
            StatusCode::ToShip | StatusCode::Shipped | StatusCode::Processing => "tag t-blu",
            StatusCode::Completed => "tag t-grn",
        };
        Tag { class, word: status.label() }
    }

    /// The tag of an invoice.
    pub fn of_invoice(state: InvoiceState) -> Tag {
        let class = match state {
            InvoiceState::Issued | InvoiceState::Mailed => "tag t-grn",
            InvoiceState::Pending
            | InvoiceState::Issuing
            | InvoiceState::IssueFailed
            | InvoiceState::RedRequested
            | InvoiceState::RedConfirmed => "tag t-amb",
            InvoiceState::RedIssued | InvoiceState::Void => "tag",
        };
        Tag { class, word: state.label() }
    }
}

/// Money that goes, or went, back to the payer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MoneyBack {
    pub amount: Fen,
    pub state: RefundState,
}

/// The sentence under the tag of a list; empty where the word says enough. `back`: the refund of the rejection.
pub fn under(line: &OrderLine, back: Option<MoneyBack>) -> String {
    match &line.state {
        State::Draft { rejected: None } => String::new(),
        State::Draft { rejected: Some(_) } => back.map_or_else(String::new, refund_sentence),
        State::AwaitingPayment { pay_until, .. } => {
            pay_until.map_or_else(String::new, |at| format!("{} 前有效", month_day(time::beijing(at).date())))
        }
        State::UnderReview(review) => reviewing(review),
        State::ToShip(_) => "2 个工作日内寄出".to_owned(),
        State::Shipped { waybill, .. } => waybill.sentence(),
        State::Processing { handover, .. } => handover_sentence(handover).to_owned(),
        State::Completed { .. } => line.invoice.map_or_else(String::new, |state| state.label().to_owned()),
        State::Closed { reason: CloseReason::AfterSale } => {
            let refund = line.refund.map_or("", RefundState::label);
            if refund.is_empty() { CloseReason::AfterSale.label().to_owned() } else { format!("售后{refund}") }
        }
        State::Closed { reason } => reason.label().to_owned(),
    }
}

fn refund_sentence(back: MoneyBack) -> String {
    format!("{} {}", back.amount, back.state.label())
}

fn reviewing(review: &Review) -> String {
    if review.cancel_requested {
        "已申请取消，等待处理".to_owned()
    } else if review.supplement.is_some() {
        "请补正材料".to_owned()
    } else {
        format!("预计 {} 审核", month_day(review_day(review.since)))
    }
}

/// How far a pickup is, in the user's words.
pub fn handover_sentence(handover: &Handover) -> &'static str {
    match handover {
        Handover::NotReady => "网点会与您联系",
        Handover::Ready { .. } => "已到网点，可以领取",
        Handover::HandedOver { .. } => "网点已交付，待确认",
    }
}

/// `11-24`.
pub fn month_day(day: Date) -> String {
    day.strftime("%m-%d").to_string()
}

/// The day by which a review is promised: the second working day after it began. Public holidays are not known here,
/// so pages say 预计.
pub fn review_day(since: Timestamp) -> Date {
    let mut day = time::beijing(since).date();
    let mut left = REVIEW_DAYS;
    while left > 0 {
        day = day.saturating_add(1.day());
        if !matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday) {
            left -= 1;
        }
        if day == Date::MAX {
            return day;
        }
    }
    day
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::orders::sample;
    use domain::order::{Approved, Collector, CompletedBy, Waybill};

    fn under_of(state: State, back: Option<MoneyBack>) -> String {
        under(&sample::line(state), back)
    }

    #[test]
    fn every_state_has_its_sentence() {
        let approved = Approved { paid: None, at: sample::at("2026-11-17 10:12:00"), after_sale: None };
        let processing = |handover| State::Processing { approved: approved.clone(), outlet: sample::OUTLET, handover };
        let collector = Collector { name: "林晓岚".into(), proxy: false, id_last4: "002X".into() };
        let waybill = Waybill { carrier: "顺丰速运".into(), number: "SF0012345678901".into() };
        let review = sample::review();
        let cases = [
            (State::Draft { rejected: None }, ""),
            (
                State::AwaitingPayment { pay_until: Some(sample::at("2026-12-08 09:12:00")), reviewed: None },
                "12-08 前有效",
            ),
            (State::AwaitingPayment { pay_until: None, reviewed: None }, ""),
            (State::UnderReview(review.clone()), "预计 11-25 审核"),
            (State::UnderReview(Review { cancel_requested: true, ..review.clone() }), "已申请取消，等待处理"),
            (State::UnderReview(Review { supplement: Some("营业执照".into()), ..review }), "请补正材料"),
            (State::ToShip(approved.clone()), "2 个工作日内寄出"),
            (
                State::Shipped { approved: approved.clone(), waybill, shipped_at: sample::at("2026-11-19 15:30:00") },
                "顺丰速运 SF0012345678901",
            ),
            (processing(Handover::NotReady), "网点会与您联系"),
            (processing(Handover::Ready { since: sample::now() }), "已到网点，可以领取"),
            (processing(Handover::HandedOver { collector, at: sample::now() }), "网点已交付，待确认"),
            (State::Completed { approved, by: CompletedBy::User, waybill: None }, "已开票"),
            (State::Closed { reason: CloseReason::Expired }, "超时未支付"),
            (State::Closed { reason: CloseReason::Cancelled }, "用户取消"),
            (State::Closed { reason: CloseReason::AfterSale }, "售后已退款"),
        ];
        for (state, sentence) in cases {
            assert_eq!(under_of(state.clone(), None), sentence, "{state:?}");
        }
    }

    #[test]
    fn a_rejected_draft_says_what_became_of_the_money() {
        let rejected = || State::Draft { rejected: Some(sample::rejected()) };
        for (state, sentence) in [
            (RefundState::Requested, "¥320.00 退款中"),
            (RefundState::Succeeded, "¥320.00 已退款"),
            (RefundState::Failed, "¥320.00 退款处理中"),
        ] {
            assert_eq!(under_of(rejected(), Some(MoneyBack { amount: Fen::new(32_000), state })), sentence);
        }
        assert_eq!(under_of(rejected(), None), "", "nothing was paid, nothing goes back (E9)");
        assert_eq!(Tag::of(&rejected()).word, "待提交（已拒绝）");
    }

    #[test]
    fn a_promise_counts_working_days() {
        for (since, day) in [
            ("2026-11-23 09:00:00", "11-25"), // Monday
            ("2026-11-26 23:59:59", "11-30"), // Thursday: Friday and Monday
            ("2026-11-28 12:00:00", "12-01"), // Saturday: Monday and Tuesday
        ] {
            assert_eq!(month_day(review_day(sample::at(since))), day, "{since}");
        }
    }
}
