//! The temporary password of 忘记密码: ten signs without look-alikes, shown as two groups of five. It is read from a
//! small screen and typed by hand, so case, blanks and the dash do not matter.

use std::fmt;

/// Digits and capitals without `0 O 1 I L`: 31 signs, so ten of them are about 49 bits.
const ALPHABET: &[u8; 31] = b"23456789ABCDEFGHJKMNPQRSTUVWXYZ";
/// Bytes from here on are drawn again, so that every sign is equally likely.
const FAIR: u8 = 248;

/// A temporary password. Never printed but by [`TemporaryPassword::shown`], for the one message that carries it.
#[derive(Clone, PartialEq, Eq)]
pub struct TemporaryPassword(String);

impl TemporaryPassword {
    /// How many signs it has.
    pub const LENGTH: usize = 10;

    /// Draws one from a source of random bytes.
    pub fn draw(mut random: impl FnMut() -> u8) -> TemporaryPassword {
        let mut text = String::with_capacity(Self::LENGTH);
        while text.len() < Self::LENGTH {
            let byte = random();
            if byte < FAIR {
                text.push(char::from(ALPHABET[usize::from(byte) % ALPHABET.len()]));
            }
        }
        TemporaryPassword(text)
    }

    /// Reads what a person typed; `None` when it cannot be a temporary password.
    pub fn read(text: &str) -> Option<TemporaryPassword> {
        if text.len() > 8 * Self::LENGTH {
            return None;
        }
        let signs: String = crate::text::compact(text).chars().filter(|c| *c != '-').collect();
        let signs = signs.to_ascii_uppercase();
        let shaped = signs.len() == Self::LENGTH && signs.bytes().all(|b| ALPHABET.contains(&b));
        shaped.then_some(TemporaryPassword(signs))
    }

    /// The ten signs, for hashing and for sealing only.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// `ABCDE-FGHJK`.
    pub fn shown(&self) -> String {
        format!("{}-{}", &self.0[..5], &self.0[5..])
    }
}

impl fmt::Debug for TemporaryPassword {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TemporaryPassword(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    #[test]
    fn the_alphabet_has_31_signs_and_none_that_people_confuse() {
        assert_eq!(ALPHABET.len(), 31);
        assert!(ALPHABET.iter().all(|sign| !b"0O1IL".contains(sign)));
    }

    #[test]
    fn every_sign_is_equally_likely() {
        let mut seen = BTreeMap::new();
        for byte in 0..=255_u8 {
            let mut bytes = std::iter::once(byte).chain(std::iter::repeat(0));
            let first = TemporaryPassword::draw(|| bytes.next().unwrap()).0.remove(0);
            *seen.entry(first).or_insert(0) += 1;
        }
        // The eight bytes that are drawn again fall on what the next byte says: here always the first sign.
        assert_eq!(seen.remove(&'2'), Some(8 + 8));
        assert!(seen.len() == 30 && seen.values().all(|count| *count == 8), "{seen:?}");
    }

    #[test]
    fn it_is_shown_in_two_groups_and_read_as_people_type_it() {
        let mut bytes = 0..;
        let password = TemporaryPassword::draw(|| bytes.next().unwrap());
        assert_eq!(password.shown(), "23456-789AB");
        for text in ["23456-789AB", " 23456 789ab ", "23456789AB", "２３４５６－７８９ＡＢ"] {
            assert_eq!(TemporaryPassword::read(text).as_ref(), Some(&password), "{text}");
        }
        let long = "2".repeat(200);
        for text in ["", "23456-789A", "23456-789ABC", "23456-789A0", "Tian7-lan-Shan", &long] {
            assert_eq!(TemporaryPassword::read(text), None, "{text}");
        }
    }

    #[test]
    fn it_is_never_printed() {
        assert!(!format!("{:?}", TemporaryPassword::draw(|| 7)).contains("9999"));
    }
}
