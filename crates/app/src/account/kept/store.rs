//! The table of kept forms.

use crate::Tx;
use crate::stored::moment;
use db::{Result, p};
use domain::id::CompanyId;
use jiff::Timestamp;

db::sql! {
    INSERT = "insert into kept_form (company_id, path, body, created_at) values ($1, $2, $3, $4)";
    KEEP_NEWEST = "delete from kept_form where company_id = $1 and id not in
        (select id from kept_form where company_id = $1 order by id desc limit $2)";
    NEWEST = "select id, path, body, created_at from kept_form
        where company_id = $1 and created_at > $2 order by id desc limit 1";
    DELETE = "delete from kept_form where company_id = $1 and id = $2";
    PURGE = "delete from kept_form where created_at <= $1";
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptForm {
    pub id: i64,
    /// Where it was sent: a path of ours.
    pub path: String,
    /// What was typed, by input.
    pub fields: Vec<(String, String)>,
    pub kept_at: Timestamp,
}

/// What the sealed text is bound to. Rows live an hour, so their keys are never changed.
const BODY: &str = "kept_form.body";

pub fn insert(tx: &mut Tx, company: CompanyId, path: &str, fields: &[(String, String)], now: Timestamp) -> Result<()> {
    let body = tx.seal_json(BODY, fields)?;
    tx.exec(&INSERT, p![company.get(), path, &body, now.as_millisecond()]).map(drop)
}

/// Deletes all but the newest so many forms of a company.
pub fn keep_newest(tx: &mut Tx, company: CompanyId, most: i64) -> Result<()> {
    tx.exec(&KEEP_NEWEST, p![company.get(), most]).map(drop)
}

/// The newest form of a company that came after this moment.
pub fn newest(tx: &mut Tx, company: CompanyId, since: Timestamp) -> Result<Option<KeptForm>> {
    let row = tx.opt(&NEWEST, p![company.get(), since.as_millisecond()], |r| {
        Ok((r.get::<i64>(0)?, r.get::<String>(1)?, r.get::<String>(2)?, moment(r.get(3)?)?))
    })?;
    let Some((id, path, body, kept_at)) = row else { return Ok(None) };
    Ok(Some(KeptForm { id, path, fields: tx.open_json(BODY, &body)?, kept_at }))
}

/// Deletes a form of a company.
pub fn delete(tx: &mut Tx, company: CompanyId, id: i64) -> Result<()> {
    tx.exec(&DELETE, p![company.get(), id]).map(drop)
}

/// Deletes forms of before this moment; returns how many.
pub fn purge(tx: &mut Tx, before: Timestamp) -> Result<u64> {
    tx.exec(&PURGE, p![before.as_millisecond()])
}
