//! The request of a refund, with the decision that caused it. The worker sends it; what the gateway says comes back
//! through `observe`.

use super::store;
use crate::Fault;
use crate::{Error, Tx};
use domain::id::{AttemptId, OrderId, RefundId};
use domain::money::Fen;
use domain::order::RefundReason;
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
        .ok_or_else(|| Fault::Records(format!("order {order} has no payment {attempt} to refund")))?;
    Ok(store::request_refund(tx, &stored, amount, reason, now)?)
}
