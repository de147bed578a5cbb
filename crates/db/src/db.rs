//! The asynchronous shell: where a closure runs on each engine. Engines are chosen here, once.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

use tokio::sync::{Semaphore, oneshot};

use crate::access::Access;
use crate::error::{Error, Result};
use crate::migrate::{Migration, Target, migrate};
use crate::postgres;
use crate::queue::{Queue, Rehearsal, guarded, run_hooks};
use crate::shape::{self, Shape};
use crate::sqlite;
use crate::statement::{Prepared, Sql};
use crate::tx::{Connection, Tx};

/// Connections kept for `read_long`, apart from the others, so that exports cannot hold up the pages.
const LONG_READERS: usize = 2;
/// How long an export waits for one of them before it is told [`Error::Busy`].
const LONG_PATIENCE: Duration = Duration::from_secs(30);
/// An inline read that takes longer than this belongs into `read_long`; logged in debug builds.
const INLINE_LIMIT: Duration = Duration::from_millis(5);

/// Which engine is behind a [`Db`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    /// A file, or memory.
    Sqlite,
    Postgres,
}

/// The database. Hold it in an `Arc`. Dropping it carries out what is queued and ends its threads; that blocks.
pub struct Db {
    kind: Kind,
    rehearsal: Rehearsal,
    threads: Vec<JoinHandle<()>>,
    #[cfg(feature = "test-server")]
    unheard: std::sync::atomic::AtomicU32,
}

enum Kind {
    Sqlite {
        path: PathBuf,
        readers: Readers,
        long: LongReaders,
        writes: Arc<Queue>,
        checkpoints: Arc<sqlite::Checkpoints>,
    },
    /// One connection, on the caller's thread.
    Inline(Mutex<rusqlite::Connection>),
    Postgres {
        url: String,
        reads: Arc<Queue>,
        long: Arc<Queue>,
        writes: Arc<Queue>,
    },
}

impl Db {
    /// A SQLite file, created if there is none, with this many connections for short reads (one per core is right).
    /// A file that is not a database is [`Error::Schema`].
    pub fn sqlite(path: &Path, readers: usize) -> Result<Db> {
        let (writer, checkpointer) = (sqlite::open_writer(path)?, sqlite::open_writer(path)?);
        let (readers, long) = (Readers::open(path, readers.max(1))?, LongReaders::open(path)?);
        let (writes, checkpoints) = (Queue::new(), Arc::new(sqlite::Checkpoints::default()));
        let kind = Kind::Sqlite {
            path: path.to_owned(),
            readers,
            long,
            writes: Arc::clone(&writes),
            checkpoints: Arc::clone(&checkpoints),
        };
        let mut db = Db::over(kind);
        let marks = Arc::clone(&checkpoints);
        db.spawn("db-writer", move || sqlite::write_jobs(&writer, &writes, &marks))?;
        db.spawn("db-checkpoint", move || checkpoints.run(&checkpointer))?;
        Ok(db)
    }

    /// A PostgreSQL server, with this many threads, and connections, for reads and for writes (16 writers are right).
    /// Connects once to see that the URL is good.
    pub fn postgres(url: &str, readers: usize, writers: usize) -> Result<Db> {
        on_scoped_thread(|| postgres::Connection::open(url, Access::Read).map(drop))?;
        let (reads, long, writes) = (Queue::new(), Queue::new(), Queue::new());
        let queues = [
            (Arc::clone(&reads), readers, Access::Read),
            (Arc::clone(&long), LONG_READERS, Access::Read),
            (Arc::clone(&writes), writers, Access::Write),
        ];
        let kind = Kind::Postgres { url: url.to_owned(), reads, long, writes };
        let mut db = Db::over(kind);
        for (queue, threads, access) in queues {
            for _ in 0..threads.max(1) {
                let (queue, url) = (Arc::clone(&queue), url.to_owned());
                db.spawn("db-postgres", move || postgres::work(&url, &queue, access))?;
            }
        }
        Ok(db)
    }

    /// A new, empty SQLite database in memory, used on the caller's thread: deterministic, for simulation and tests.
    pub fn inline() -> Result<Db> {
        let kind = Kind::Inline(Mutex::new(sqlite::open_in_memory()?));
        Ok(Db::over(kind))
    }

    fn over(kind: Kind) -> Db {
        Db {
            kind,
            rehearsal: Rehearsal::No,
            threads: Vec::new(),
            #[cfg(feature = "test-server")]
            unheard: std::sync::atomic::AtomicU32::new(0),
        }
    }

    /// For tests: leaves a SQLite database that nobody has open as one file, without its log.
    #[cfg(feature = "test-server")]
    pub fn merge_log(file: &Path) -> Result<()> {
        sqlite::merge(file).map_err(|e| Error::Failed(e.to_string()))
    }

    /// For tests: the next so many writes are carried out, and the caller hears [`Error::Unknown`], as if the connection
    /// had died after COMMIT.
    #[cfg(feature = "test-server")]
    pub fn lose_answers(&self, count: u32) {
        self.unheard.store(count, std::sync::atomic::Ordering::SeqCst);
    }

    #[cfg(feature = "test-server")]
    fn heard<T, E: From<Error>>(&self, written: Result<T, E>) -> Result<T, E> {
        use std::sync::atomic::Ordering::SeqCst;
        let lost = written.is_ok() && self.unheard.fetch_update(SeqCst, SeqCst, |left| left.checked_sub(1)).is_ok();
        if lost { Err(Error::Unknown("the answer was lost on purpose".into()).into()) } else { written }
    }

    #[cfg(not(feature = "test-server"))]
    fn heard<T, E>(&self, written: Result<T, E>) -> Result<T, E> {
        written
    }

    /// For tests: each write closure is run, undone and run again, which shows a closure that cannot run twice.
    #[must_use]
    pub fn rehearsing(mut self) -> Db {
        self.rehearsal = Rehearsal::Yes;
        self
    }

    /// Which engine this is; `inline` is SQLite.
    pub fn engine(&self) -> Engine {
        match &self.kind {
            Kind::Sqlite { .. } | Kind::Inline(_) => Engine::Sqlite,
            Kind::Postgres { .. } => Engine::Postgres,
        }
    }

    /// A short read (well below a millisecond): on SQLite here and now, on PostgreSQL on a reader's thread.
    pub async fn read<T, E, F>(&self, mut closure: F) -> Result<T, E>
    where
        F: FnMut(&mut Tx) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        match &self.kind {
            Kind::Sqlite { readers, .. } => read_inline(&readers.pick(), &mut closure),
            Kind::Inline(c) => read_on(&lock(c), &mut closure),
            Kind::Postgres { reads, .. } => reads.call(closure, Rehearsal::No).await,
        }
    }

    /// A long read (exports, reports): never on an asynchronous thread, and on connections of its own.
    /// Two at a time; [`Error::Busy`] after 30 s without a turn.
    pub async fn read_long<T, E, F>(self: &Arc<Self>, mut closure: F) -> Result<T, E>
    where
        F: FnMut(&mut Tx) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        let turns = match &self.kind {
            Kind::Inline(c) => return read_on(&lock(c), &mut closure),
            Kind::Postgres { long, .. } => return long.call(closure, Rehearsal::No).await,
            Kind::Sqlite { long, .. } => Arc::clone(&long.turns),
        };
        let turn = tokio::time::timeout(LONG_PATIENCE, turns.acquire_owned()).await;
        let turn = turn.map_err(|_| Error::Busy)?.map_err(|_| Error::Busy)?;
        let db = Arc::clone(self);
        let read = move || {
            let _turn = turn;
            match &db.kind {
                Kind::Sqlite { long, .. } => read_on(&long.readers.pick(), &mut closure),
                Kind::Inline(_) | Kind::Postgres { .. } => Err(Error::Failed("the engine changed".into()).into()),
            }
        };
        tokio::task::spawn_blocking(read).await.unwrap_or_else(|e| Err(Error::Panic(e.to_string()).into()))
    }

    /// One durable transaction. `Err` rolls it back. The closure may run more than once. Once it is queued it is
    /// carried out, even if the caller goes away; [`Error::Busy`] if the queue stays full for 2 s.
    pub async fn write<T, E, F>(&self, closure: F) -> Result<T, E>
    where
        F: FnMut(&mut Tx) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        let written = match &self.kind {
            Kind::Sqlite { writes, .. } | Kind::Postgres { writes, .. } => writes.call(closure, self.rehearsal).await,
            Kind::Inline(_) => self.write_now(closure),
        };
        self.heard(written)
    }

    /// [`Db::read`] without a runtime; `inline` only.
    pub fn read_now<T, E: From<Error>>(&self, mut closure: impl FnMut(&mut Tx) -> Result<T, E>) -> Result<T, E> {
        read_on(&*self.inline_connection()?, &mut closure)
    }

    /// [`Db::write`] without a runtime; `inline` only.
    pub fn write_now<T, E: From<Error>>(&self, mut closure: impl FnMut(&mut Tx) -> Result<T, E>) -> Result<T, E> {
        let c = self.inline_connection()?;
        sqlite::control(&c, "BEGIN IMMEDIATE")?;
        let mut tx = Tx::new(Connection::Sqlite(&c), Access::Write);
        let result = guarded(&mut closure, self.rehearsal, &mut tx);
        let (hooks, _) = tx.finish();
        let result = result.and_then(|out| Ok(sqlite::control(&c, "COMMIT").map(|()| out)?));
        if result.is_err() && !c.is_autocommit() {
            sqlite::control(&c, "ROLLBACK")?;
        }
        drop(c); // a hook may use the database
        if result.is_ok() {
            run_hooks(hooks);
        }
        result
    }

    /// Brings the schema up to date; the number of steps that were run. A database that does not fit the program
    /// (newer, changed, another's) is [`Error::Schema`].
    pub async fn migrate(self: &Arc<Self>, steps: &'static [Migration]) -> Result<usize> {
        let (answer, answered) = oneshot::channel();
        let db = Arc::clone(self);
        let thread = move || drop(answer.send(db.migrate_here(steps)));
        std::thread::Builder::new().name("db-migrate".into()).spawn(thread).map_err(thread_failed)?;
        answered.await.unwrap_or_else(|_| Err(Error::Panic("migration".into())))
    }

    /// [`Db::migrate`] without a runtime; `inline` only.
    pub fn migrate_now(&self, steps: &[Migration]) -> Result<usize> {
        migrate(Target::Sqlite(&*self.inline_connection()?), steps)
    }

    /// Prepares every given statement, for the test that compares the engines. On PostgreSQL a parameter or column of
    /// another type than BIGINT, BOOLEAN, TEXT or BYTEA is an error. Blocks.
    pub fn prepare_all(&self, all: &[&'static Sql]) -> Vec<(String, Result<Prepared>)> {
        let name = |sql: &&'static Sql| sql.name.to_owned();
        let on_sqlite = |c: &rusqlite::Connection| all.iter().map(|s| (name(s), sqlite::prepared(c, s))).collect();
        match &self.kind {
            Kind::Sqlite { readers, .. } => on_sqlite(&readers.pick()),
            Kind::Inline(c) => on_sqlite(&lock(c)),
            Kind::Postgres { url, .. } => on_scoped_thread(|| {
                let mut c = postgres::Connection::open_plain(url)?;
                Ok(all.iter().map(|s| (name(s), c.prepared(s))).collect())
            })
            .unwrap_or_else(|e| all.iter().map(|s| (name(s), Err(e.clone()))).collect()),
        }
    }

    /// Tables, columns and indexes, spelt alike for both engines. Blocks.
    pub fn shape(&self) -> Result<Shape> {
        match &self.kind {
            Kind::Sqlite { readers, .. } => shape::of_sqlite(&readers.pick()),
            Kind::Inline(c) => shape::of_sqlite(&lock(c)),
            Kind::Postgres { url, .. } => {
                on_scoped_thread(|| shape::of_postgres(&mut postgres::Connection::open_plain(url)?))
            }
        }
    }

    fn migrate_here(&self, steps: &[Migration]) -> Result<usize> {
        match &self.kind {
            Kind::Sqlite { path, .. } => migrate(Target::Sqlite(&sqlite::open_writer(path)?), steps),
            Kind::Inline(c) => migrate(Target::Sqlite(&lock(c)), steps),
            Kind::Postgres { url, .. } => migrate(Target::Postgres(&mut postgres::Connection::open_plain(url)?), steps),
        }
    }

    fn inline_connection(&self) -> Result<MutexGuard<'_, rusqlite::Connection>> {
        match &self.kind {
            Kind::Inline(c) => Ok(lock(c)),
            Kind::Sqlite { .. } | Kind::Postgres { .. } => Err(Error::Failed("this needs Db::inline".into())),
        }
    }

    fn spawn(&mut self, name: &str, work: impl FnOnce() + Send + 'static) -> Result<()> {
        self.threads.push(std::thread::Builder::new().name(name.into()).spawn(work).map_err(thread_failed)?);
        Ok(())
    }
}

impl Drop for Db {
    fn drop(&mut self) {
        match &self.kind {
            Kind::Sqlite { writes, checkpoints, .. } => {
                writes.close();
                checkpoints.stop();
            }
            Kind::Postgres { reads, long, writes, .. } => [reads, long, writes].iter().for_each(|q| q.close()),
            Kind::Inline(_) => {}
        }
        for thread in self.threads.drain(..) {
            if thread.join().is_err() {
                tracing::error!("a database thread panicked");
            }
        }
    }
}

/// Connections for short reads. There are as many as threads that read, so one is nearly always free.
struct Readers {
    connections: Vec<Mutex<rusqlite::Connection>>,
    turn: AtomicUsize,
}

impl Readers {
    fn open(path: &Path, count: usize) -> Result<Readers> {
        let connections = (0..count).map(|_| sqlite::open_reader(path).map(Mutex::new)).collect::<Result<_>>()?;
        Ok(Readers { connections, turn: AtomicUsize::new(0) })
    }

    fn pick(&self) -> MutexGuard<'_, rusqlite::Connection> {
        let free = self.connections.iter().find_map(|c| c.try_lock().ok());
        free.unwrap_or_else(|| {
            let turn = self.turn.fetch_add(1, Ordering::Relaxed) % self.connections.len();
            lock(&self.connections[turn])
        })
    }
}

struct LongReaders {
    readers: Readers,
    turns: Arc<Semaphore>,
}

impl LongReaders {
    fn open(path: &Path) -> Result<LongReaders> {
        let turns = Arc::new(Semaphore::new(LONG_READERS));
        Ok(LongReaders { readers: Readers::open(path, LONG_READERS)?, turns })
    }
}

fn read_on<T, E: From<Error>>(
    c: &rusqlite::Connection,
    closure: &mut impl FnMut(&mut Tx) -> Result<T, E>,
) -> Result<T, E> {
    guarded(closure, Rehearsal::No, &mut Tx::new(Connection::Sqlite(c), Access::Read))
}

/// A read on an asynchronous thread: debug builds tell of one that took too long.
fn read_inline<T, E: From<Error>>(
    c: &rusqlite::Connection,
    closure: &mut impl FnMut(&mut Tx) -> Result<T, E>,
) -> Result<T, E> {
    let mut tx = Tx::new(Connection::Sqlite(c), Access::Read);
    let result = guarded(closure, Rehearsal::No, &mut tx);
    if let Some((took, statement)) = tx.slowest().filter(|(took, _)| *took > INLINE_LIMIT) {
        tracing::warn!(statement, took_ms = took.as_millis(), "a slow read on an asynchronous thread: use read_long");
    }
    result
}

fn lock(c: &Mutex<rusqlite::Connection>) -> MutexGuard<'_, rusqlite::Connection> {
    c.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The PostgreSQL client may not be touched on an asynchronous thread, not even to drop it.
fn on_scoped_thread<T: Send>(work: impl FnOnce() -> Result<T> + Send) -> Result<T> {
    std::thread::scope(|scope| {
        let thread = std::thread::Builder::new().spawn_scoped(scope, work).map_err(thread_failed)?;
        thread.join().unwrap_or_else(|_| Err(Error::Panic("connect".into())))
    })
}

fn thread_failed(e: std::io::Error) -> Error {
    Error::Failed(format!("a database thread could not be started: {e}"))
}
