//! Migrations: forward only, one text for both engines, one transaction a step, recorded with a checksum.
//!
//! Several nodes may start at once: each step is taken under a lock on the log. A database that is newer than the
//! program, was made with other texts or is not this program's at all is refused before anything is changed.

use std::collections::HashSet;
use std::time::Duration;

use sha2::{Digest, Sha256};

use crate::dialect;
use crate::error::{Error, Result};
use crate::postgres;
use crate::shape;
use crate::sqlite;
use crate::value::Val;

/// One step of the schema. Written once, never changed afterwards.
///
/// `{id}`, `{bytes}` and `{strict}` are replaced for each engine, and on SQLite BIGINT and BOOLEAN, wherever those words
/// stand; `/*pg … */` is text for PostgreSQL only.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Migration {
    /// As in the log and in messages, e.g. `0001-companies`.
    pub name: &'static str,
    /// SQL, any number of statements.
    pub text: &'static str,
}

const LOG: &str = "create table if not exists migration (number BIGINT primary key, name TEXT not null, \
     checksum TEXT not null) {strict}";
const READ_LOG: &str = "select name, checksum from migration order by number";
const ADD: &str = "insert into migration (number, name, checksum) values ($1, $2, $3)";
/// Nodes that start together may collide while the log itself is created.
const CREATE_TRIES: u32 = 20;

/// The connection on which the steps run.
pub(crate) enum Target<'c> {
    Sqlite(&'c rusqlite::Connection),
    Postgres(&'c mut postgres::Connection),
}

/// Brings the database up to date; the number of steps that were run.
pub(crate) fn migrate(mut target: Target, steps: &[Migration]) -> Result<usize> {
    let mut ran = 0;
    target.prepare()?;
    while target.in_transaction(|target| target.next_step(steps))? {
        ran += 1;
    }
    target.finish()?;
    Ok(ran)
}

impl Target<'_> {
    fn prepare(&mut self) -> Result<()> {
        let tables: HashSet<String> = match self {
            Target::Sqlite(c) => shape::of_sqlite(c)?.tables.into_keys().collect(),
            Target::Postgres(c) => shape::of_postgres(c)?.tables.into_keys().collect(),
        };
        if !tables.is_empty() && !tables.contains("migration") {
            return Err(Error::Schema(
                "The database has tables but no migration log: it is not this program's.".into(),
            ));
        }
        match self {
            // Rebuilding a table needs the foreign keys off; they are checked before each COMMIT instead.
            Target::Sqlite(c) => {
                let log = dialect::sqlite(LOG);
                c.execute_batch(&log).and_then(|()| c.execute_batch("pragma foreign_keys = off")).map_err(failed)
            }
            Target::Postgres(c) => create_log(c),
        }
    }

    fn finish(&mut self) -> Result<()> {
        match self {
            Target::Sqlite(c) => c.execute_batch("pragma foreign_keys = on").map_err(failed),
            Target::Postgres(_) => Ok(()),
        }
    }

    /// Under the lock: compares the log with the steps, runs the first one that is missing. `false`: none is.
    fn next_step(&mut self, steps: &[Migration]) -> Result<bool> {
        let log = self.log()?;
        compare(&log, steps)?;
        let Some(step) = steps.get(log.len()) else { return Ok(false) };
        let about_step = |e: Error| match e {
            Error::Failed(text) => Error::Failed(format!("migration {}: {text}", step.name)),
            other => other,
        };
        self.run(step.text).map_err(about_step)?;
        let number = i64::try_from(log.len() + 1).map_err(|e| Error::Failed(e.to_string()))?;
        self.add(&[Val::Int(number), Val::Text(step.name), Val::Text(&checksum(step.text))])?;
        Ok(true)
    }

    fn in_transaction<T>(&mut self, work: impl FnOnce(&mut Self) -> Result<T>) -> Result<T> {
        self.control("BEGIN IMMEDIATE", "BEGIN; LOCK TABLE migration IN EXCLUSIVE MODE")?;
        let result = work(self).and_then(|out| self.control("COMMIT", "COMMIT").map(|()| out));
        if result.is_err() {
            // The first error is the one to report.
            drop(self.control("ROLLBACK", "ROLLBACK"));
            drop(self.finish());
        }
        result
    }

    fn control(&mut self, on_sqlite: &'static str, on_postgres: &str) -> Result<()> {
        match self {
            Target::Sqlite(c) => sqlite::control(c, on_sqlite),
            Target::Postgres(c) => c.batch(on_postgres),
        }
    }

    fn log(&mut self) -> Result<Vec<Vec<String>>> {
        match self {
            Target::Sqlite(c) => sqlite::texts(c, READ_LOG),
            Target::Postgres(c) => c.texts(READ_LOG),
        }
    }

    fn run(&mut self, text: &str) -> Result<()> {
        match self {
            Target::Sqlite(c) => {
                c.execute_batch(&dialect::sqlite(text)).map_err(failed)?;
                match sqlite::texts(c, "select \"table\" from pragma_foreign_key_check")?.first() {
                    Some(row) => Err(Error::Constraint(format!("a foreign key of table {} is broken", row.join("")))),
                    None => Ok(()),
                }
            }
            Target::Postgres(c) => c.batch(&dialect::postgres(text)),
        }
    }

    fn add(&mut self, values: &[Val]) -> Result<()> {
        match self {
            Target::Sqlite(c) => c.execute(ADD, rusqlite::params_from_iter(values)).map(drop).map_err(failed),
            Target::Postgres(c) => c.run(ADD, values),
        }
    }
}

fn create_log(c: &mut postgres::Connection) -> Result<()> {
    let mut tries = 0;
    loop {
        match c.batch(&dialect::postgres(LOG)) {
            Err(Error::Constraint(_) | Error::Failed(_)) if tries < CREATE_TRIES && !c.is_lost() => tries += 1,
            end => return end,
        }
        std::thread::sleep(Duration::from_millis(20));
    }
}

fn compare(log: &[Vec<String>], steps: &[Migration]) -> Result<()> {
    if log.len() > steps.len() {
        return Err(Error::Schema(format!(
            "The database is newer than this program: it has {} migrations, the program knows {}.",
            log.len(),
            steps.len()
        )));
    }
    for (number, (row, step)) in (1..).zip(log.iter().zip(steps)) {
        if row[0] != step.name {
            return Err(Error::Schema(format!(
                "Migration {number} of the database is {}, of this program {}.",
                row[0], step.name
            )));
        }
        if row[1] != checksum(step.text) {
            return Err(Error::Schema(format!(
                "Migration {number} ({}) was changed after it had been run on this database.",
                step.name
            )));
        }
    }
    Ok(())
}

/// SHA-256 of the text as written, for both engines alike; line ends do not count.
fn checksum(text: &str) -> String {
    hex::encode(Sha256::digest(text.replace("\r\n", "\n")))
}

fn failed(e: rusqlite::Error) -> Error {
    sqlite::error("migration", e)
}
