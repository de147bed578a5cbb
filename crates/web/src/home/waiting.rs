//! 等您处理: the orders that stand still until the company does something, in the order of urgency. A rejected order
//! comes first, because its money is on the way back and only the company can go on.

use crate::orders::tag::Tag;
use app::order::query::OrderLine;
use domain::order::{Handover, State};
use domain::payment::RefundState;
use domain::time;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenOrder {
    /// 订单号.
    pub number: String,
    /// What stands in the way.
    pub kind: Kind,
    /// The word of its status.
    pub tag: Tag,
    /// The particulars in one sentence or two.
    pub note: String,
}

/// What the company has to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Rejected: 修改并重新提交.
    Rejected,
    /// 订单支付.
    Unpaid,
    /// Sent by courier: 确认收货.
    Shipped,
    /// Waits at the outlet, or was handed over there: 确认收货.
    AtOutlet,
    /// Saved and never submitted.
    Saved,
}

impl OpenOrder {
    /// What a line of the list waits for; `None` when it is not the company's turn.
    pub fn of(line: &OrderLine) -> Option<OpenOrder> {
        let (kind, note) = match &line.state {
            State::Draft { rejected: Some(rejected) } => {
                let reasons: Vec<&str> =
                    rejected.rejection.reasons.iter().map(|reason| reason.title.as_str()).collect();
                let why = if reasons.is_empty() { rejected.rejection.text.clone() } else { reasons.join("、") };
                (Kind::Rejected, format!("{why}。{}", refund_sentence(rejected.refund_of.and(line.refund))))
            }
            State::Draft { rejected: None } => {
                (Kind::Saved, format!("{}，{}。已保存，还没有提交。", contents(line), line.amount))
            }
            State::AwaitingPayment { pay_until, .. } => (Kind::Unpaid, unpaid_sentence(line, *pay_until)),
            State::Shipped { waybill, .. } => {
                (Kind::Shipped, format!("{} {}。收到后请确认。", waybill.carrier, waybill.number))
            }
            State::Processing { handover: Handover::Ready { .. }, .. } => {
                (Kind::AtOutlet, "证书已到网点，网点会与您联系；拿到后请确认。".into())
            }
            State::Processing { handover: Handover::HandedOver { .. }, .. } => {
                (Kind::AtOutlet, "网点已交付，拿到后请确认。".into())
            }
            State::Processing { handover: Handover::NotReady, .. }
            | State::UnderReview(_)
            | State::ToShip(_)
            | State::Completed { .. }
            | State::Closed { .. } => return None,
        };
        Some(OpenOrder { number: line.number.clone(), kind, tag: Tag::of(&line.state), note })
    }
}

fn unpaid_sentence(line: &OrderLine, pay_until: Option<jiff::Timestamp>) -> String {
    let until = pay_until.map(|until| format!("请在 {} 前支付，逾期自动关闭。", time::minute_text(until)));
    format!("{}，{}。{}", contents(line), line.amount, until.unwrap_or_default())
}

/// Where the money of a rejected order is; `None` where none was paid (E9).
fn refund_sentence(refund: Option<RefundState>) -> &'static str {
    match refund {
        None => "没有付款，不涉及退款。",
        Some(RefundState::Succeeded | RefundState::Manual) => "钱款已退回原支付账号。",
        Some(RefundState::Requested | RefundState::Sent | RefundState::Unknown) => "钱款正在原路退回。",
        Some(RefundState::Failed) => "退款遇到问题，我们正在处理，钱款不会丢失。",
    }
}

/// `2 个证书、1 个签章`.
pub fn contents(line: &OrderLine) -> String {
    format!("{} 个证书、{} 个签章", line.certificates, line.seals)
}

impl Kind {
    /// The button: what to add to the order's address, and its word.
    pub fn act(self) -> (&'static str, &'static str) {
        match self {
            Kind::Rejected => ("/edit", "修改并重新提交"),
            Kind::Unpaid => ("/pay", "订单支付"),
            Kind::Shipped | Kind::AtOutlet => ("", "确认收货"),
            Kind::Saved => ("/check", "核对并提交"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::orders::sample::{handed_over, line, now, processing, rejected, review, shipped};

    fn note(line: &OrderLine) -> String {
        OpenOrder::of(line).map(|waiting| waiting.note).unwrap_or_default()
    }

    #[test]
    fn a_rejected_order_names_the_reasons_and_where_the_money_is() {
        let mut line = line(State::Draft { rejected: Some(rejected()) });
        for (refund, money) in [
            (RefundState::Requested, "钱款正在原路退回。"),
            (RefundState::Unknown, "钱款正在原路退回。"),
            (RefundState::Succeeded, "钱款已退回原支付账号。"),
            (RefundState::Failed, "退款遇到问题，我们正在处理，钱款不会丢失。"),
        ] {
            line.refund = Some(refund);
            assert_eq!(note(&line), format!("扫描件不清晰、法定代表人与执照不一致。{money}"));
        }
    }

    #[test]
    fn the_refund_of_an_earlier_submission_is_not_told_for_a_rejection_without_payment() {
        let rejected = domain::order::Rejected { refund_of: None, ..rejected() };
        let mut line = line(State::Draft { rejected: Some(rejected) });
        line.refund = Some(RefundState::Succeeded);
        assert!(note(&line).ends_with("没有付款，不涉及退款。"));
    }

    #[test]
    fn an_unpaid_order_says_how_much_and_until_when() {
        let until = "2026-12-08T01:12:00Z".parse().ok();
        let waiting =
            OpenOrder::of(&line(State::AwaitingPayment { pay_until: until, reviewed: None })).map(|w| (w.kind, w.note));
        let note = "2 个证书、1 个签章，¥320.00。请在 2026-12-08 09:12 前支付，逾期自动关闭。";
        assert_eq!(waiting, Some((Kind::Unpaid, note.into())));
    }

    #[test]
    fn what_was_sent_or_handed_over_waits_for_the_confirmation() {
        assert_eq!(note(&line(shipped())), "顺丰速运 SF0012345678901。收到后请确认。");
        for handover in [Handover::Ready { since: now() }, handed_over()] {
            assert_eq!(OpenOrder::of(&line(processing(handover))).map(|waiting| waiting.kind), Some(Kind::AtOutlet));
        }
    }

    #[test]
    fn an_order_that_waits_for_others_is_not_listed() {
        assert_eq!(OpenOrder::of(&line(processing(Handover::NotReady))), None);
        assert_eq!(OpenOrder::of(&line(State::UnderReview(review()))), None);
    }

    #[test]
    fn a_saved_order_waits_to_be_submitted_and_comes_last() {
        let waiting = OpenOrder::of(&line(State::Draft { rejected: None })).map(|w| (w.kind, w.note));
        let note = "2 个证书、1 个签章，¥320.00。已保存，还没有提交。";
        assert_eq!(waiting, Some((Kind::Saved, note.into())));
        assert!(Kind::Saved > Kind::AtOutlet);
    }
}
