//! Checkpoints of the write-ahead log in the background, so that no commit pays for one.
//!
//! SQLite starts the log from its beginning only at a moment when all of it is copied, and under load a checkpoint
//! beside the writer never sees that moment: the log would grow without end. So when the log is over its limit, the
//! background thread copies most of it and asks the writer to copy the short tail between two batches.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// The log's limit: 2,048 pages of 4 KiB = 8 MiB.
const LIMIT_PAGES: i64 = 2048;
/// Between two checkpoints.
const PAUSE: Duration = Duration::from_millis(25);

/// What the writer and the checkpoint thread tell each other.
#[derive(Default)]
pub(crate) struct Checkpoints {
    state: Mutex<State>,
    changed: Condvar,
    tail: AtomicBool,
}

#[derive(Default)]
struct State {
    dirty: bool,
    stopped: bool,
}

impl Checkpoints {
    /// The writer calls this after each batch, outside any transaction.
    pub(crate) fn committed(&self, c: &rusqlite::Connection) {
        if self.tail.swap(false, Ordering::Relaxed) {
            checkpoint(c);
        }
        let mut state = self.lock();
        if !state.dirty {
            state.dirty = true;
            self.changed.notify_one();
        }
    }

    /// Ends [`Checkpoints::run`]. What is left in the log is copied at the next start at the latest.
    pub(crate) fn stop(&self) {
        self.lock().stopped = true;
        self.changed.notify_one();
    }

    /// The checkpoint thread, with a connection of its own. Sleeps while nothing is committed.
    pub(crate) fn run(&self, c: &rusqlite::Connection) {
        while self.wait_for_commits() {
            match checkpoint(c) {
                // Another process is at it: try again.
                None => self.lock().dirty = true,
                Some(pages) if pages > LIMIT_PAGES => {
                    checkpoint(c);
                    self.tail.store(true, Ordering::Relaxed);
                }
                Some(_) => {}
            }
        }
    }

    fn wait_for_commits(&self) -> bool {
        let dirty = self.changed.wait_while(self.lock(), |s| !s.dirty && !s.stopped);
        let state = dirty.unwrap_or_else(PoisonError::into_inner);
        let paused = self.changed.wait_timeout_while(state, PAUSE, |s| !s.stopped);
        let (mut state, _) = paused.unwrap_or_else(PoisonError::into_inner);
        state.dirty = false;
        !state.stopped
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Copies the log of a database that nobody has open into its file, and removes the log.
#[cfg(feature = "test-server")]
pub(crate) fn merge(file: &std::path::Path) -> rusqlite::Result<()> {
    let c = rusqlite::Connection::open(file)?;
    c.query_row("pragma wal_checkpoint(truncate)", [], |_| Ok(()))
}

/// Copies what can be copied without waiting for anybody. The pages in the log, or `None` if it could not be tried.
fn checkpoint(c: &rusqlite::Connection) -> Option<i64> {
    let (busy, pages) = c
        .query_row("pragma wal_checkpoint(passive)", [], |row| Ok((row.get::<_, i64>(0)?, row.get::<_, i64>(1)?)))
        .inspect_err(|error| tracing::warn!(%error, "checkpoint failed"))
        .ok()?;
    (busy == 0 && pages >= 0).then_some(pages)
}
