//! Follows what the issuer and the mail server say of an invoice, and tells its order.

use super::store::{self, StoredInvoice};
use crate::order::act;
use crate::order::store as orders;
use crate::outbox::{self, Job};
use crate::{Error, Tx};
use domain::id::InvoiceId;
use domain::invoice::machine::{InvoiceFact, InvoiceOutcome};
use domain::invoice::{Invoice, InvoiceReport, InvoiceState};
use domain::order::Fact;
use jiff::Timestamp;

/// Takes note of what happened to an invoice. When it exists, the order is told and the mail is queued.
pub fn note(tx: &mut Tx, id: InvoiceId, fact: &InvoiceFact, now: Timestamp) -> Result<Invoice, Error> {
    let found = store::get(tx, id)?.ok_or(Error::NotFound)?;
    orders::lock_id(tx, found.order)?;
    let stored = store::get(tx, id)?.ok_or(Error::NotFound)?;
    apply(tx, &stored, fact, now)
}

fn apply(tx: &mut Tx, stored: &StoredInvoice, fact: &InvoiceFact, now: Timestamp) -> Result<Invoice, Error> {
    let fact = &believed(stored, fact);
    let (next, outcome) = stored.machine().observe(fact);
    let error = if next.state == InvoiceState::Void { stored.last_error.clone() } else { error_of(fact) };
    store::set_state(tx, stored.id, next, &error, now)?;
    match (outcome, fact) {
        (InvoiceOutcome::Issued, InvoiceFact::Reported(InvoiceReport::Issued(issued))) => {
            store::set_issued(tx, stored.id, issued, now)?;
            act::note(tx, stored.order, &Fact::InvoiceIssued { number: issued.number.clone() }, now)?;
            let job = Job::MailInvoice { invoice: stored.id };
            outbox::enqueue(tx, &job, &format!("mail:{}", stored.id), now, now)?;
        }
        (InvoiceOutcome::Stuck, InvoiceFact::Reported(_) | InvoiceFact::Refused) => {
            act::note(tx, stored.order, &Fact::InvoiceStuck, now)?;
        }
        (InvoiceOutcome::Nothing | InvoiceOutcome::Stuck | InvoiceOutcome::Issued, _) => {}
    }
    Ok(next)
}

/// An invoice over another amount is not the one that was ordered, whatever number it bears.
fn believed(stored: &StoredInvoice, fact: &InvoiceFact) -> InvoiceFact {
    match fact {
        InvoiceFact::Reported(InvoiceReport::Issued(issued)) if issued.gross.is_some_and(|g| g != stored.amount) => {
            let reason = format!("平台返回的发票 {} 与订单金额 {} 不符", issued.number, stored.amount);
            InvoiceFact::Reported(InvoiceReport::Failed { reason })
        }
        other => other.clone(),
    }
}

fn error_of(fact: &InvoiceFact) -> String {
    match fact {
        InvoiceFact::Reported(InvoiceReport::Failed { reason }) => reason.clone(),
        _ => String::new(),
    }
}
