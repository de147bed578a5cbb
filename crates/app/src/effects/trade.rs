//! Watches trades until they are settled or dead, and tells the gateway of those that are not wanted any more.

use super::{Outcome, ours, try_again};
use crate::Fault;
use crate::payment::{self, StoredAttempt};
use crate::ports::PortError;
use crate::{App, Error};
use domain::id::AttemptId;
use domain::payment::{AttemptState, TradeReport};
use domain::time;
use jiff::{SignedDuration, Timestamp};

/// A code may be paid at the last moment, and clocks differ: so long after its end the gateway is asked a last time.
const SLACK: SignedDuration = SignedDuration::from_mins(5);

/// The longest pause between two questions while a code lives.
const LONGEST_PAUSE: SignedDuration = SignedDuration::from_secs(60);

/// Asks after a trade once; the row comes back until the trade is settled or dead (E4).
pub async fn watch(app: &App, id: AttemptId) -> Outcome {
    match look(app, id).await {
        Ok(outcome) => outcome,
        Err(error) => ours(&error),
    }
}

async fn look(app: &App, id: AttemptId) -> Result<Outcome, Error> {
    let attempt = load(app, id).await?;
    if attempt.state == AttemptState::Settled {
        return Ok(Outcome::Done);
    }
    let report = match ask(app, &attempt).await {
        Ok(report) => report,
        Err(error) => return Ok(try_again_while_alive(&error)),
    };
    let now = app.now();
    settle(app, &attempt, report).await?;
    let attempt = load(app, id).await?;
    if attempt.state == AttemptState::Settled {
        return Ok(Outcome::Done);
    }
    if now >= time::after(attempt.expires_at, SLACK) {
        app.write(move |tx| payment::settle::expire(tx, id)).await?;
        return Ok(Outcome::Done);
    }
    Ok(Outcome::Again(next_question(&attempt, now)))
}

/// 5, 10, 20, 40 s … after the code was shown, then every minute: the pause is as long as the code is old.
fn next_question(attempt: &StoredAttempt, now: Timestamp) -> Timestamp {
    let age = now.duration_since(attempt.created_at);
    time::after(now, age.clamp(payment::open::FIRST_QUERY, LONGEST_PAUSE))
}

/// Money may still come: whatever the gateway says, it is asked again.
fn try_again_while_alive(error: &PortError) -> Outcome {
    Outcome::Retry(error.to_string())
}

/// Asks once, here and now: the last question before an unpaid order is closed (T7).
pub async fn ask_now(app: &App, attempt: &StoredAttempt) -> Result<(), Error> {
    let report = ask(app, attempt).await.map_err(|e| Fault::vendor("the last question", e))?;
    settle(app, attempt, report).await
}

async fn ask(app: &App, attempt: &StoredAttempt) -> Result<TradeReport, PortError> {
    app.gateways.port(&attempt.gateway)?.query(&attempt.trade).await
}

async fn order_closing(app: &App, attempt: &StoredAttempt) -> Result<(), PortError> {
    app.gateways.port(&attempt.gateway)?.close(&attempt.trade).await
}

async fn settle(app: &App, attempt: &StoredAttempt, report: TradeReport) -> Result<(), Error> {
    let (now, from) = (app.now(), attempt.gateway.clone());
    app.write(move |tx| payment::settle::settle(tx, &from, &report, now).map(drop)).await
}

/// Closes a trade at the gateway. Whether it was paid in the meantime is the watch's business.
pub async fn close(app: &App, id: AttemptId) -> Outcome {
    let attempt = match load(app, id).await {
        Ok(attempt) => attempt,
        Err(error) => return ours(&error),
    };
    match order_closing(app, &attempt).await {
        Ok(()) => Outcome::Done,
        Err(PortError::Refused { .. }) => Outcome::Done,
        Err(error) => try_again(&error),
    }
}

async fn load(app: &App, id: AttemptId) -> Result<StoredAttempt, Error> {
    app.read(move |tx| payment::store::get(tx, id)?.ok_or(Error::NotFound)).await
}
