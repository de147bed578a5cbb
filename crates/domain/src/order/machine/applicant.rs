//! What a company does with its own order before a reviewer has decided.

use crate::order::command::{Deadlines, Decision, Submission};
use crate::order::effect::Effect;
use crate::order::history::{Entry, Event};
use crate::order::refusal::Why;
use crate::order::state::{CloseReason, Order, Review, State};
use crate::time;
use jiff::Timestamp;

/// T2.
pub(super) fn save(order: &Order) -> Result<Decision, Why> {
    let State::Draft { rejected } = &order.state else { return Err(Why::WrongState) };
    let next = State::Draft { rejected: rejected.clone() };
    Ok(Decision::to(order, next, Entry::new(Event::Saved, "")))
}

/// T3, T3a.
pub(super) fn submit(order: &Order, submitted: &Submission, now: Timestamp) -> Result<Decision, Why> {
    let State::Draft { .. } = &order.state else { return Err(Why::WrongState) };
    let Submission { price, shown, missing, hindrance, review_first, deadlines } = submitted;
    if !missing.is_empty() {
        return Err(Why::Incomplete(missing.clone()));
    }
    if let Some(why) = hindrance {
        return Err(why.clone());
    }
    if !order.business.is_taken() {
        return Err(Why::NotOffered);
    }
    if shown.is_some_and(|shown| shown != *price) {
        return Err(Why::PriceChanged);
    }
    let submission = order.submission + 1;
    let entry = Entry::new(Event::Submitted, format!("第 {submission} 次提交，应付 {price}"));
    let decision = if price.is_zero() || *review_first {
        Decision::to(order, State::UnderReview(Review::begun(None, now)), entry)
    } else {
        await_payment(order, None, deadlines, now, entry)
    };
    Ok(Decision { submission, amount: *price, ..decision })
}

/// Waits for the money. `reviewed` is when a reviewer approved already, where the project reviews first (T3a).
pub(super) fn await_payment(
    order: &Order,
    reviewed: Option<Timestamp>,
    deadlines: &Deadlines,
    now: Timestamp,
    entry: Entry,
) -> Decision {
    let pay_until = (deadlines.pay_days > 0).then(|| time::days_after(now, deadlines.pay_days));
    let decision = Decision::to(order, State::AwaitingPayment { pay_until, reviewed }, entry);
    match pay_until {
        Some(at) => decision.with(Effect::WatchPayment { at }),
        None => decision,
    }
}

/// T4: the order stays as it is.
pub(super) fn open_payment(order: &Order) -> Result<Decision, Why> {
    let State::AwaitingPayment { .. } = &order.state else { return Err(Why::WrongState) };
    Ok(Decision::nothing(order))
}

/// T6.
pub(super) fn withdraw(order: &Order) -> Result<Decision, Why> {
    let State::AwaitingPayment { .. } = &order.state else { return Err(Why::WrongState) };
    let next = State::Draft { rejected: None };
    Ok(Decision::to(order, next, Entry::new(Event::Withdrawn, "")).with(Effect::CloseAttempts { except: None }))
}

/// T7, by the user.
pub(super) fn cancel(order: &Order) -> Result<Decision, Why> {
    let State::AwaitingPayment { .. } = &order.state else { return Err(Why::WrongState) };
    let next = State::Closed { reason: CloseReason::Cancelled };
    Ok(Decision::to(order, next, Entry::new(Event::Cancelled, "")).with(Effect::CloseAttempts { except: None }))
}

/// A draft that was never submitted.
pub(super) fn delete(order: &Order) -> Result<Decision, Why> {
    let State::Draft { .. } = &order.state else { return Err(Why::WrongState) };
    if order.submission > 0 {
        return Err(Why::AlreadySubmitted);
    }
    let next = State::Closed { reason: CloseReason::Deleted };
    Ok(Decision::to(order, next, Entry::new(Event::Deleted, "")))
}
