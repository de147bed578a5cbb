//! PostgreSQL: one connection with its prepared statements. The threads that own connections are in `worker`.
//!
//! The client drives a little runtime of its own and panics on an asynchronous thread: nothing here may be called
//! from one. There is no pool crate: N threads with a connection each and one queue are the pool.

mod error;
pub(crate) mod value;
mod worker;

pub(crate) use worker::work;

use std::collections::HashMap;
use std::time::Duration;

use postgres::fallible_iterator::FallibleIterator;
use postgres::types::ToSql;
use postgres::{Client, Config, NoTls, Statement};

use crate::access::Access;
use crate::error::{Error, Result};
use crate::row::Row;
use crate::statement::{Prepared, Sql, for_postgres};
use crate::value::Val;
use error::error;

/// Unless the URL says otherwise.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);

const READER_SETTINGS: &str = "set default_transaction_read_only = on; set statement_timeout = '30s'";
/// A lock that is not granted in 5 s is answered as busy; a session that hangs in a transaction is ended.
const WRITER_SETTINGS: &str = "set default_transaction_isolation = 'read committed'; set statement_timeout = '30s'; \
     set lock_timeout = '5s'; set idle_in_transaction_session_timeout = '60s'";

/// A client and the statements that it has prepared.
pub(crate) struct Connection {
    client: Client,
    statements: HashMap<usize, Statement>,
    lost: bool,
}

impl Connection {
    /// Connects for reading or writing jobs.
    pub(crate) fn open(url: &str, access: Access) -> Result<Connection> {
        let mut connection = Connection::open_plain(url)?;
        connection.batch(match access {
            Access::Read => READER_SETTINGS,
            Access::Write => WRITER_SETTINGS,
        })?;
        Ok(connection)
    }

    /// Connects without time limits on statements and locks: for migrations.
    pub(crate) fn open_plain(url: &str) -> Result<Connection> {
        let mut config: Config = url.parse().map_err(|e| error("connect", &e))?;
        if config.get_connect_timeout().is_none() {
            config.connect_timeout(CONNECT_TIMEOUT);
        }
        let client = config.connect(NoTls).map_err(|e| error("connect", &e))?;
        Ok(Connection { client, statements: HashMap::new(), lost: false })
    }

    /// Whether the server has gone; nothing but a new connection helps.
    pub(crate) fn is_lost(&self) -> bool {
        self.lost || self.client.is_closed()
    }

    /// Carries out text without parameters: BEGIN, COMMIT, settings, migrations.
    pub(crate) fn batch(&mut self, text: &str) -> Result<()> {
        self.client.batch_execute(text).map_err(|e| noted(&mut self.lost, first_line(text), &e))
    }

    /// Carries out a registered statement and shows its rows to `see` until that says `false`.
    pub(crate) fn step(
        &mut self,
        sql: &'static Sql,
        values: &[Val],
        see: &mut dyn FnMut(&Row) -> Result<bool>,
    ) -> Result<u64> {
        let statement = self.prepare(sql)?;
        let slots = statement.params().len();
        if slots != values.len() {
            return Err(Error::Failed(format!("{}: {slots} parameters, {} given", sql.name, values.len())));
        }
        let Connection { client, lost, .. } = self;
        let mut failed = |e| noted(lost, sql.name, &e);
        let mut rows = client.query_raw(&statement, values).map_err(&mut failed)?;
        let mut seen = 0;
        while let Some(row) = rows.next().map_err(&mut failed)? {
            seen += 1;
            if !see(&Row::postgres(sql, &row))? {
                break;
            }
        }
        Ok(if statement.columns().is_empty() { rows.rows_affected().unwrap_or(0) } else { seen })
    }

    /// Prepares a statement without running it; a type that [`Val`] does not know is an error.
    pub(crate) fn prepared(&mut self, sql: &'static Sql) -> Result<Prepared> {
        let statement = self.prepare(sql)?;
        for kind in statement.params().iter().chain(statement.columns().iter().map(postgres::Column::type_)) {
            if !<Val as ToSql>::accepts(kind) {
                return Err(Error::Failed(format!("{}: has a parameter or column of type {kind}", sql.name)));
            }
        }
        let columns = statement.columns().iter().map(|c| c.name().to_owned()).collect();
        Ok(Prepared { parameters: statement.params().len(), columns })
    }

    /// Rows of text for the catalogue and the migration log; every column must be `text` and not null.
    pub(crate) fn texts(&mut self, text: &str) -> Result<Vec<Vec<String>>> {
        let rows = self.client.query(text, &[]).map_err(|e| noted(&mut self.lost, first_line(text), &e))?;
        rows.iter()
            .map(|row| (0..row.len()).map(|i| row.try_get(i).map_err(|e| error(first_line(text), &e))).collect())
            .collect()
    }

    /// One statement with parameters that is not registered: the migration log.
    pub(crate) fn run(&mut self, text: &str, values: &[Val]) -> Result<()> {
        let values: Vec<&(dyn ToSql + Sync)> = values.iter().map(|v| v as _).collect();
        self.client.execute(text, &values).map(drop).map_err(|e| noted(&mut self.lost, first_line(text), &e))
    }

    fn prepare(&mut self, sql: &'static Sql) -> Result<Statement> {
        if let Some(statement) = self.statements.get(&sql.key()) {
            return Ok(statement.clone());
        }
        let text = for_postgres(sql.text());
        let statement = self.client.prepare(&text).map_err(|e| noted(&mut self.lost, sql.name, &e))?;
        self.statements.insert(sql.key(), statement.clone());
        Ok(statement)
    }
}

/// The error, after noting whether the connection is lost with it.
fn noted(lost: &mut bool, what: &str, e: &postgres::Error) -> Error {
    let ended = e.code().is_some_and(|code| code.code().starts_with("57P"));
    let cut = std::error::Error::source(e).is_some_and(|source| source.is::<std::io::Error>());
    *lost |= ended || cut || e.is_closed();
    error(what, e)
}

fn first_line(text: &str) -> &str {
    text.trim_start().lines().next().unwrap_or_default()
}
