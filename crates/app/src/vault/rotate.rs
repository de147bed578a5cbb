//! Changing keys: every text that an older key sealed, or none, is sealed anew. Each batch is a transaction of its own,
//! and what is done drops out of the question, so a rotation that was interrupted goes on where it stopped.

use super::{Sealed, Vault, store};
use crate::Fault;
use crate::{Error, Tx};
use db::Db;
use std::sync::Arc;

/// Rows of one batch: few enough that people who write meanwhile do not wait.
const BATCH: i64 = 200;

const PROOF: &str = "cakey";

/// Sees that the keys are those of this database, before anything is written under wrong ones.
///
/// # Errors
/// `Fault` with a sentence for the operator when they are not.
pub async fn prove(db: &Db, vault: &Vault) -> Result<(), Error> {
    if let Some(sealed) = db.read(store::proof).await? {
        return match vault.open_text(store::PROOF_COLUMN, &sealed) {
            Ok(opened) if opened == PROOF => Ok(()),
            Ok(_) | Err(_) => {
                Err(Fault::records("the key file is not the one that this database was sealed with").into())
            }
        };
    }
    let sealed = vault.seal_text(store::PROOF_COLUMN, PROOF)?;
    Ok(db.write(move |tx| store::add_proof(tx, &sealed)).await?)
}

/// Seals every column anew under the current key; `told` hears of each column and how many texts it had. Returns the
/// sum. Rows that somebody changes meanwhile are sealed by the current key anyway.
///
/// # Errors
/// The database's, and `Fault` for a text whose key is not in the file: what was done before stays done.
pub async fn rotate(db: &Db, vault: &Arc<Vault>, mut told: impl FnMut(&str, u64)) -> Result<u64, Error> {
    let mut total = 0;
    for column in crate::schema::sealed() {
        let count = column_anew(db, vault, column).await?;
        told(column.column, count);
        total += count;
    }
    Ok(total)
}

async fn column_anew(db: &Db, vault: &Arc<Vault>, column: &'static Sealed) -> Result<u64, Error> {
    let (mut from, mut done) = (i64::MIN, 0);
    loop {
        let (keys, start) = (Arc::clone(vault), from);
        let rows = db.write(move |tx| batch(&mut Tx::new(tx, &keys), column, start)).await?;
        let Some(last) = rows.last().copied() else { return Ok(done) };
        done += rows.len() as u64;
        from = last;
    }
}

/// The rows that were looked at. A row that somebody else changed meanwhile is looked at again.
fn batch(tx: &mut Tx, column: &'static Sealed, from: i64) -> Result<Vec<i64>, Error> {
    let vault = tx.vault();
    let rows = store::next(tx, column, from, &vault.current_mark(), BATCH)?;
    for (row, old) in &rows {
        let opened = vault.open_text(column.column, old)?;
        store::put(tx, column, *row, old, &vault.seal_text(column.column, &opened)?)?;
    }
    Ok(rows.into_iter().map(|(row, _)| row).collect())
}
