//! The review: the user's wish to cancel, the claim, 补正, and the reviewer's two words.

use super::applicant::await_payment;
use super::delivery::{shipped, to_deliver};
use crate::actor::Actor;
use crate::message::Sms;
use crate::order::business::Outcome;
use crate::order::command::{Deadlines, Decision};
use crate::order::effect::{Effect, RefundReason};
use crate::order::form::Delivery;
use crate::order::history::{Entry, Event};
use crate::order::refusal::Why;
use crate::order::staff_form::{Rejection, Waybill};
use crate::order::state::{Approved, CLAIM_LASTS, Claim, Order, Rejected, Review, State};
use crate::rights::Act;
use crate::time;
use jiff::Timestamp;

fn review(order: &Order) -> Result<&Review, Why> {
    match &order.state {
        State::UnderReview(review) => Ok(review),
        State::Draft { .. }
        | State::AwaitingPayment { .. }
        | State::ToShip(_)
        | State::Shipped { .. }
        | State::Processing { .. }
        | State::Completed { .. }
        | State::Closed { .. } => Err(Why::WrongState),
    }
}

/// The review, unless a colleague has claimed it.
fn free_review<'a>(order: &'a Order, actor: &Actor, now: Timestamp) -> Result<&'a Review, Why> {
    let review = review(order)?;
    match actor.staff().and_then(|me| review.held_by_other(me, now)) {
        Some(claim) => Err(Why::ClaimedBy(claim.name.clone())),
        None => Ok(review),
    }
}

fn stays(order: &Order, review: Review, entry: Entry) -> Result<Decision, Why> {
    Ok(Decision::to(order, State::UnderReview(review), entry))
}

/// E7: a claim stops no user.
pub(super) fn request_cancel(order: &Order) -> Result<Decision, Why> {
    let review = review(order)?;
    if review.cancel_requested {
        return Err(Why::AlreadyAsked);
    }
    stays(order, Review { cancel_requested: true, ..review.clone() }, Entry::new(Event::CancelRequested, ""))
}

/// T18.
pub(super) fn claim(order: &Order, actor: &Actor, now: Timestamp) -> Result<Decision, Why> {
    let review = free_review(order, actor, now)?;
    let Some(by) = actor.staff() else { return Err(Why::NotAllowed) };
    let claim = Some(Claim { by, name: actor.name().to_owned(), until: time::after(now, CLAIM_LASTS) });
    stays(order, Review { claim, ..review.clone() }, Entry::new(Event::Claimed, ""))
}

/// T18: 放回队列.
pub(super) fn release(order: &Order, actor: &Actor, now: Timestamp) -> Result<Decision, Why> {
    let review = free_review(order, actor, now)?;
    stays(order, Review { claim: None, ..review.clone() }, Entry::new(Event::Released, ""))
}

/// T19.
pub(super) fn ask_supplement(order: &Order, what: &str, actor: &Actor, now: Timestamp) -> Result<Decision, Why> {
    let review = free_review(order, actor, now)?;
    let next = Review { supplement: Some(what.to_owned()), claim: None, ..review.clone() };
    stays(order, next, Entry::new(Event::SupplementAsked, what))
}

/// T19: the user has handed it in, and the order waits for a reviewer again.
pub(super) fn give_supplement(order: &Order, now: Timestamp) -> Result<Decision, Why> {
    let review = review(order)?;
    if review.supplement.is_none() {
        return Err(Why::WrongState);
    }
    let next = Review { supplement: None, since: now, ..review.clone() };
    stays(order, next, Entry::new(Event::SupplementGiven, ""))
}

/// Nobody decides on an order that they entered on the company's behalf.
fn not_own_entry(order: &Order, actor: &Actor) -> Result<(), Why> {
    match (order.entered_by, actor.staff()) {
        (Some(entered), Some(me)) if !Act::Review.right().second.is_kept(entered, me) => Err(Why::OwnEntry),
        _ => Ok(()),
    }
}

/// T8: back to the user, all the money back to where it came from.
pub(super) fn reject(order: &Order, rejection: &Rejection, actor: &Actor, now: Timestamp) -> Result<Decision, Why> {
    not_own_entry(order, actor)?;
    let review = free_review(order, actor, now)?;
    let refund_of = review.paid.map(|paid| paid.attempt);
    let next = State::Draft { rejected: Some(Rejected { rejection: rejection.clone(), at: now, refund_of }) };
    let decision = Decision::to(order, next, Entry::new(Event::Rejected, rejection.sentence()))
        .with(Effect::Tell(Sms::Rejected { order: order.number.to_string() }));
    Ok(match review.paid {
        Some(paid) => {
            let (attempt, amount) = (paid.attempt, paid.amount);
            decision.with(Effect::Refund { attempt, amount, reason: RefundReason::Rejected })
        }
        None => decision,
    })
}

/// What an approved order of this 业务类型 brings about, beside its invoice.
pub(in crate::order) fn carried_out(order: &Order, decision: Decision) -> Decision {
    match order.business.approval() {
        Some(Outcome::NewCertificates) => decision.with(Effect::MakeCertificates),
        // Nobody can submit one, and [`approve`] refuses it; only money can come to one that was approved before, and
        // money is never refused: `observe` says in the history that nothing follows, settlement opens a case.
        None => decision,
    }
}

/// T9, T9a, T10: the certificates are made and the invoice is issued, whatever the way of delivery.
pub(super) fn approve(
    order: &Order,
    waybill: Option<&Waybill>,
    deadlines: &Deadlines,
    actor: &Actor,
    now: Timestamp,
) -> Result<Decision, Why> {
    not_own_entry(order, actor)?;
    let review = free_review(order, actor, now)?;
    if !order.business.is_taken() {
        return Err(Why::NotOffered);
    }
    if review.paid.is_none() && !order.amount.is_zero() {
        return match waybill {
            None => Ok(await_payment(order, Some(now), deadlines, now, Entry::new(Event::Approved, "请付款"))),
            Some(_) => Err(Why::NotPaid),
        };
    }
    let approved = Approved { paid: review.paid, at: now, after_sale: None };
    let entry = Entry::new(Event::Approved, "");
    let decision = match (&order.delivery, waybill) {
        (Delivery::Courier(_), Some(waybill)) => shipped(order, approved, waybill, deadlines, now, entry),
        (Delivery::Pickup { .. }, Some(_)) => return Err(Why::WrongDelivery),
        (_, None) => Decision::to(order, to_deliver(order, approved), entry),
    };
    let decision = carried_out(order, decision);
    Ok(if order.amount.is_zero() { decision } else { decision.with(Effect::IssueInvoice) })
}
