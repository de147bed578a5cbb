//! How PostgreSQL writes and reads a [`Val`]. Types are strict: BIGINT, BOOLEAN, TEXT and BYTEA, nothing else.

use bytes::BytesMut;
use postgres::types::{FromSql, IsNull, ToSql, Type, to_sql_checked};

use crate::error::Result;
use crate::postgres::error::error;
use crate::statement::Sql;
use crate::value::Val;

type AnyError = Box<dyn std::error::Error + Sync + Send>;

pub(crate) fn column<'a>(sql: &'static Sql, row: &'a postgres::Row, i: usize) -> Result<Val<'a>> {
    row.try_get(i).map_err(|e| error(sql.name, &e))
}

impl ToSql for Val<'_> {
    fn to_sql(&self, kind: &Type, out: &mut BytesMut) -> Result<IsNull, AnyError> {
        match (self, kind) {
            (Val::Null, _) => Ok(IsNull::Yes),
            (Val::Int(i), &Type::INT8) => i.to_sql(kind, out),
            (Val::Bool(b), &Type::BOOL) => b.to_sql(kind, out),
            (Val::Text(s), &Type::TEXT) => s.to_sql(kind, out),
            (Val::Bytes(b), &Type::BYTEA) => b.to_sql(kind, out),
            (value, kind) => Err(format!("{} bound to {kind}", kind_of(value)).into()),
        }
    }

    fn accepts(kind: &Type) -> bool {
        [Type::INT8, Type::BOOL, Type::TEXT, Type::BYTEA].contains(kind)
    }

    to_sql_checked!();
}

impl<'a> FromSql<'a> for Val<'a> {
    fn from_sql(kind: &Type, raw: &'a [u8]) -> Result<Self, AnyError> {
        Ok(match *kind {
            Type::INT8 => Val::Int(i64::from_sql(kind, raw)?),
            Type::BOOL => Val::Bool(bool::from_sql(kind, raw)?),
            Type::TEXT => Val::Text(<&str>::from_sql(kind, raw)?),
            _ => Val::Bytes(raw),
        })
    }

    fn from_sql_null(_: &Type) -> Result<Self, AnyError> {
        Ok(Val::Null)
    }

    fn accepts(kind: &Type) -> bool {
        <Val as ToSql>::accepts(kind)
    }
}

/// The kind only: the value itself may be personal data and does not belong in an error text.
fn kind_of(value: &Val) -> &'static str {
    match value {
        Val::Null => "null",
        Val::Int(_) => "an integer",
        Val::Bool(_) => "a boolean",
        Val::Text(_) => "text",
        Val::Bytes(_) => "bytes",
    }
}
