//! How SQLite writes and reads a [`Val`]. A REAL is an error: this program does not use one.

use rusqlite::types::{ToSqlOutput, ValueRef};

use crate::error::{Error, Result};
use crate::sqlite::error::error;
use crate::statement::Sql;
use crate::value::Val;

pub(crate) fn column<'a>(sql: &'static Sql, row: &'a rusqlite::Row<'a>, i: usize) -> Result<Val<'a>> {
    let failed = |what: String| Error::Failed(format!("{}: column {i}: {what}", sql.name));
    Ok(match row.get_ref(i).map_err(|e| error(sql.name, e))? {
        ValueRef::Null => Val::Null,
        ValueRef::Integer(i) => Val::Int(i),
        ValueRef::Real(_) => return Err(failed("a REAL, which this program does not use".into())),
        ValueRef::Text(text) => Val::Text(std::str::from_utf8(text).map_err(|e| failed(e.to_string()))?),
        ValueRef::Blob(bytes) => Val::Bytes(bytes),
    })
}

impl rusqlite::ToSql for Val<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match *self {
            Val::Null => ValueRef::Null,
            Val::Int(i) => ValueRef::Integer(i),
            Val::Bool(b) => ValueRef::Integer(b.into()),
            Val::Text(s) => ValueRef::Text(s.as_bytes()),
            Val::Bytes(b) => ValueRef::Blob(b),
        }))
    }
}
