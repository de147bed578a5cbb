//! The shape of a schema, spelt alike for both engines, so that a test can compare them.

use std::collections::BTreeMap;

use crate::error::Result;
use crate::postgres;
use crate::sqlite;

/// Tables and indexes, by name.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Shape {
    /// Every table of the schema.
    pub tables: BTreeMap<String, Table>,
    /// Indexes made by CREATE INDEX; keys and UNIQUE constraints have engine-made names and stand with their table.
    pub indexes: BTreeMap<String, Index>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Table {
    /// In the order of the table.
    pub columns: Vec<Column>,
    /// The columns of each UNIQUE constraint, sorted.
    pub unique: Vec<Vec<String>>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    pub name: String,
    /// `integer` (BIGINT and BOOLEAN: SQLite knows no difference), `text`, `bytes`, or what the engine says.
    pub kind: String,
    /// Whether it may be NULL.
    pub nullable: bool,
}

/// An index made by CREATE INDEX.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Index {
    pub table: String,
    /// In order; ` desc` follows the name where it runs backwards. An expression is `?`.
    pub columns: Vec<String>,
    pub unique: bool,
    /// Whether it has a WHERE.
    pub partial: bool,
}

const SQLITE_COLUMNS: &str = "select t.name, c.name, lower(c.type), iif(c.\"notnull\" or c.pk > 0, 'no', 'yes') \
     from sqlite_schema t, pragma_table_info(t.name) c where t.type = 'table' and t.name not like 'sqlite#_%' escape '#' \
     order by t.name, c.cid";
const POSTGRES_COLUMNS: &str = "select t.relname::text, a.attname::text, format_type(a.atttypid, null), \
     case when a.attnotnull then 'no' else 'yes' end from pg_class t join pg_attribute a on a.attrelid = t.oid \
     where t.relkind in ('r', 'p') and t.relnamespace = current_schema()::regnamespace \
     and a.attnum > 0 and not a.attisdropped order by 1, a.attnum";

/// Table, index, how it came to be (c: CREATE INDEX, u: UNIQUE), unique, partial, column.
const SQLITE_INDEXES: &str = "select t.name, i.name, i.origin, iif(i.\"unique\", 'yes', 'no'), \
     iif(i.partial, 'yes', 'no'), coalesce(c.name, '?') || iif(c.\"desc\", ' desc', '') \
     from sqlite_schema t, pragma_index_list(t.name) i, pragma_index_xinfo(i.name) c \
     where t.type = 'table' and i.origin <> 'pk' and c.key order by t.name, i.name, c.seqno";
const POSTGRES_INDEXES: &str = "select t.relname::text, i.relname::text, \
     case when k.oid is null then 'c' else 'u' end, case when x.indisunique then 'yes' else 'no' end, \
     case when x.indpred is null then 'no' else 'yes' end, \
     coalesce(a.attname::text, '?') || case when (x.indoption[n - 1]::int & 1) = 1 then ' desc' else '' end \
     from pg_index x join pg_class i on i.oid = x.indexrelid join pg_class t on t.oid = x.indrelid \
     left join pg_constraint k on k.conindid = i.oid and k.contype = 'u' \
     cross join lateral generate_series(1, x.indnkeyatts::int) n \
     left join pg_attribute a on a.attrelid = t.oid and a.attnum = x.indkey[n - 1] \
     where not x.indisprimary and t.relnamespace = current_schema()::regnamespace order by 1, 2, n";

pub(crate) fn of_sqlite(c: &rusqlite::Connection) -> Result<Shape> {
    Ok(put_together(sqlite::texts(c, SQLITE_COLUMNS)?, sqlite::texts(c, SQLITE_INDEXES)?))
}

pub(crate) fn of_postgres(c: &mut postgres::Connection) -> Result<Shape> {
    Ok(put_together(c.texts(POSTGRES_COLUMNS)?, c.texts(POSTGRES_INDEXES)?))
}

fn put_together(columns: Vec<Vec<String>>, indexes: Vec<Vec<String>>) -> Shape {
    let mut shape = Shape::default();
    for row in columns {
        let kind = match row[2].as_str() {
            "bigint" | "boolean" => "integer",
            "bytea" | "blob" => "bytes",
            other => other,
        };
        let column = Column { name: row[1].clone(), kind: kind.to_owned(), nullable: row[3] == "yes" };
        shape.tables.entry(row[0].clone()).or_default().columns.push(column);
    }
    let mut constraints: BTreeMap<(String, String), Vec<String>> = BTreeMap::new();
    for row in indexes {
        if row[2] == "u" {
            constraints.entry((row[0].clone(), row[1].clone())).or_default().push(row[5].clone());
        } else {
            let index = shape.indexes.entry(row[1].clone()).or_insert_with(|| Index {
                table: row[0].clone(),
                columns: Vec::new(),
                unique: row[3] == "yes",
                partial: row[4] == "yes",
            });
            index.columns.push(row[5].clone());
        }
    }
    for ((table, _), columns) in constraints {
        // Only the first query says which tables there are: another node may have made more before the second.
        if let Some(table) = shape.tables.get_mut(&table) {
            table.unique.push(columns);
        }
    }
    shape.tables.values_mut().for_each(|table| table.unique.sort());
    shape
}
