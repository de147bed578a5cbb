//! Closes the attempts that an order does not want any more. A code that nobody scanned cannot be revoked at the gateway:
//! closing is a courtesy, and the attempt is watched until its code is dead.

use super::store;
use crate::outbox::{self, Job};
use crate::{Error, Tx};
use domain::id::{AttemptId, OrderId};
use domain::payment::Attempt;
use domain::payment::attempt::AttemptFact;
use jiff::Timestamp;

/// Marks every open attempt of an order but `except` as not wanted, and tells the gateway. The caller holds the order's
/// lock.
pub fn close_open(tx: &mut Tx, order: OrderId, except: Option<AttemptId>, now: Timestamp) -> Result<(), Error> {
    for id in store::open_of(tx, order)? {
        if Some(id) == except {
            continue;
        }
        let Some(stored) = store::get(tx, id)? else { continue };
        let (next, _) = Attempt { state: stored.state, amount: stored.amount }.observe(&AttemptFact::NotWanted);
        store::set_state(tx, id, next)?;
        outbox::enqueue(tx, &Job::CloseTrade { attempt: id }, &format!("close:{id}"), now, now)?;
    }
    Ok(())
}
