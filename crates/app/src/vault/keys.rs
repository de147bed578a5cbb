//! The keys of an installation, as they lie in its key file: one line each, the current one named. No key is ever
//! part of a message or of a log; the type prints nothing.

use crate::chance::{self, Chance};

/// The length of every key, in bytes: AES-256 and HMAC-SHA-256.
pub const KEY_BYTES: usize = 32;

/// The keys that open what is stored, the one that seals, and the one of the blind indexes.
#[derive(Clone, PartialEq, Eq)]
pub struct KeyRing {
    pub(super) current: u32,
    pub(super) keys: Vec<(u32, [u8; KEY_BYTES])>,
    pub(super) blind: [u8; KEY_BYTES],
}

/// What is wrong with a key file: one sentence without any key.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    /// A line is not what it should be.
    #[error("line {0} is neither `current N`, `key N HEX` nor `blind HEX` with 64 hexadecimal digits")]
    Line(usize),
    /// A name stands twice.
    #[error("line {0} repeats an earlier one")]
    Twice(usize),
    /// `current` names no key of the file.
    #[error("`current` names no key of the file")]
    NoCurrent,
    /// There is no blind key.
    #[error("the line `blind HEX` is missing")]
    NoBlind,
}

impl KeyRing {
    /// A ring of one fresh key.
    pub fn generate(chance: &dyn Chance) -> KeyRing {
        KeyRing { current: 1, keys: vec![(1, chance::bytes(chance))], blind: chance::bytes(chance) }
    }

    /// Adds a fresh key, which seals from now on. The blind key stays: look-ups would find nothing under another.
    /// Returns its number.
    pub fn add(&mut self, chance: &dyn Chance) -> u32 {
        let number = self.keys.iter().map(|(number, _)| *number).max().unwrap_or(0) + 1;
        self.keys.push((number, chance::bytes(chance)));
        self.current = number;
        number
    }

    /// Reads a key file.
    ///
    /// # Errors
    /// The number of the line that cannot be used, or what is missing.
    pub fn parse(text: &str) -> Result<KeyRing, KeyError> {
        let (mut current, mut blind, mut keys) = (None, None, Vec::new());
        for (index, line) in text.lines().enumerate() {
            let number = index + 1;
            let words: Vec<&str> = line.split_whitespace().collect();
            let fresh = match words[..] {
                [] => true,
                [first, ..] if first.starts_with('#') => true,
                ["current", id] => current.replace(id.parse().map_err(|_| KeyError::Line(number))?).is_none(),
                ["blind", hex] => blind.replace(key(hex, number)?).is_none(),
                ["key", id, hex] => {
                    let id: u32 = id.parse().map_err(|_| KeyError::Line(number))?;
                    let known = keys.iter().any(|(other, _)| *other == id);
                    keys.push((id, key(hex, number)?));
                    !known
                }
                _ => return Err(KeyError::Line(number)),
            };
            if !fresh {
                return Err(KeyError::Twice(number));
            }
        }
        let current = current.filter(|id| keys.iter().any(|(known, _)| known == id)).ok_or(KeyError::NoCurrent)?;
        Ok(KeyRing { current, keys, blind: blind.ok_or(KeyError::NoBlind)? })
    }

    /// The key file.
    pub fn to_text(&self) -> String {
        let mut text = String::from(
            "# Keys of the personal data in the database. Whoever loses this file loses the data; whoever reads it\n\
             # can read them. Keep a copy apart from the backups of the database.\n",
        );
        text.push_str(&format!("current {}\nblind {}\n", self.current, hex::encode(self.blind)));
        for (number, bytes) in &self.keys {
            text.push_str(&format!("key {number} {}\n", hex::encode(bytes)));
        }
        text
    }
}

fn key(text: &str, line: usize) -> Result<[u8; KEY_BYTES], KeyError> {
    let bytes = hex::decode(text).map_err(|_| KeyError::Line(line))?;
    bytes.try_into().map_err(|_| KeyError::Line(line))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::fixture::SeededChance;

    #[test]
    fn a_ring_is_read_as_it_was_written() {
        let chance = SeededChance::default();
        let mut ring = KeyRing::generate(&chance);
        assert_eq!(ring.add(&chance), 2);
        assert!(KeyRing::parse(&ring.to_text()).unwrap() == ring);
        assert_eq!(ring.current, 2);
    }

    #[test]
    fn what_is_wrong_is_named_without_any_key() {
        let good = "ab".repeat(KEY_BYTES);
        for (text, error) in [
            (String::new(), KeyError::NoCurrent),
            (format!("current 2\nblind {good}\nkey 1 {good}"), KeyError::NoCurrent),
            (format!("current 1\nkey 1 {good}"), KeyError::NoBlind),
            (format!("current 1\nblind {good}\nkey 1 {good}\nkey 1 {good}"), KeyError::Twice(4)),
            (format!("current 1\nblind {good}\nkey one {good}"), KeyError::Line(3)),
            (format!("current 1\nblind {good}\nkey 1 abcd"), KeyError::Line(3)),
            (format!("current 1\nblind {good}\nkey 1 {good}\nsecret {good}"), KeyError::Line(4)),
        ] {
            let found = KeyRing::parse(&text).err();
            assert_eq!(found, Some(error));
            assert!(!found.unwrap().to_string().contains("abab"));
        }
    }
}
