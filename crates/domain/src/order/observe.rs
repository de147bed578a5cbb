//! What the world reports about an order. A fact has already happened, so it is never refused: where nobody expects
//! it, it changes no state, and money that nobody expects goes back (hard cases E1, E2).

use super::command::{Deadlines, Decision};
use super::effect::{Effect, RefundReason};
use super::history::{Entry, Event};
use super::machine::{carried_out, to_deliver};
use super::state::{Approved, CloseReason, CompletedBy, Handover, Order, Paid, Review, State};
use crate::id::AttemptId;
use crate::message::Sms;
use crate::money::Fen;
use crate::time;
use jiff::{SignedDuration, Timestamp};

/// How long before the order completes by itself the user is reminded (T14).
pub const REMIND_BEFORE: SignedDuration = SignedDuration::from_hours(3 * 24);

/// Something that happened outside.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fact {
    /// A payment attempt of this order settled, for the first time and with its own amount.
    PaymentSettled {
        attempt: AttemptId,
        /// The submission that it was opened for.
        submission: i64,
        amount: Fen,
    },
    /// A refund of one of its payments succeeded.
    RefundSucceeded {
        amount: Fen,
        number: String,
    },
    /// A refund that the gateway refused was paid back off line, and a second person released it (E10).
    RefundPaidOffline {
        amount: Fen,
        number: String,
    },
    /// A refund was refused for good and waits for a person (E10).
    RefundStuck {
        number: String,
    },
    InvoiceIssued {
        number: String,
    },
    /// The issuer refused; staff are told (E13).
    InvoiceStuck,
    /// The days to pay are over and the gateway says that nobody paid (T7).
    PaymentDeadlinePassed,
    /// The moment came at which a reminder or the automatic completion may be due (T14).
    ReceiptDeadlineNear {
        deadlines: Deadlines,
    },
}

/// Takes note of a fact. Total: every state accepts every fact.
pub fn observe(order: &Order, fact: &Fact, now: Timestamp) -> Decision {
    match fact {
        Fact::PaymentSettled { attempt, submission, amount } => settled(order, *attempt, *submission, *amount, now),
        Fact::RefundSucceeded { amount, number } => {
            noted(order, Event::Refunded, format!("{amount} 退回原支付账号，退款号 {number}"))
        }
        Fact::RefundPaidOffline { amount, number } => {
            noted(order, Event::Refunded, format!("{amount} 已线下退回，退款号 {number}"))
        }
        Fact::RefundStuck { number } => noted(order, Event::RefundStuck, format!("退款号 {number}，财务正在处理")),
        Fact::InvoiceIssued { number } => noted(order, Event::InvoiceIssued, format!("发票号码 {number}")),
        Fact::InvoiceStuck => noted(order, Event::InvoiceStuck, "税务平台未能开具，工作人员正在处理"),
        Fact::PaymentDeadlinePassed => payment_deadline(order, now),
        Fact::ReceiptDeadlineNear { deadlines } => receipt(order, deadlines, now),
    }
}

/// T5, or money that goes back: the first payment of the current submission counts, every other one is returned.
/// Where a reviewer has approved already (T3a), the payment is what approval waited for (T9, T10).
fn settled(order: &Order, attempt: AttemptId, submission: i64, amount: Fen, now: Timestamp) -> Decision {
    if let State::AwaitingPayment { reviewed, .. } = &order.state
        && submission == order.submission
        && amount == order.amount
    {
        let paid = Some(Paid { attempt, amount });
        let entry = Entry::new(Event::Paid, paid_note(order, amount));
        let closing = Effect::CloseAttempts { except: Some(attempt) };
        return match reviewed {
            None => Decision::to(order, State::UnderReview(Review::begun(paid, now)), entry).with(closing),
            Some(at) => {
                let approved = Approved { paid, at: *at, after_sale: None };
                let decision = Decision::to(order, to_deliver(order, approved), entry).with(closing);
                carried_out(order, decision).with(Effect::IssueInvoice)
            }
        };
    }
    if order.state.paid().is_some_and(|paid| paid.attempt == attempt) {
        return Decision::nothing(order); // told twice
    }
    let counted = submission == order.submission && order.state.paid().is_some();
    let reason = if counted { RefundReason::Duplicate } else { RefundReason::Late };
    noted(order, Event::UnexpectedMoney, format!("{amount}，{}", reason.label()))
        .with(Effect::Refund { attempt, amount, reason })
        .with(Effect::Tell(Sms::MoneyReturned { order: order.number.to_string(), amount }))
}

/// Where a reviewer of an older program approved what nobody can carry out, the money stays with the order, which says
/// that a person has to see to it.
fn paid_note(order: &Order, amount: Fen) -> String {
    if order.business.is_taken() {
        return format!("已付 {amount}");
    }
    format!("已付 {amount}；现在不办理{}，工作人员正在处理", order.business.title())
}

/// T7, by the clock.
fn payment_deadline(order: &Order, now: Timestamp) -> Decision {
    if let State::AwaitingPayment { pay_until: Some(until), .. } = &order.state
        && *until <= now
    {
        let next = State::Closed { reason: CloseReason::Expired };
        return Decision::to(order, next, Entry::new(Event::Expired, "")).with(Effect::CloseAttempts { except: None });
    }
    Decision::nothing(order)
}

fn receipt(order: &Order, deadlines: &Deadlines, now: Timestamp) -> Decision {
    let (Some(due), Some(approved)) = (receipt_due(order, deadlines), order.state.approved()) else {
        return Decision::nothing(order);
    };
    if now >= due {
        let waybill = order.state.waybill().cloned();
        let next = State::Completed { approved: approved.clone(), by: CompletedBy::Deadline, waybill };
        return Decision::to(order, next, Entry::new(Event::Completed, "到期自动确认"));
    }
    if time::after(now, REMIND_BEFORE) < due {
        return Decision::nothing(order);
    }
    let due_day = time::day_text(due);
    noted(order, Event::Reminded, format!("{due_day} 起系统自动确认"))
        .with(Effect::Tell(Sms::ConfirmReminder { order: order.number.to_string() }))
}

/// When an order that is on its way to the user, or in the user's hands, completes by itself; `None` for others.
pub fn receipt_due(order: &Order, deadlines: &Deadlines) -> Option<Timestamp> {
    let (since, granted) = match &order.state {
        State::Shipped { shipped_at, .. } => (*shipped_at, deadlines.shipped_days),
        State::Processing { handover: Handover::HandedOver { at, .. }, .. } => (*at, deadlines.handed_over_days),
        State::Draft { .. }
        | State::AwaitingPayment { .. }
        | State::UnderReview(_)
        | State::ToShip(_)
        | State::Processing { .. }
        | State::Completed { .. }
        | State::Closed { .. } => return None,
    };
    Some(time::days_after(since, granted))
}

fn noted(order: &Order, event: Event, note: impl Into<String>) -> Decision {
    Decision::to(order, order.state.clone(), Entry::new(event, note))
}
