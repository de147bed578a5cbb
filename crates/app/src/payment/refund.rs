//! Refunds: requested with the decision that caused them, sent by the worker, finished by what the gateway says.

use super::store;
use crate::order::act;
use crate::order::store as orders;
use crate::{Error, Tx};
use domain::id::{AttemptId, OrderId, RefundId};
use domain::money::Fen;
use domain::order::{Fact, RefundReason};
use domain::payment::refund::{RefundFact, RefundOutcome};
use domain::payment::{Refund, RefundState};
use jiff::Timestamp;

/// Requests the refund of a settled payment; the caller holds the order's lock. Asked twice, it is one refund.
pub fn request(
    tx: &mut Tx,
    order: OrderId,
    attempt: AttemptId,
    amount: Fen,
    reason: RefundReason,
    now: Timestamp,
) -> Result<RefundId, Error> {
    let stored = store::get(tx, attempt)?
        .filter(|stored| stored.order == order)
        .ok_or_else(|| Error::Fault(format!("order {order} has no payment {attempt} to refund")))?;
    Ok(store::request_refund(tx, &stored, amount, reason, now)?)
}

/// Takes note of what happened to a refund, and tells its order what the order must know.
pub fn note(tx: &mut Tx, id: RefundId, fact: RefundFact, error: &str, now: Timestamp) -> Result<RefundState, Error> {
    let found = store::get_refund(tx, id)?.ok_or(Error::NotFound)?;
    orders::lock_id(tx, found.order)?;
    let stored = store::get_refund(tx, id)?.ok_or(Error::NotFound)?;
    let (next, outcome) = Refund { state: stored.state }.observe(fact);
    store::set_refund(tx, id, next, error, now)?;
    let number = stored.number.to_string();
    match outcome {
        RefundOutcome::Nothing => {}
        RefundOutcome::Succeeded => {
            store::close_refund_cases(tx, stored.attempt)?;
            act::note(tx, stored.order, &Fact::RefundSucceeded { amount: stored.amount, number }, now)?;
        }
        RefundOutcome::Stuck => {
            store::add_case(tx, stored.attempt, "refund_stuck", error, now)?;
            act::note(tx, stored.order, &Fact::RefundStuck { number }, now)?;
        }
    }
    Ok(next)
}
