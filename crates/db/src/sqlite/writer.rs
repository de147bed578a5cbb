//! The one writer: as many jobs as are waiting go into one transaction, each in a savepoint of its own, and are
//! answered after COMMIT. There is no artificial delay: the next batch gathers while the disk syncs.

use std::time::{Duration, Instant};

use crate::access::Access;
use crate::error::{Error, Result};
use crate::queue::{Job, Queue, run_hooks};
use crate::sqlite::{Checkpoints, control};
use crate::tx::{Connection, Hook, Tx};

/// A batch ends here, so that the first of it need not wait without end …
const BATCH: usize = 256;
/// … or here, if its jobs are slow.
const BATCH_TIME: Duration = Duration::from_millis(20);

struct Entry {
    job: Box<dyn Job>,
    hooks: Vec<Hook>,
}

/// Carries out jobs until the queue is closed and empty.
pub(crate) fn write_jobs(c: &rusqlite::Connection, queue: &Queue, checkpoints: &Checkpoints) {
    let mut batch = Vec::with_capacity(BATCH);
    while let Some(first) = queue.pop() {
        let end = write_batch(c, first, queue, &mut batch);
        // One job poisoned the rest (disk full, deferred constraint): each runs once more, alone. Not after an I/O
        // error, which is nobody's fault and may happen again.
        let alone = batch.len() > 1 && matches!(&end, Err(Error::Constraint(_) | Error::Full(_)));
        for mut entry in batch.drain(..) {
            let end = if alone { write_alone(c, &mut entry) } else { end.clone() };
            if end.is_ok() {
                run_hooks(entry.hooks);
            }
            entry.job.done(end);
        }
        checkpoints.committed(c);
    }
}

fn write_batch(c: &rusqlite::Connection, first: Box<dyn Job>, queue: &Queue, batch: &mut Vec<Entry>) -> Result<()> {
    let started = Instant::now();
    let mut next = Some(first);
    transaction(c, || {
        while let Some(job) = next.take() {
            batch.push(Entry { job, hooks: Vec::new() });
            if let Some(entry) = batch.last_mut() {
                run_in_savepoint(c, entry)?;
            }
            if batch.len() < BATCH && started.elapsed() < BATCH_TIME {
                next = queue.try_pop();
            }
        }
        Ok(())
    })
    .inspect_err(|_| batch.extend(next.take().map(|job| Entry { job, hooks: Vec::new() })))
}

fn write_alone(c: &rusqlite::Connection, entry: &mut Entry) -> Result<()> {
    entry.hooks.clear();
    transaction(c, || run_in_savepoint(c, entry))
}

fn transaction(c: &rusqlite::Connection, work: impl FnOnce() -> Result<()>) -> Result<()> {
    let end = control(c, "BEGIN IMMEDIATE").and_then(|()| work()).and_then(|()| control(c, "COMMIT"));
    if end.is_err() && !c.is_autocommit() {
        control(c, "ROLLBACK")?;
    }
    end
}

/// `Err`: the whole transaction is gone (disk full, I/O error), not only this job.
fn run_in_savepoint(c: &rusqlite::Connection, entry: &mut Entry) -> Result<()> {
    control(c, "SAVEPOINT job")?;
    let mut tx = Tx::new(Connection::Sqlite(c), Access::Write);
    let ok = entry.job.run(&mut tx);
    let (hooks, failed) = tx.finish();
    if c.is_autocommit() {
        return Err(failed.unwrap_or_else(|| Error::Failed("SQLite rolled the transaction back".into())));
    }
    if ok {
        entry.hooks = hooks;
    } else {
        control(c, "ROLLBACK TO SAVEPOINT job")?;
    }
    control(c, "RELEASE SAVEPOINT job")
}
