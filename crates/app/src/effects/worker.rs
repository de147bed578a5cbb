//! The worker: claims due rows by lease, runs their handlers side by side, marks each row in a transaction of its own.
//! Several workers, also on several nodes, may do so at once: a claim is one statement, and only its holder may mark.

use super::{MAX_TRIES, Outcome, invoice, mail, orders, pause, refund, sms, trade};
use crate::outbox::store::{self, Claimed};
use crate::outbox::{Job, JobState};
use crate::{App, Error};
use domain::time;
use jiff::SignedDuration;
use std::time::Duration;

/// How long a claimed row is left alone. Longer than any vendor call may take (10 s each, at most three in a row).
const LEASE: SignedDuration = SignedDuration::from_secs(60);

/// Rows claimed at once, and so the number of vendor calls under way.
const BATCH: i64 = 16;

/// The longest sleep, in case a wake-up was missed or another node stored the row.
const LONGEST_SLEEP: Duration = Duration::from_secs(2);

/// Works until the task is dropped.
pub async fn run(app: App) {
    loop {
        match round(&app).await {
            Ok(0) => sleep(&app).await,
            Ok(_) => {}
            Err(error) => {
                tracing::error!(%error, "the outbox could not be read");
                tokio::time::sleep(LONGEST_SLEEP).await;
            }
        }
    }
}

/// Sleeps until somebody stores a row, the next row is due, or [`LONGEST_SLEEP`] is over.
async fn sleep(app: &App) {
    let now = app.now();
    let due = app.read(move |tx| Ok(store::next_due(tx, now)?)).await.ok().flatten();
    let wait = due.map_or(LONGEST_SLEEP, |due| {
        Duration::try_from(due.duration_since(now)).unwrap_or(Duration::ZERO).min(LONGEST_SLEEP)
    });
    tokio::select! {
        () = app.wake.notified() => {}
        () = tokio::time::sleep(wait.max(Duration::from_millis(5))) => {}
    }
}

/// Claims what is due and carries it out; returns how many rows that were.
///
/// # Errors
/// Only the database's; a handler that fails is a row that is tried again.
pub async fn round(app: &App) -> Result<usize, Error> {
    let now = app.now();
    let due = app.read(move |tx| Ok(store::next_due(tx, now)?)).await?;
    if due.is_none_or(|due| due > now) {
        return Ok(0);
    }
    let rows = app.db.write(move |tx| store::claim(tx, now, LEASE, BATCH)).await?;
    let mut running = tokio::task::JoinSet::new();
    let count = rows.len();
    for row in rows {
        let app = app.clone();
        running.spawn(async move { carry_out(&app, row).await });
    }
    while let Some(ended) = running.join_next().await {
        if let Err(error) = ended {
            tracing::error!(%error, "an effect's task ended badly; its row is tried again when the lease is over");
        }
    }
    Ok(count)
}

async fn carry_out(app: &App, row: Claimed) {
    let outcome = match &row.job {
        Job::SendCode { code } => sms::send_code(app, &row, *code).await,
        Job::SendSms { order, message } => sms::send_sms(app, &row, *order, message).await,
        Job::Refund { refund } => refund::refund(app, &row, *refund).await,
        Job::CloseTrade { attempt } => trade::close(app, *attempt).await,
        Job::WatchTrade { attempt } => trade::watch(app, *attempt).await,
        Job::WatchPayment { order } => orders::payment_deadline(app, *order).await,
        Job::WatchReceipt { order, due } => orders::receipt_deadline(app, *order, *due).await,
        Job::IssueInvoice { invoice } => invoice::issue(app, &row, *invoice).await,
        Job::MailInvoice { invoice } => mail::mail_invoice(app, *invoice).await,
        Job::FlushInvoice { .. } => Outcome::Dead("冲红须由财务在税务平台办理".into()),
    };
    if let Err(error) = mark(app, &row, outcome).await {
        tracing::error!(%error, job = row.job.kind(), id = row.id.get(), "an effect could not be marked");
    }
}

async fn mark(app: &App, row: &Claimed, outcome: Outcome) -> Result<(), Error> {
    let now = app.now();
    let (state, run_at, error) = match outcome {
        Outcome::Done => (JobState::Done, now, String::new()),
        Outcome::Again(at) => (JobState::Ready, at, String::new()),
        Outcome::Retry(error) if row.attempts < MAX_TRIES => {
            (JobState::Ready, time::after(now, pause(row.attempts)), error)
        }
        Outcome::Retry(error) | Outcome::Dead(error) => (JobState::Dead, now, error),
    };
    if state == JobState::Dead {
        tracing::error!(job = row.job.kind(), id = row.id.get(), %error, "an effect was given up to the dead list");
    }
    let row = row.clone();
    let held = app.db.write(move |tx| store::mark(tx, &row, state, run_at, &error, now)).await?;
    if !held {
        tracing::warn!("an effect's lease was lost before it could be marked");
    }
    Ok(())
}
