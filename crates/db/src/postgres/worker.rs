//! A thread that owns one connection and carries out jobs from a queue, one transaction each.
//!
//! Serialisation failures and deadlocks run again, 3 times at most; a job whose connection died before COMMIT was sent
//! runs once more on a new connection. Whether to run again is decided by what the transaction saw, never by the
//! caller's own error type.

use std::hash::{BuildHasher, Hasher, RandomState};
use std::time::Duration;

use crate::access::Access;
use crate::error::{Error, Result};
use crate::postgres::Connection;
use crate::queue::{Job, Queue, run_hooks};
use crate::tx::{self, Hook, Tx};

const CONFLICT_RETRIES: u32 = 3;
const LOST_RETRIES: u32 = 1;

/// What became of one run of a job.
struct Attempt {
    end: Result<()>,
    hooks: Vec<Hook>,
    commit_sent: bool,
}

/// Carries out jobs until the queue is closed and empty.
pub(crate) fn work(url: &str, queue: &Queue, access: Access) {
    let mut connection = None;
    while let Some(mut job) = queue.pop() {
        let (end, hooks) = attempts(url, &mut connection, &mut *job, access);
        if end.is_ok() {
            run_hooks(hooks);
        }
        job.done(end);
    }
}

fn attempts(url: &str, open: &mut Option<Connection>, job: &mut dyn Job, access: Access) -> (Result<()>, Vec<Hook>) {
    for tries in 0.. {
        let connection = match open.take().filter(|c| !c.is_lost()).map_or_else(|| Connection::open(url, access), Ok) {
            Ok(connection) => open.insert(connection),
            Err(error) => return (Err(error), Vec::new()),
        };
        let attempt = match access {
            Access::Read => read(connection, job),
            Access::Write => write(connection, job),
        };
        let lost = connection.is_lost();
        match attempt.end {
            Err(Error::Conflict(_)) if tries < CONFLICT_RETRIES => {}
            Err(_) if lost && !attempt.commit_sent && tries < LOST_RETRIES => {}
            Err(error) if lost && attempt.commit_sent => return (Err(Error::Unknown(error.to_string())), Vec::new()),
            end => return (end, attempt.hooks),
        }
        std::thread::sleep(pause(tries));
    }
    unreachable!("the tries are bounded")
}

fn write(connection: &mut Connection, job: &mut dyn Job) -> Attempt {
    if let Err(error) = connection.batch("BEGIN") {
        return Attempt { end: Err(error), hooks: Vec::new(), commit_sent: false };
    }
    let mut tx = Tx::new(tx::Connection::Postgres(connection), Access::Write);
    let ok = job.run(&mut tx);
    let (hooks, failed) = tx.finish();
    if ok {
        return Attempt { end: connection.batch("COMMIT"), hooks, commit_sent: true };
    }
    let rolled_back = connection.batch("ROLLBACK");
    Attempt { end: ending(connection, failed, rolled_back), hooks: Vec::new(), commit_sent: false }
}

/// No BEGIN: each statement sees what is committed, and two round trips are saved. Nothing is committed, so no hooks.
fn read(connection: &mut Connection, job: &mut dyn Job) -> Attempt {
    let mut tx = Tx::new(tx::Connection::Postgres(connection), Access::Read);
    job.run(&mut tx);
    let (_, failed) = tx.finish();
    Attempt { end: ending(connection, failed, Ok(())), hooks: Vec::new(), commit_sent: false }
}

/// `Err` if the job is to run again; otherwise the closure's own error is the answer.
fn ending(connection: &Connection, failed: Option<Error>, rolled_back: Result<()>) -> Result<()> {
    match failed {
        Some(error) if matches!(error, Error::Conflict(_)) || connection.is_lost() => Err(error),
        _ => rolled_back,
    }
}

/// 1, 4, 16 ms … and up to 3 ms of jitter, so that two jobs that collided do not collide again.
fn pause(tries: u32) -> Duration {
    let jitter_us = RandomState::new().build_hasher().finish() % 3000;
    Duration::from_micros((1000_u64 << (2 * tries)) + jitter_us)
}
