//! Orders invoices and asks after them. Issuing takes seconds to hours and may stop for human reasons; the same request
//! number makes every repetition harmless.

use super::{Outcome, ours};
use crate::invoice::{self, StoredInvoice};
use crate::outbox::store::Claimed;
use crate::ports::PortError;
use crate::{App, Error};
use domain::id::InvoiceId;
use domain::invoice::machine::InvoiceFact;
use domain::invoice::{InvoiceReport, InvoiceState};
use domain::time;
use jiff::SignedDuration;

/// The pause between two questions grows with the age of the request, from here …
const FIRST_PAUSE: SignedDuration = SignedDuration::from_secs(2);

/// … to here.
const LONGEST_PAUSE: SignedDuration = SignedDuration::from_mins(10);

/// One step of an invoice.
pub async fn issue(app: &App, row: &Claimed, id: InvoiceId) -> Outcome {
    match step(app, row, id).await {
        Ok(outcome) => outcome,
        Err(error) => ours(&error),
    }
}

async fn step(app: &App, row: &Claimed, id: InvoiceId) -> Result<Outcome, Error> {
    let stored = load(app, id).await?;
    let report = match stored.state {
        InvoiceState::Pending => {
            note(app, id, InvoiceFact::Ordering).await?;
            match app.issuer.issue(&stored.ordered).await {
                Ok(()) => InvoiceReport::Issuing,
                Err(error @ PortError::Refused { .. }) => {
                    note(app, id, InvoiceFact::Refused).await?;
                    return Ok(Outcome::Dead(error.to_string()));
                }
                Err(error @ PortError::Later { .. }) => {
                    note(app, id, InvoiceFact::Reported(InvoiceReport::NotFound)).await?;
                    return Ok(Outcome::Retry(error.to_string()));
                }
                Err(error) => return Ok(Outcome::Retry(error.to_string())),
            }
        }
        InvoiceState::Issuing => match app.issuer.query(&stored.request).await {
            Ok(report) => report,
            Err(error) => return Ok(Outcome::Retry(error.to_string())),
        },
        _ => return Ok(Outcome::Done),
    };
    let next = note(app, id, InvoiceFact::Reported(report.clone())).await?;
    Ok(match (next, report) {
        (InvoiceState::IssueFailed, InvoiceReport::Failed { reason }) => Outcome::Dead(reason),
        (state, _) if state.exists() => Outcome::Done,
        (_, InvoiceReport::NotFound) => Outcome::Retry("开票平台查无此单，重新提交".into()),
        _ => {
            let now = app.now();
            let age = now.duration_since(row.created_at);
            Outcome::Again(time::after(now, (age / 2).clamp(FIRST_PAUSE, LONGEST_PAUSE)))
        }
    })
}

async fn load(app: &App, id: InvoiceId) -> Result<StoredInvoice, Error> {
    app.read(move |tx| invoice::store::get(tx, id)?.ok_or(Error::NotFound)).await
}

async fn note(app: &App, id: InvoiceId, fact: InvoiceFact) -> Result<InvoiceState, Error> {
    let now = app.now();
    app.write(move |tx| invoice::observe::note(tx, id, &fact, now).map(|invoice| invoice.state)).await
}
