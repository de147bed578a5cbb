//! The table of uploaded shipping lists. Every statement knows whose list it is, and that this person still ships.

use crate::rights::sql::may;
use crate::stored::moment;
use db::{Result, Row, Tx, p};
use domain::id::StaffId;
use domain::rights::Act;
use jiff::Timestamp;

db::sql! {
    INSERT = "insert into waybill_batch (token, staff_id, file_name, rows, result, created_at, expires_at, imported_at)
        values ($1, $2, $3, $4, null, $5, $6, null)";
    GET = concat!("select file_name, rows, result, created_at, expires_at, imported_at from waybill_batch
        where token = $1 and staff_id = $2 and ", may!("$2", "$3"));
    FINISH = "update waybill_batch set result = $2, imported_at = $3 where token = $1";
    PURGE = "delete from waybill_batch where expires_at < $1";
}

/// A list as it is stored; rows and results are JSON.
pub struct StoredBatch {
    /// What the file was called.
    pub file_name: String,
    /// The rows as they were judged.
    pub rows: String,
    pub result: Option<String>,
    pub created_at: Timestamp,
    /// After this moment it can be read, not imported.
    pub expires_at: Timestamp,
    /// When it was imported last.
    pub imported_at: Option<Timestamp>,
}

fn batch(row: &Row) -> Result<StoredBatch> {
    Ok(StoredBatch {
        file_name: row.get(0)?,
        rows: row.get(1)?,
        result: row.get(2)?,
        created_at: moment(row.get(3)?)?,
        expires_at: moment(row.get(4)?)?,
        imported_at: row.get::<Option<i64>>(5)?.map(moment).transpose()?,
    })
}

/// Keeps a list that was judged.
pub fn insert(
    tx: &mut Tx,
    token: &str,
    staff: StaffId,
    file_name: &str,
    rows: &str,
    now: Timestamp,
    expires_at: Timestamp,
) -> Result<()> {
    let values = p![token, staff.get(), file_name, rows, now.as_millisecond(), expires_at.as_millisecond()];
    tx.exec(&INSERT, values).map(drop)
}

/// A list of this person's own.
pub fn get(tx: &mut Tx, token: &str, staff: StaffId) -> Result<Option<StoredBatch>> {
    tx.opt(&GET, p![token, staff.get(), Act::Ship.roles_text()], batch)
}

/// Keeps what became of the rows.
pub fn finish(tx: &mut Tx, token: &str, result: &str, now: Timestamp) -> Result<()> {
    tx.exec(&FINISH, p![token, result, now.as_millisecond()]).map(drop)
}

/// Deletes the lists that ended before this moment.
pub fn purge(tx: &mut Tx, before: Timestamp) -> Result<u64> {
    tx.exec(&PURGE, p![before.as_millisecond()])
}
