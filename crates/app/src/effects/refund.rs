//! Sends a refund, or asks after it. "Sent" is written before the call, so that a crash in between asks instead of
//! forgetting; the number is the same on every try, so that money moves once.

use super::{MAX_TRIES, Outcome, ours};
use crate::outbox::store::Claimed;
use crate::payment::{self, StoredRefund};
use crate::ports::PortError;
use crate::{App, Error};
use domain::id::RefundId;
use domain::payment::refund::RefundFact;
use domain::payment::{RefundOrder, RefundReport, RefundState};
use domain::time;
use jiff::SignedDuration;

/// The gateway asks for so much time before a refund is queried (reference/protocols.md, section 1.5).
const ASK_AFTER: SignedDuration = SignedDuration::from_secs(10);

/// One step of a refund.
pub async fn refund(app: &App, row: &Claimed, id: RefundId) -> Outcome {
    match step(app, row, id).await {
        Ok(outcome) => outcome,
        Err(error) => ours(&error),
    }
}

async fn step(app: &App, row: &Claimed, id: RefundId) -> Result<Outcome, Error> {
    let (refund, trade) = app
        .read(move |tx| {
            let refund = payment::store::get_refund(tx, id)?.ok_or(Error::NotFound)?;
            let attempt = payment::store::get(tx, refund.attempt)?.ok_or(Error::NotFound)?;
            Ok((refund, attempt.trade))
        })
        .await?;
    let answer = match refund.state {
        RefundState::Succeeded | RefundState::Manual | RefundState::Failed => return Ok(Outcome::Done),
        RefundState::Sent | RefundState::Unknown => app.payment.query_refund(&trade, &refund.number).await,
        RefundState::Requested => {
            note(app, id, RefundFact::Sending, String::new()).await?;
            app.payment.refund(&order(&refund, trade)).await
        }
    };
    let (fact, error) = match answer {
        Ok(report) => (RefundFact::Reported(report), String::new()),
        Err(error @ PortError::Unknown(_)) => (RefundFact::NoAnswer, error.to_string()),
        Err(error @ PortError::Later { .. }) if row.attempts < MAX_TRIES => {
            (RefundFact::RefusedForNow, error.to_string())
        }
        Err(error) => (RefundFact::Refused, error.to_string()),
    };
    let next = note(app, id, fact, error.clone()).await?;
    Ok(match (next, fact) {
        (RefundState::Succeeded | RefundState::Manual, _) => Outcome::Done,
        (RefundState::Failed, _) => Outcome::Dead(error),
        (_, RefundFact::Reported(RefundReport::NotFound)) => Outcome::Again(app.now()),
        (_, RefundFact::Reported(_)) => Outcome::Again(time::after(app.now(), ASK_AFTER)),
        _ => Outcome::Retry(error),
    })
}

fn order(refund: &StoredRefund, trade: domain::id::TradeNumber) -> RefundOrder {
    RefundOrder {
        trade,
        number: refund.number.clone(),
        amount: refund.amount,
        reason: refund.reason.label().to_owned(),
    }
}

async fn note(app: &App, id: RefundId, fact: RefundFact, error: String) -> Result<RefundState, Error> {
    let now = app.now();
    app.write(move |tx| payment::refund::note(tx, id, fact, &error, now)).await
}
