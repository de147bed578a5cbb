//! Deadlines of orders: unpaid ones close, received ones complete. The clock only asks; the machine answers.

use super::{Outcome, ours, trade};
use crate::order::act;
use crate::payment;
use crate::{App, Error};
use domain::id::OrderId;
use domain::order::{Fact, Order, REMIND_BEFORE, State, receipt_due};
use jiff::Timestamp;

/// T7: asks the gateway a last time after every attempt, then lets the order close.
pub async fn payment_deadline(app: &App, order: OrderId) -> Outcome {
    match close_unpaid(app, order).await {
        Ok(outcome) => outcome,
        Err(error) => ours(&error),
    }
}

async fn close_unpaid(app: &App, order: OrderId) -> Result<Outcome, Error> {
    let attempts = app.read(move |tx| Ok(payment::store::of_order(tx, order)?)).await?;
    let open = attempts.iter().filter(|attempt| attempt.state.is_open());
    let (gone, asked): (Vec<_>, Vec<_>) = open.partition(|attempt| trade::is_gone(app, attempt));
    for attempt in asked {
        trade::ask_now(app, attempt).await?;
    }
    // Nobody can say that it was not paid there.
    if let Some(attempt) = gone.first() {
        return trade::put_off(app, attempt).await;
    }
    let after = note(app, order, Fact::PaymentDeadlinePassed, app.now()).await?;
    Ok(match after.state {
        // It was submitted anew, or the clock went back: its own deadline still stands before it.
        State::AwaitingPayment { pay_until: Some(until), .. } => Outcome::Again(until),
        _ => Outcome::Done,
    })
}

/// T14: the reminder three days before, then the automatic completion. The machine says when it is due: the operator may
/// have granted more days in the meantime.
pub async fn receipt_deadline(app: &App, order: OrderId) -> Outcome {
    let (now, deadlines) = (app.now(), app.settings.deadlines);
    match note(app, order, Fact::ReceiptDeadlineNear { deadlines }, now).await {
        Ok(after) => receipt_due(&after, &deadlines).map_or(Outcome::Done, |due| {
            let remind = due.checked_sub(REMIND_BEFORE).unwrap_or(due);
            Outcome::Again(if remind > now { remind } else { due })
        }),
        Err(error) => ours(&error),
    }
}

async fn note(app: &App, order: OrderId, fact: Fact, now: Timestamp) -> Result<Order, Error> {
    app.write(move |tx| act::note(tx, order, &fact, now)).await
}
