//! Sends a refund, or asks after it. "Sent" is written before the call, so that a crash in between asks instead of
//! forgetting; the number is the same on every try, so that money moves once.

use super::{Outcome, PATIENCE, ours};
use crate::outbox::store::Claimed;
use crate::payment::gateways::gone;
use crate::payment::{self, StoredRefund};
use crate::ports::PortError;
use crate::{App, Error};
use domain::id::{AttemptId, RefundId, TradeNumber};
use domain::payment::refund::RefundFact;
use domain::payment::{GatewayCode, RefundOrder, RefundReport, RefundState};
use domain::time;
use jiff::{SignedDuration, Timestamp};

/// The gateway asks for so much time before a refund is queried (docs/connectors/alipay.md).
const ASK_AFTER: SignedDuration = SignedDuration::from_secs(10);

/// The longest pause between two looks.
const LONGEST_PAUSE: SignedDuration = SignedDuration::from_hours(1);

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
    let old = app.now().duration_since(row.created_at) > PATIENCE;
    let (fact, error) = match refund.state {
        RefundState::Succeeded | RefundState::Manual | RefundState::Failed => return Ok(Outcome::Done),
        RefundState::Sent | RefundState::Unknown => asked(ask(app, &refund, &trade).await),
        RefundState::Requested => match app.gateways.port(&refund.gateway) {
            Ok(port) => {
                note(app, id, RefundFact::Sending, String::new()).await?;
                sent(port.refund(&order(&refund, trade)).await, old)
            }
            Err(_) => not_sent(&refund.gateway, old),
        },
    };
    let next = note(app, id, fact, error.clone()).await?;
    if old && !matches!(next, RefundState::Succeeded | RefundState::Manual) {
        lay_before_finance(app, refund.attempt, error.clone()).await?;
    }
    Ok(match (next, fact) {
        (RefundState::Succeeded | RefundState::Manual, _) => Outcome::Done,
        (RefundState::Failed, _) => Outcome::Dead(error),
        (_, RefundFact::Reported(RefundReport::NotFound)) => Outcome::Again(app.now()),
        _ => Outcome::Again(time::after(app.now(), next_look(row, app.now()))),
    })
}

async fn ask(app: &App, refund: &StoredRefund, trade: &TradeNumber) -> Result<RefundReport, PortError> {
    app.gateways.port(&refund.gateway)?.query_refund(trade, &refund.number).await
}

/// Its gateway is configured no longer: nothing was sent, so nothing is unknown. For a day it may come back; then finance
/// decides, and nothing is sent any more unless they send it again.
fn not_sent(gateway: &GatewayCode, old: bool) -> (RefundFact, String) {
    let fact = if old { RefundFact::Refused } else { RefundFact::RefusedForNow };
    (fact, format!("{}，退款没有发出", gone(gateway)))
}

/// What an answer to the order for a refund means. What is refused for now for longer than [`PATIENCE`] is refused for
/// good.
fn sent(answer: Result<RefundReport, PortError>, old: bool) -> (RefundFact, String) {
    match answer {
        Ok(report) => (RefundFact::Reported(report), String::new()),
        Err(error @ PortError::Unknown(_)) => (RefundFact::NoAnswer, error.to_string()),
        Err(error @ PortError::Later { .. }) if !old => (RefundFact::RefusedForNow, error.to_string()),
        Err(error) => (RefundFact::Refused, error.to_string()),
    }
}

/// What an answer to a question means. A question that is refused says nothing about the refund, which may have
/// happened: it is asked again, for ever, and a person is told.
fn asked(answer: Result<RefundReport, PortError>) -> (RefundFact, String) {
    match answer {
        Ok(report) => (RefundFact::Reported(report), String::new()),
        Err(error) => (RefundFact::NoAnswer, error.to_string()),
    }
}

/// The pause grows with the age of the refund.
fn next_look(row: &Claimed, now: Timestamp) -> SignedDuration {
    (now.duration_since(row.created_at) / 4).clamp(ASK_AFTER, LONGEST_PAUSE)
}

async fn lay_before_finance(app: &App, attempt: AttemptId, error: String) -> Result<(), Error> {
    let now = app.now();
    app.write(move |tx| Ok(payment::store::add_case(tx, attempt, "refund_overdue", &error, now)?)).await
}

fn order(refund: &StoredRefund, trade: TradeNumber) -> RefundOrder {
    RefundOrder {
        trade,
        number: refund.number.clone(),
        amount: refund.amount,
        reason: refund.reason.label().to_owned(),
    }
}

async fn note(app: &App, id: RefundId, fact: RefundFact, error: String) -> Result<RefundState, Error> {
    let now = app.now();
    app.write(move |tx| payment::observe::note(tx, id, fact, &error, now)).await
}
