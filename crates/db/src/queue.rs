//! Closures on their way to a connection, and the bounded queue in which they wait.
//!
//! A job that is in the queue is carried out whether or not its caller still waits for the answer.

use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::{Semaphore, oneshot};

use crate::error::{Error, Result};
use crate::tx::{Hook, Tx};

/// How many jobs may wait.
const SLOTS: usize = 1024;
/// How long a caller waits for a free slot before it is told [`Error::Busy`].
const PATIENCE: Duration = Duration::from_secs(2);

/// A closure that can run again and is answered exactly once.
pub(crate) trait Job: Send {
    /// Runs the closure; whether its work is to be committed.
    fn run(&mut self, tx: &mut Tx) -> bool;
    /// Answers the caller: `end` is what became of the transaction.
    fn done(self: Box<Self>, end: Result<()>);
}

/// Whether a closure is run and undone once before it runs for good (a test of "closures may run twice").
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Rehearsal {
    No,
    Yes,
}

struct Call<F, T, E> {
    closure: F,
    rehearsal: Rehearsal,
    out: Option<Result<T, E>>,
    answer: oneshot::Sender<Result<T, E>>,
}

impl<F, T, E> Job for Call<F, T, E>
where
    F: FnMut(&mut Tx) -> Result<T, E> + Send,
    T: Send,
    E: From<Error> + Send,
{
    fn run(&mut self, tx: &mut Tx) -> bool {
        let result = guarded(&mut self.closure, self.rehearsal, tx);
        let ok = result.is_ok();
        self.out = Some(result);
        ok
    }

    fn done(self: Box<Self>, end: Result<()>) {
        let answer = match (end, self.out) {
            (Err(error), _) => Err(error.into()),
            (Ok(()), Some(result)) => result,
            (Ok(()), None) => Err(Error::Failed("a database job was not run".into()).into()),
        };
        // The caller may have gone; the work stands.
        drop(self.answer.send(answer));
    }
}

/// Runs a closure. A panic is an error, and so is success after a failed statement.
pub(crate) fn guarded<T, E: From<Error>>(
    closure: &mut impl FnMut(&mut Tx) -> Result<T, E>,
    rehearsal: Rehearsal,
    tx: &mut Tx,
) -> Result<T, E> {
    if rehearsal == Rehearsal::Yes {
        tx.mark()?;
        drop(caught(closure, tx));
        tx.rewind()?;
    }
    let result = caught(closure, tx);
    match (tx.failed(), result) {
        (Some(error), Ok(_)) => Err(error.clone().into()),
        (_, result) => result,
    }
}

fn caught<T, E: From<Error>>(closure: &mut impl FnMut(&mut Tx) -> Result<T, E>, tx: &mut Tx) -> Result<T, E> {
    catch_unwind(AssertUnwindSafe(|| closure(tx))).unwrap_or_else(|payload| {
        let text = payload.downcast_ref::<&str>().map(|s| (*s).to_owned());
        let text = text.or_else(|| payload.downcast_ref::<String>().cloned()).unwrap_or_default();
        Err(Error::Panic(text).into())
    })
}

/// Runs what was registered for after COMMIT. A panic there harms nobody else.
pub(crate) fn run_hooks(hooks: Vec<Hook>) {
    for hook in hooks {
        if catch_unwind(AssertUnwindSafe(hook)).is_err() {
            tracing::error!("a hook panicked after commit");
        }
    }
}

/// First in, first out; bounded; closed once, and drained before it ends.
pub(crate) struct Queue {
    state: Mutex<State>,
    filled: Condvar,
    slots: Semaphore,
}

#[derive(Default)]
struct State {
    jobs: VecDeque<Box<dyn Job>>,
    closed: bool,
}

impl Queue {
    pub(crate) fn new() -> Arc<Queue> {
        Arc::new(Queue { state: Mutex::default(), filled: Condvar::new(), slots: Semaphore::new(SLOTS) })
    }

    /// Queues a closure and waits for its answer.
    pub(crate) async fn call<T, E, F>(&self, closure: F, rehearsal: Rehearsal) -> Result<T, E>
    where
        F: FnMut(&mut Tx) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        let (answer, answered) = oneshot::channel();
        self.push(Box::new(Call { closure, rehearsal, out: None, answer })).await?;
        answered.await.unwrap_or_else(|_| Err(Error::Failed("the database thread has ended".into()).into()))
    }

    async fn push(&self, job: Box<dyn Job>) -> Result<()> {
        let slot = match self.slots.try_acquire() {
            Ok(slot) => slot,
            Err(_) => {
                let waited = tokio::time::timeout(PATIENCE, self.slots.acquire()).await;
                waited.map_err(|_| Error::Busy)?.map_err(|_| Error::Busy)?
            }
        };
        slot.forget(); // given back when the job is taken out
        let mut state = self.lock();
        if state.closed {
            return Err(Error::Busy);
        }
        state.jobs.push_back(job);
        drop(state);
        self.filled.notify_one();
        Ok(())
    }

    /// The next job; waits for one. `None` when the queue is closed and empty.
    pub(crate) fn pop(&self) -> Option<Box<dyn Job>> {
        let mut state = self.lock();
        loop {
            if let Some(job) = state.jobs.pop_front() {
                drop(state);
                self.slots.add_permits(1);
                return Some(job);
            }
            if state.closed {
                return None;
            }
            state = self.filled.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// The next job if one is waiting.
    pub(crate) fn try_pop(&self) -> Option<Box<dyn Job>> {
        let job = self.lock().jobs.pop_front()?;
        self.slots.add_permits(1);
        Some(job)
    }

    /// Takes no more jobs; those that wait are still carried out.
    pub(crate) fn close(&self) {
        self.lock().closed = true;
        self.filled.notify_all();
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
