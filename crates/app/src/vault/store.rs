//! The one row by which a start sees whether its keys are those of the database.

use db::{Result, Tx, p};

db::sql! {
    PROOF = "select sealed from vault_proof where id = 1";
    ADD_PROOF = "insert into vault_proof (id, sealed) values (1, $1) on conflict (id) do nothing";
    NEXT_PROOF = "select id, sealed from vault_proof where id >= $1 and sealed not like $2 order by id limit $3";
    PUT_PROOF = "update vault_proof set sealed = $3 where id = $1 and sealed = $2";
}

/// The sealed columns of this module.
pub(crate) static SEALED: &[super::Sealed] =
    &[super::Sealed { column: PROOF_COLUMN, next: &NEXT_PROOF, put: &PUT_PROOF }];

/// The column of the proof.
pub const PROOF_COLUMN: &str = "vault_proof.sealed";

/// The sealed proof, once there is one.
pub fn proof(tx: &mut Tx) -> Result<Option<String>> {
    tx.opt(&PROOF, p![], |r| r.get(0))
}

/// Stores the proof; does nothing if there is one.
pub fn add_proof(tx: &mut Tx, sealed: &str) -> Result<()> {
    tx.exec(&ADD_PROOF, p![sealed]).map(drop)
}

/// Rows of a column that are not sealed by the current key.
pub fn next(tx: &mut Tx, column: &super::Sealed, from: i64, current: &str, limit: i64) -> Result<Vec<(i64, String)>> {
    tx.all(column.next, p![from, &format!("{current}%"), limit], |r| Ok((r.get(0)?, r.get(1)?)))
}

/// Puts a text in the place of another; false if somebody changed it in the meantime.
pub fn put(tx: &mut Tx, column: &super::Sealed, row: i64, old: &str, new: &str) -> Result<bool> {
    Ok(tx.exec(column.put, p![row, old, new])? > 0)
}
