//! The worker: claims due rows by lease, runs their handlers side by side, marks each row in a transaction of its own.
//! Several workers, also on several nodes, may do so at once: a claim is one statement, and only its holder may mark.

use super::{MAX_TRIES, Outcome, invoice, mail, orders, pause, recover, refund, sms, trade};
use crate::outbox::store::{self, Claimed, Mark};
use crate::outbox::{Job, JobState};
use crate::{App, Error};
use domain::time;
use jiff::{SignedDuration, Timestamp};
use std::time::Duration;
use tokio::task::{JoinError, JoinSet};

/// How long a claimed row is left alone: longer than the calls of one step may take together.
const LEASE: SignedDuration = SignedDuration::from_secs(120);

/// The most rows under way, and so the most vendor calls at once.
const AT_ONCE: usize = 16;

/// The longest sleep, in case a wake-up was missed or another node stored the row.
const LONGEST_SLEEP: Duration = Duration::from_secs(2);

/// Works until the task is dropped. A slow call holds up its own row: others go on beside it, up to [`AT_ONCE`].
pub async fn run(app: App) {
    if let Err(error) = take_over(&app).await {
        tracing::error!(%error, "the leases of a killed worker could not be forgotten; they run out by themselves");
    }
    let mut running = JoinSet::new();
    loop {
        match claim(&app, AT_ONCE.saturating_sub(running.len())).await {
            Ok(rows) => rows.into_iter().for_each(|row| spawn(&app, &mut running, row)),
            Err(error) => tracing::error!(%error, "the outbox could not be read"),
        }
        let wait = if running.len() < AT_ONCE { until_next(&app).await } else { LONGEST_SLEEP };
        tokio::select! {
            Some(ended) = running.join_next() => report(ended),
            () = app.wake.notified(), if running.len() < AT_ONCE => {}
            () = tokio::time::sleep(wait) => {}
        }
    }
}

/// On SQLite there is one process and one worker: rows that are held at its start were held by a killed one.
async fn take_over(app: &App) -> Result<(), Error> {
    match app.db.engine() {
        db::Engine::Sqlite => app.db.write(|tx| Ok::<_, Error>(store::forget_leases(tx).map(drop)?)).await,
        db::Engine::Postgres => Ok(()),
    }
}

/// Until the next row is due, at most [`LONGEST_SLEEP`].
async fn until_next(app: &App) -> Duration {
    let now = app.now();
    let due = app.read(move |tx| Ok(store::next_due(tx, now)?)).await.ok().flatten();
    let wait = due.map_or(LONGEST_SLEEP, |due| {
        Duration::try_from(due.duration_since(now)).unwrap_or(Duration::ZERO).min(LONGEST_SLEEP)
    });
    wait.max(Duration::from_millis(5))
}

/// Claims what is due, carries it out and waits for it; returns how many rows that were. For tests and drills that
/// want to see the world after each round.
///
/// # Errors
/// Only the database's; a handler that fails is a row that is tried again.
pub async fn round(app: &App) -> Result<usize, Error> {
    let rows = claim(app, AT_ONCE).await?;
    let count = rows.len();
    let mut running = JoinSet::new();
    rows.into_iter().for_each(|row| spawn(app, &mut running, row));
    while let Some(ended) = running.join_next().await {
        report(ended);
    }
    Ok(count)
}

/// Looks before it claims: an idle system writes nothing.
async fn claim(app: &App, limit: usize) -> Result<Vec<Claimed>, Error> {
    let now = app.now();
    let due = app.read(move |tx| Ok(store::next_due(tx, now)?)).await?;
    if limit == 0 || due.is_none_or(|due| due > now) {
        return Ok(Vec::new());
    }
    app.db.write(move |tx| Ok(store::claim(tx, now, LEASE, limit as i64)?)).await
}

fn spawn(app: &App, running: &mut JoinSet<()>, row: Claimed) {
    let app = app.clone();
    running.spawn(async move { carry_out(&app, row).await });
}

fn report(ended: Result<(), JoinError>) {
    if let Err(error) = ended {
        tracing::error!(%error, "an effect's task ended badly; its row is tried again when the lease is over");
    }
}

async fn carry_out(app: &App, row: Claimed) {
    let outcome = match &row.job {
        Job::SendCode { code } => sms::send_code(app, &row, *code).await,
        Job::SendSms { order, message } => sms::send_sms(app, &row, *order, message).await,
        Job::Recover { request } => recover::recover(app, &row, *request).await,
        Job::TellNumber { sealed, message } => sms::tell_number(app, &row, sealed, message).await,
        Job::TellAccount { company, message } => sms::tell_account(app, &row, *company, message).await,
        Job::Refund { refund } => refund::refund(app, &row, *refund).await,
        Job::CloseTrade { attempt } => trade::close(app, *attempt).await,
        Job::WatchTrade { attempt } => trade::watch(app, *attempt).await,
        Job::WatchPayment { order } => orders::payment_deadline(app, *order).await,
        Job::WatchReceipt { order } => orders::receipt_deadline(app, *order).await,
        Job::IssueInvoice { invoice } => invoice::issue(app, &row, *invoice).await,
        Job::MailInvoice { invoice } => mail::mail_invoice(app, &row, *invoice).await,
        Job::FlushInvoice => Outcome::Done,
        Job::Unreadable => Outcome::Retry("这一行由其他版本写入，本版本无法识别".into()),
    };
    if let Err(error) = mark(app, &row, outcome).await {
        tracing::error!(%error, job = row.job.kind(), id = row.id.get(), "an effect could not be marked");
    }
}

async fn mark(app: &App, row: &Claimed, outcome: Outcome) -> Result<(), Error> {
    let now = app.now();
    let mark = mark_of(row, outcome, now);
    if mark.state == JobState::Dead {
        let (job, id, error) = (row.job.kind(), row.id.get(), &mark.error);
        tracing::error!(job, id, %error, "an effect was given up to the dead list");
    }
    let row = row.clone();
    let held = app.db.write(move |tx| Ok::<_, Error>(store::mark(tx, &row, &mark, now)?)).await?;
    if !held {
        tracing::warn!("an effect's lease was lost before it could be marked");
    }
    Ok(())
}

/// Only failures in a row count: a trade may be asked after a hundred times before the gateway once fails to answer.
fn mark_of(row: &Claimed, outcome: Outcome, now: Timestamp) -> Mark {
    let mark = |state, run_at, attempts, error| Mark { state, run_at, attempts, error };
    match outcome {
        Outcome::Done => mark(JobState::Done, now, 0, String::new()),
        Outcome::Again(at) => mark(JobState::Ready, at, 0, String::new()),
        Outcome::Retry(error) if row.attempts < MAX_TRIES => {
            mark(JobState::Ready, time::after(now, pause(row.attempts)), row.attempts, error)
        }
        Outcome::Retry(error) | Outcome::Dead(error) => mark(JobState::Dead, now, row.attempts, error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::id::{AttemptId, EffectId};

    fn row(attempts: i64) -> Claimed {
        Claimed {
            id: EffectId::new(1),
            job: Job::WatchTrade { attempt: AttemptId::new(1) },
            attempts,
            created_at: Timestamp::UNIX_EPOCH,
            lease_until: Timestamp::UNIX_EPOCH,
        }
    }

    #[test]
    fn questions_that_were_answered_do_not_count_as_failures() {
        let now = Timestamp::UNIX_EPOCH;
        assert_eq!(mark_of(&row(7), Outcome::Again(now), now).attempts, 0);
        let failed = mark_of(&row(7), Outcome::Retry("x".into()), now);
        assert_eq!((failed.state, failed.attempts), (JobState::Ready, 7));
        assert_eq!(mark_of(&row(MAX_TRIES), Outcome::Retry("x".into()), now).state, JobState::Dead);
    }
}
