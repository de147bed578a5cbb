//! What the gateway says of a refund, or finance of one that was paid off line, and what its order must know of it.

use super::store;
use crate::order::act;
use crate::order::store as orders;
use crate::{Error, Tx};
use domain::id::RefundId;
use domain::order::Fact;
use domain::payment::refund::{RefundFact, RefundOutcome};
use domain::payment::{Refund, RefundState};
use jiff::Timestamp;

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
