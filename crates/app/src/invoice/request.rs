//! What an order asks for when it is approved, or closed after sale: an invoice, or that it be flushed. The machine of the
//! invoice is asked, the order is not told anything: what the issuer says comes back through `observe`.

use super::store;
use crate::order::Snapshot;
use crate::outbox;
use crate::{Error, Tx};
use domain::id::InvoiceId;
use domain::invoice::machine::InvoiceFact;
use domain::invoice::{InvoiceOrder, InvoiceRequestNumber, InvoiceState};
use domain::order::{Effect, Order};
use jiff::Timestamp;

/// Stores the order for an invoice; the lines follow the frozen price and add up to it.
pub fn request(tx: &mut Tx, order: &Order, snapshot: &Snapshot, now: Timestamp) -> Result<InvoiceId, Error> {
    let ordered = InvoiceOrder {
        number: InvoiceRequestNumber::build(&order.number, order.submission),
        ordered_at: now,
        buyer: snapshot.invoice.to_buyer(),
        lines: snapshot.quote.invoice_lines(),
        remark: format!("订单号 {}", order.number),
    };
    Ok(store::insert(tx, order, &ordered, snapshot.invoice.email.as_str(), now)?)
}

/// Lays the blue invoice of an order before finance, under 待冲红; a request that failed is void, and its job is done.
pub fn flush(tx: &mut Tx, order: &Order, now: Timestamp) -> Result<(), Error> {
    let Some(stored) = store::of_submission(tx, order.id, order.submission)? else { return Ok(()) };
    let (next, _) = stored.machine().observe(&InvoiceFact::FlushAsked);
    let error = if next.state == InvoiceState::Void { stored.last_error.as_str() } else { "" };
    store::set_state(tx, stored.id, next, error, now)?;
    if next.state == InvoiceState::Void {
        outbox::store::settle(tx, &Effect::IssueInvoice.key(order), now)?;
    }
    Ok(())
}
