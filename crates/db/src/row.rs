//! One row of a result, of either engine. It stands below the engines: they hand it to the closures that read it.

use crate::error::{Error, Result};
use crate::postgres;
use crate::sqlite;
use crate::statement::Sql;
use crate::value::Col;

/// A row, valid inside the closure that receives it.
pub struct Row<'a>(RowOf<'a>);

enum RowOf<'a> {
    Sqlite(&'static Sql, &'a rusqlite::Row<'a>),
    Postgres(&'static Sql, &'a ::postgres::Row),
}

impl<'a> Row<'a> {
    pub(crate) fn sqlite(sql: &'static Sql, row: &'a rusqlite::Row<'a>) -> Row<'a> {
        Row(RowOf::Sqlite(sql, row))
    }

    pub(crate) fn postgres(sql: &'static Sql, row: &'a ::postgres::Row) -> Row<'a> {
        Row(RowOf::Postgres(sql, row))
    }

    /// Column `i`, counted from 0. Another kind than `T`, or no such column, is [`Error::Failed`].
    pub fn get<T: Col<'a>>(&self, i: usize) -> Result<T> {
        let (sql, value) = match self.0 {
            RowOf::Sqlite(sql, row) => (sql, sqlite::value::column(sql, row, i)?),
            RowOf::Postgres(sql, row) => (sql, postgres::value::column(sql, row, i)?),
        };
        T::col(value)
            .ok_or_else(|| Error::Failed(format!("{}: column {i} is not a {}", sql.name, std::any::type_name::<T>())))
    }
}
