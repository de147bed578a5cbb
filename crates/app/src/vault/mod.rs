//! What is personal is sealed before it reaches the database: AES-256-GCM under the current key, bound to its column.
//! Older keys still open what they sealed, and text from before the vault is read as it is. The vault never logs what
//! it opens. Reasons: docs/decisions/0014-personal-data-sealed-in-the-application.md.

mod keys;
mod packed;
pub mod rotate;
pub(crate) mod store;
mod tx;

pub use keys::{KEY_BYTES, KeyError, KeyRing};
pub use tx::Tx;

use crate::chance::{self, Chance};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use db::{Error, Result, Sql};
use ring::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use ring::hmac;
use serde::{Serialize, de::DeserializeOwned};
use std::sync::Arc;

/// What every sealed text begins with; the number of its key follows.
const MARK: &str = "s1.";

/// Bytes of a blind index: 128 bits, so that two numbers never share one by accident.
const BLIND_BYTES: usize = 16;

/// A column whose text is sealed, with the statements by which its keys are changed.
pub struct Sealed {
    /// `table.column`, to which every text of it is bound.
    pub column: &'static str,
    /// Row and text, from row `$1` on, of at most `$3` rows whose text is not like `$2`.
    pub next: &'static Sql,
    /// Puts text `$3` in the place of `$2` in row `$1`.
    pub put: &'static Sql,
}

/// The keys at work. It holds its own chance: a nonce must be new whenever something is sealed, and a write closure
/// that runs twice seals twice.
pub struct Vault {
    current: u32,
    keys: Vec<(u32, LessSafeKey)>,
    blind: hmac::Key,
    chance: Arc<dyn Chance>,
}

impl Vault {
    /// A vault over a ring of keys.
    ///
    /// # Errors
    /// `Failed` for a key that the cipher refuses, which one of 32 bytes never is.
    pub fn new(ring: &KeyRing, chance: Arc<dyn Chance>) -> Result<Vault> {
        let cipher = |bytes: &[u8; KEY_BYTES]| {
            let key = UnboundKey::new(&AES_256_GCM, bytes).map_err(|_| Error::Failed("a key cannot be used".into()));
            key.map(LessSafeKey::new)
        };
        let keys = ring.keys.iter().map(|(id, bytes)| Ok((*id, cipher(bytes)?))).collect::<Result<_>>()?;
        Ok(Vault { current: ring.current, keys, blind: hmac::Key::new(hmac::HMAC_SHA256, &ring.blind), chance })
    }

    /// Seals a text for a column.
    pub fn seal_text(&self, column: &'static str, text: &str) -> Result<String> {
        let nonce: [u8; NONCE_LEN] = chance::bytes(&*self.chance);
        let mut sealed = packed::pack(text).into_owned();
        let key = self.key(self.current, column)?;
        let tag = key
            .seal_in_place_separate_tag(Nonce::assume_unique_for_key(nonce), Aad::from(column), &mut sealed)
            .map_err(|_| Error::Failed(format!("{column}: cannot be sealed")))?;
        let whole = [&nonce[..], &sealed, tag.as_ref()].concat();
        Ok(format!("{MARK}{}.{}", self.current, URL_SAFE_NO_PAD.encode(whole)))
    }

    /// Opens what was sealed for this column. A text without the mark is an older, plain one, and is returned as it is.
    ///
    /// # Errors
    /// `Failed` when its key is missing, or when it was changed or moved here from another column.
    pub fn open_text(&self, column: &'static str, text: &str) -> Result<String> {
        let Some(rest) = text.strip_prefix(MARK) else { return Ok(text.to_owned()) };
        let broken = || Error::Failed(format!("{column}: a sealed text cannot be opened"));
        let (id, body) = rest.split_once('.').ok_or_else(broken)?;
        let mut whole = URL_SAFE_NO_PAD.decode(body).map_err(|_| broken())?;
        if whole.len() < NONCE_LEN {
            return Err(broken());
        }
        let key = self.key(id.parse().map_err(|_| broken())?, column)?;
        let nonce = Nonce::try_assume_unique_for_key(&whole[..NONCE_LEN]).map_err(|_| broken())?;
        let opened = key.open_within(nonce, Aad::from(column), &mut whole, NONCE_LEN..).map_err(|_| broken())?;
        packed::unpack(opened).ok_or_else(broken)
    }

    /// Seals a value as JSON.
    pub fn seal_json<T: Serialize + ?Sized>(&self, column: &'static str, value: &T) -> Result<String> {
        self.seal_text(column, &crate::stored::to_json(value)?)
    }

    /// Opens a value that was sealed as JSON; an older, plain JSON text is read as it is.
    pub fn open_json<T: DeserializeOwned>(&self, column: &'static str, text: &str) -> Result<T> {
        if text.starts_with(MARK) {
            crate::stored::from_json(&self.open_text(column, text)?)
        } else {
            crate::stored::from_json(text)
        }
    }

    /// An index for looking up what is sealed: equal texts of one purpose have equal indexes, and nobody without the
    /// key can tell the text from it. Purposes do not share indexes.
    pub fn blind(&self, purpose: &'static str, text: &str) -> String {
        let mut context = hmac::Context::with_key(&self.blind);
        context.update(purpose.as_bytes());
        context.update(&[0]);
        context.update(text.as_bytes());
        hex::encode(&context.sign().as_ref()[..BLIND_BYTES])
    }

    /// What a text sealed by the current key begins with.
    fn current_mark(&self) -> String {
        format!("{MARK}{}.", self.current)
    }

    fn key(&self, id: u32, column: &'static str) -> Result<&LessSafeKey> {
        let found = self.keys.iter().find(|(known, _)| *known == id).map(|(_, key)| key);
        found.ok_or_else(|| Error::Failed(format!("{column}: the key {id} is not in the key file")))
    }
}

#[cfg(test)]
mod tests;
