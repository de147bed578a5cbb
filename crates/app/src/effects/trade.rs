//! Watches trades until they are settled or dead, and tells the gateway of those that are not wanted any more.

use super::{Outcome, PATIENCE, ours, try_again};
use crate::Fault;
use crate::payment::gateways::gone;
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

/// The pause between two looks for a gateway that is configured no longer.
const ABSENCE_PAUSE: SignedDuration = SignedDuration::from_hours(1);

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
    if is_gone(app, &attempt) {
        return put_off(app, &attempt).await;
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

/// The gateway of a payment is configured no longer.
pub fn is_gone(app: &App, attempt: &StoredAttempt) -> bool {
    app.gateways.get(&attempt.gateway).is_none()
}

/// Somebody may have paid where nobody can be asked now: the question is put off, however often, and after a day it is
/// laid before finance, once: what they close stays closed while the gateway is gone.
pub async fn put_off(app: &App, attempt: &StoredAttempt) -> Result<Outcome, Error> {
    let (now, id) = (app.now(), attempt.id);
    if now.duration_since(attempt.created_at) > PATIENCE {
        let detail = format!("{}，这笔付款是否到账无法查询", gone(&attempt.gateway));
        app.write(move |tx| Ok(payment::store::add_case_once(tx, id, "gateway_gone", &detail, now)?)).await?;
    }
    Ok(Outcome::Again(time::after(now, ABSENCE_PAUSE)))
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
    if is_gone(app, &attempt) {
        // A dead code needs no closing; whether it was paid before is the watch's business.
        let dead = app.now() >= time::after(attempt.expires_at, SLACK);
        return if dead { Outcome::Done } else { Outcome::Again(time::after(app.now(), ABSENCE_PAUSE)) };
    }
    match order_closing(app, &attempt).await {
        Ok(()) => Outcome::Done,
        Err(PortError::Refused { .. }) => Outcome::Done,
        Err(error) => try_again(&error),
    }
}

async fn load(app: &App, id: AttemptId) -> Result<StoredAttempt, Error> {
    app.read(move |tx| payment::store::get(tx, id)?.ok_or(Error::NotFound)).await
}
