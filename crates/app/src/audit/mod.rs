//! The trail of what nobody should have to take on trust: who changed the configuration or an account, who exported,
//! who looked at a full number. One chain of hashes over all rows, written in the transaction of what it tells of.
//! What happens to an order stands in the order's own history instead.
//!
//! A row never holds what was looked at, only that it was: no number, no password, no code.

mod action;
pub mod query;
pub(crate) mod store;

pub use action::Action;

use crate::Tx;
use domain::actor::Actor;
use jiff::Timestamp;
use sha2::{Digest, Sha256};

/// One row to be written.
pub struct Entry<'a> {
    pub actor: &'a Actor,
    pub action: Action,
    /// On whom or what, as people call it: a company's name, an order's number, a login name.
    pub subject: String,
    /// The particulars; never the personal value itself.
    pub detail: String,
}

impl<'a> Entry<'a> {
    /// What became of a company's account.
    pub fn account(actor: &'a Actor, company: &str, detail: &str) -> Entry<'a> {
        Entry { actor, action: Action::CompanyAccount, subject: company.to_owned(), detail: detail.to_owned() }
    }
}

/// Writes a row at the end of the chain, in the caller's transaction. Two that write at once wait for each other, so
/// record last.
pub fn record(tx: &mut Tx, entry: &Entry, now: Timestamp) -> db::Result<()> {
    let head = store::lock_head(tx)?;
    let actor = crate::stored::to_json(entry.actor)?;
    let row = store::Row {
        seq: head.seq + 1,
        at: now,
        action: entry.action.code(),
        actor: &actor,
        actor_name: entry.actor.name(),
        subject: &entry.subject,
        detail: &entry.detail,
    };
    let hash = chained(&head.hash, &row);
    store::add(tx, &row, &hash)?;
    store::set_head(tx, row.seq, &hash)
}

/// The hash of a row and of everything before it. Each field is preceded by its length, so that no two trails share a
/// text.
pub(crate) fn chained(previous: &[u8], row: &store::Row) -> Vec<u8> {
    let mut hash = Sha256::new();
    let numbers = [row.seq, row.at.as_millisecond()].map(|n| n.to_string());
    let fields = [&numbers[0], &numbers[1], row.action, row.actor, row.actor_name, row.subject, row.detail];
    hash.update(previous);
    for field in fields {
        hash.update((field.len() as u64).to_be_bytes());
        hash.update(field);
    }
    hash.finalize().to_vec()
}

#[cfg(test)]
mod tests;
