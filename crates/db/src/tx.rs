//! The synchronous core: a transaction. The engines' own parts are in `sqlite` and `postgres`, a row is in `row`.

use std::time::{Duration, Instant};

use crate::access::Access;
use crate::error::{Error, Result};
use crate::postgres;
use crate::row::Row;
use crate::sqlite;
use crate::statement::Sql;
use crate::value::Val;

/// Work for after COMMIT.
pub(crate) type Hook = Box<dyn FnOnce() + Send>;

/// The connection below a transaction.
pub(crate) enum Connection<'c> {
    Sqlite(&'c rusqlite::Connection),
    Postgres(&'c mut postgres::Connection),
}

/// One transaction (or, in a read, one connection). A failed statement dooms it on both engines, whatever the closure
/// returns: later statements answer with the first error, and `Ok` becomes that error.
pub struct Tx<'c> {
    connection: Connection<'c>,
    access: Access,
    failed: Option<Error>,
    hooks: Vec<Hook>,
    slowest: Option<(Duration, &'static str)>,
}

impl<'c> Tx<'c> {
    pub(crate) fn new(connection: Connection<'c>, access: Access) -> Tx<'c> {
        Tx { connection, access, failed: None, hooks: Vec::new(), slowest: None }
    }

    /// Carries out a statement; the number of rows that it changed (or returned, if it returns rows).
    pub fn exec(&mut self, sql: &'static Sql, values: &[Val]) -> Result<u64> {
        self.step(sql, values, |_| Ok(true))
    }

    /// All rows, each turned into a `T`.
    pub fn all<T>(
        &mut self,
        sql: &'static Sql,
        values: &[Val],
        mut read: impl FnMut(&Row) -> Result<T>,
    ) -> Result<Vec<T>> {
        let mut out = Vec::new();
        self.step(sql, values, |row| {
            out.push(read(row)?);
            Ok(true)
        })?;
        Ok(out)
    }

    /// The first row, if there is one.
    pub fn opt<T>(
        &mut self,
        sql: &'static Sql,
        values: &[Val],
        mut read: impl FnMut(&Row) -> Result<T>,
    ) -> Result<Option<T>> {
        let mut out = None;
        self.step(sql, values, |row| {
            if out.is_none() {
                out = Some(read(row)?);
            }
            Ok(true)
        })?;
        Ok(out)
    }

    /// The first row. No row is [`Error::NoRow`], which does not doom the transaction: the statement did its work.
    pub fn one<T>(&mut self, sql: &'static Sql, values: &[Val], read: impl FnMut(&Row) -> Result<T>) -> Result<T> {
        self.opt(sql, values, read)?.ok_or(Error::NoRow(sql.name))
    }

    /// Streams the rows, for exports; `Ok(false)` stops. The number of rows seen, or changed if none are returned.
    pub fn step(
        &mut self,
        sql: &'static Sql,
        values: &[Val],
        mut see: impl FnMut(&Row) -> Result<bool>,
    ) -> Result<u64> {
        if let Some(error) = &self.failed {
            return Err(error.clone());
        }
        let started = cfg!(debug_assertions).then(Instant::now);
        let result = match &mut self.connection {
            Connection::Sqlite(c) => sqlite::step(c, self.access, sql, values, &mut see),
            Connection::Postgres(c) => c.step(sql, values, &mut see),
        };
        if let Some(took) = started.map(|s| s.elapsed()).filter(|t| self.slowest.is_none_or(|(most, _)| *t > most)) {
            self.slowest = Some((took, sql.name));
        }
        if let Err(error) = &result {
            self.failed = Some(error.clone());
        }
        result
    }

    /// Runs once, after COMMIT: wake a worker, drop a cache entry. Never after a rollback, never in a read.
    pub fn after_commit(&mut self, hook: impl FnOnce() + Send + 'static) {
        self.hooks.push(Box::new(hook));
    }

    pub(crate) fn failed(&self) -> Option<&Error> {
        self.failed.as_ref()
    }

    /// The slowest statement so far; measured in debug builds only.
    pub(crate) fn slowest(&self) -> Option<(Duration, &'static str)> {
        self.slowest
    }

    /// Ends the use of the connection: what is to run after COMMIT, and the first error.
    pub(crate) fn finish(self) -> (Vec<Hook>, Option<Error>) {
        (self.hooks, self.failed)
    }

    /// Sets a mark to which [`Tx::rewind`] returns.
    pub(crate) fn mark(&mut self) -> Result<()> {
        self.control("SAVEPOINT rehearsal")
    }

    /// Undoes everything since [`Tx::mark`], a failure and the hooks included.
    pub(crate) fn rewind(&mut self) -> Result<()> {
        self.control("ROLLBACK TO SAVEPOINT rehearsal")?;
        self.control("RELEASE SAVEPOINT rehearsal")?;
        self.failed = None;
        self.hooks.clear();
        Ok(())
    }

    fn control(&mut self, text: &'static str) -> Result<()> {
        match &mut self.connection {
            Connection::Sqlite(c) => sqlite::control(c, text),
            Connection::Postgres(c) => c.batch(text),
        }
    }
}
