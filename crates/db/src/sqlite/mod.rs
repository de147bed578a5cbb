//! SQLite: opening connections, carrying out statements. Values are in `value`, the one writer is in `writer`, the log's
//! checkpoints in `wal`.

mod error;
pub(crate) mod value;
mod wal;
mod writer;

pub(crate) use error::error;
pub(crate) use wal::Checkpoints;
#[cfg(feature = "test-server")]
pub(crate) use wal::merge;
pub(crate) use writer::write_jobs;

use std::path::Path;
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{ErrorCode, OpenFlags};

use crate::access::Access;
use crate::error::{Error, Result};
use crate::row::Row;
use crate::statement::{Prepared, Sql};
use crate::value::Val;

/// Prepared statements kept by each connection.
const STATEMENTS: usize = 512;
/// How long a connection waits for another process (a backup, a second program) to release its lock.
const LOCK_WAIT: Duration = Duration::from_secs(5);

/// Page caches are bounded, the file is not mapped into memory, temporary structures (the savepoint journal) stay off
/// the disk. `synchronous=full`: what was answered survives a power cut.
const WRITER_SETTINGS: &str = "pragma journal_mode = wal; pragma synchronous = full; pragma wal_autocheckpoint = 0; \
     pragma foreign_keys = on; pragma cache_size = -16384; pragma mmap_size = 0; pragma temp_store = memory; \
     pragma trusted_schema = off;";
const READER_SETTINGS: &str = "pragma query_only = on; pragma cache_size = -8192; pragma mmap_size = 0; \
     pragma temp_store = memory; pragma trusted_schema = off;";

/// Opens the database for writing; creates it if there is none.
pub(crate) fn open_writer(path: &Path) -> Result<rusqlite::Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE;
    open(path, flags, WRITER_SETTINGS)
}

/// Opens an existing database for reading only.
pub(crate) fn open_reader(path: &Path) -> Result<rusqlite::Connection> {
    open(path, OpenFlags::SQLITE_OPEN_READ_ONLY, READER_SETTINGS)
}

/// Opens a database in memory, seen by this connection alone.
pub(crate) fn open_in_memory() -> Result<rusqlite::Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_MEMORY;
    open(Path::new(":memory:"), flags, WRITER_SETTINGS)
}

fn open(path: &Path, flags: OpenFlags, settings: &str) -> Result<rusqlite::Connection> {
    let failed = |e: rusqlite::Error| match e.sqlite_error_code() {
        Some(ErrorCode::NotADatabase) => Error::Schema(format!("{} is not a SQLite database.", path.display())),
        Some(ErrorCode::CannotOpen) => Error::Failed(format!("{} cannot be opened: {e}", path.display())),
        _ => error("open", e),
    };
    let c = rusqlite::Connection::open_with_flags(path, flags | OpenFlags::SQLITE_OPEN_NO_MUTEX).map_err(failed)?;
    c.set_prepared_statement_cache_capacity(STATEMENTS);
    c.busy_timeout(LOCK_WAIT).map_err(failed)?;
    // The bundled SQLite looks at bound values and plans anew whenever one changes. Without statistics that finds the
    // same plan again, at the price of a parse for each run.
    c.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true).map_err(failed)?;
    c.execute_batch(settings).map_err(failed)?;
    Ok(c)
}

/// Carries out a statement that controls the transaction (BEGIN, SAVEPOINT, COMMIT …).
pub(crate) fn control(c: &rusqlite::Connection, text: &'static str) -> Result<()> {
    c.prepare_cached(text).and_then(|mut s| s.raw_execute()).map(drop).map_err(|e| error(text, e))
}

/// Carries out a registered statement and shows its rows to `see` until that says `false`.
pub(crate) fn step(
    c: &rusqlite::Connection,
    access: Access,
    sql: &'static Sql,
    values: &[Val],
    see: &mut dyn FnMut(&Row) -> Result<bool>,
) -> Result<u64> {
    let failed = |e| error(sql.name, e);
    let mut statement = c.prepare_cached(sql.text()).map_err(failed)?;
    if access == Access::Read && !statement.readonly() {
        return Err(Error::Failed(format!("{}: writes in a read", sql.name)));
    }
    bind(&mut statement, sql, values)?;
    if statement.column_count() == 0 {
        return statement.raw_execute().map(|n| n as u64).map_err(failed);
    }
    let mut rows = statement.raw_query();
    let mut seen = 0;
    while let Some(row) = rows.next().map_err(failed)? {
        seen += 1;
        if !see(&Row::sqlite(sql, row))? {
            break;
        }
    }
    Ok(seen)
}

/// SQLite numbers the slots of `$2 … $1` by first appearance. Its own lexer knows what is a placeholder, so each slot
/// is asked for its name.
fn bind(statement: &mut rusqlite::Statement, sql: &'static Sql, values: &[Val]) -> Result<()> {
    let slots = statement.parameter_count();
    if slots != values.len() {
        return Err(Error::Failed(format!("{}: {slots} parameters, {} given", sql.name, values.len())));
    }
    for slot in 1..=slots {
        let number = statement.parameter_name(slot).and_then(|name| name[1..].parse::<usize>().ok()).unwrap_or(0);
        let value = values
            .get(number.wrapping_sub(1))
            .ok_or_else(|| Error::Failed(format!("{}: placeholders must be $1 to ${slots}", sql.name)))?;
        statement.raw_bind_parameter(slot, value).map_err(|e| error(sql.name, e))?;
    }
    Ok(())
}

/// Prepares a statement without running it.
pub(crate) fn prepared(c: &rusqlite::Connection, sql: &'static Sql) -> Result<Prepared> {
    let statement = c.prepare(sql.text()).map_err(|e| error(sql.name, e))?;
    Ok(Prepared {
        parameters: statement.parameter_count(),
        columns: statement.column_names().map(str::to_owned).collect(),
    })
}

/// Rows of text for the catalogue and the migration log; every column must be TEXT and not null.
pub(crate) fn texts(c: &rusqlite::Connection, text: &str) -> Result<Vec<Vec<String>>> {
    let failed = |e| error("catalogue", e);
    let mut statement = c.prepare(text).map_err(failed)?;
    let columns = statement.column_count();
    let rows = statement.query_map([], |row| (0..columns).map(|i| row.get(i)).collect()).map_err(failed)?;
    rows.collect::<rusqlite::Result<_>>().map_err(failed)
}

#[cfg(test)]
mod tests {
    use super::*;
    use rusqlite::StatementStatus;

    crate::sql! {
        MADE = "create table t (id integer primary key, at bigint not null); create index t_at on t (at)";
        SINCE = "select id from t where at <= $1 and (at > $2 or id = $2) order by at, id";
    }

    #[test]
    fn a_statement_is_planned_once_whatever_its_values_are() {
        let c = open_in_memory().unwrap();
        c.execute_batch(MADE.text()).unwrap();
        for value in 0..5 {
            step(&c, Access::Read, &SINCE, &[Val::Int(value), Val::Int(-value)], &mut |_| Ok(true)).unwrap();
        }
        let statement = c.prepare_cached(SINCE.text()).unwrap();
        assert_eq!(statement.get_status(StatementStatus::Run), 5, "the same statement each time");
        assert_eq!(statement.get_status(StatementStatus::RePrepare), 0);
    }
}
