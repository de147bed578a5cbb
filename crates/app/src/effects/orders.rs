//! Deadlines of orders: unpaid ones close, received ones complete. The clock only asks; the machine answers.

use super::{Outcome, ours, trade};
use crate::order::act;
use crate::payment;
use crate::{App, Error};
use domain::id::OrderId;
use domain::order::{Fact, Order};
use jiff::Timestamp;

/// T7: asks the gateway a last time after every attempt, then lets the order close.
pub async fn payment_deadline(app: &App, order: OrderId) -> Outcome {
    match close_unpaid(app, order).await {
        Ok(()) => Outcome::Done,
        Err(error) => ours(&error),
    }
}

async fn close_unpaid(app: &App, order: OrderId) -> Result<(), Error> {
    let attempts = app.read(move |tx| Ok(payment::store::of_order(tx, order)?)).await?;
    for attempt in attempts.iter().filter(|attempt| attempt.state.is_open()) {
        trade::ask_now(app, attempt).await?;
    }
    note(app, order, Fact::PaymentDeadlinePassed).await.map(drop)
}

/// T14: the reminder three days before, then the automatic completion.
pub async fn receipt_deadline(app: &App, order: OrderId, due: Timestamp) -> Outcome {
    let fact = Fact::ReceiptDeadlineNear { deadlines: app.settings.deadlines };
    match note(app, order, fact).await {
        Ok(_) if app.now() < due => Outcome::Again(due),
        Ok(_) => Outcome::Done,
        Err(error) => ours(&error),
    }
}

async fn note(app: &App, order: OrderId, fact: Fact) -> Result<Order, Error> {
    let now = app.now();
    app.write(move |tx| act::note(tx, order, &fact, now)).await
}
