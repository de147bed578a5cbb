//! The transaction that use cases and stores are handed: the database's own, with the vault beside it.

use super::Vault;
use db::Result;
use serde::{Serialize, de::DeserializeOwned};
use std::ops::{Deref, DerefMut};

/// A [`db::Tx`] that can seal and open. Where a row is read by a closure, take [`Tx::vault`] before it.
pub struct Tx<'t, 'c> {
    inner: &'t mut db::Tx<'c>,
    vault: &'t Vault,
}

impl<'t, 'c> Tx<'t, 'c> {
    /// A transaction with these keys.
    pub fn new(inner: &'t mut db::Tx<'c>, vault: &'t Vault) -> Tx<'t, 'c> {
        Tx { inner, vault }
    }

    /// The keys, independent of the borrow of the transaction.
    pub fn vault(&self) -> &'t Vault {
        self.vault
    }

    /// [`Vault::seal_text`].
    pub fn seal_text(&self, column: &'static str, text: &str) -> Result<String> {
        self.vault.seal_text(column, text)
    }

    /// [`Vault::open_text`].
    pub fn open_text(&self, column: &'static str, text: &str) -> Result<String> {
        self.vault.open_text(column, text)
    }

    /// [`Vault::seal_json`].
    pub fn seal_json<T: Serialize + ?Sized>(&self, column: &'static str, value: &T) -> Result<String> {
        self.vault.seal_json(column, value)
    }

    /// [`Vault::open_json`].
    pub fn open_json<T: DeserializeOwned>(&self, column: &'static str, text: &str) -> Result<T> {
        self.vault.open_json(column, text)
    }

    /// [`Vault::blind`].
    pub fn blind(&self, purpose: &'static str, text: &str) -> String {
        self.vault.blind(purpose, text)
    }
}

impl<'c> Deref for Tx<'_, 'c> {
    type Target = db::Tx<'c>;

    fn deref(&self) -> &db::Tx<'c> {
        self.inner
    }
}

impl<'c> DerefMut for Tx<'_, 'c> {
    fn deref_mut(&mut self) -> &mut db::Tx<'c> {
        self.inner
    }
}
