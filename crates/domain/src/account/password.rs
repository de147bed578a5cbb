//! What makes a good password: 10–128 characters, not a common one, nothing of the company's name, and, by a setting,
//! three of four kinds of characters. A password is never trimmed, folded or normalised.

use super::weak_words::{COMMON, OF_ANY_COMPANY, OF_THIS_TRADE};
use crate::text::name_key;
use serde::Deserialize;
use std::fmt;

/// What a person typed into a password field. Never printed.
#[derive(Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(transparent)]
pub struct Secret(String);

impl Secret {
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// True when nothing was typed.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl From<&str> for Secret {
    fn from(text: &str) -> Secret {
        Secret(text.to_owned())
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

/// A new password that satisfies the policy, on its way to be hashed. Never printed.
#[derive(Clone, PartialEq, Eq)]
pub struct Password(String);

impl Password {
    /// Fewest characters.
    pub const MIN: usize = 10;
    /// Most characters.
    pub const MAX: usize = 128;

    /// The text, for hashing only.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Password {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Password(…)")
    }
}

/// The settings of the policy.
#[derive(Clone, Copy, Debug)]
pub struct PasswordPolicy {
    /// Ask for three of: capital letters, small letters, digits, other signs.
    pub composition: bool,
}

/// Why a password is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PasswordError {
    Empty,
    /// Fewer than [`Password::MIN`] characters; holds how many.
    TooShort(usize),
    /// More than [`Password::MAX`] characters; holds how many.
    TooLong(usize),
    /// Fewer than three kinds of characters.
    Composition,
    /// Made of common words, runs of digits or a few repeated signs.
    Common,
    /// Contains a word of the trade, of the company's name, or the mobile number.
    Context,
}

impl PasswordError {
    /// What to do about it.
    pub fn message(self) -> String {
        match self {
            PasswordError::Empty => "请填写密码".to_owned(),
            PasswordError::TooShort(n) => format!("密码至少 {} 位，现在是 {n} 位，请加长", Password::MIN),
            PasswordError::TooLong(n) => format!("密码最多 {} 位，现在是 {n} 位，请缩短", Password::MAX),
            PasswordError::Composition => "请在大写字母、小写字母、数字、符号中至少用三种".to_owned(),
            PasswordError::Common => "这个密码太容易猜到，请换成几个互不相干的词，再加数字".to_owned(),
            PasswordError::Context => "密码不能包含企业名称、手机号或本系统的名称，请换一个".to_owned(),
        }
    }
}

/// So many characters must remain once the common words are taken out.
const OWN_CHARACTERS_MIN: usize = 5;
/// So many different characters a password must have.
const DIFFERENT_CHARACTERS_MIN: usize = 5;
/// Parts of the context shorter than this may occur by chance.
const CONTEXT_PART_MIN: usize = 4;

impl PasswordPolicy {
    /// Judges a new password. `context` holds what others know of this account: company name, login name, mobile.
    pub fn judge(self, text: &str, context: &[&str]) -> Result<Password, PasswordError> {
        match text.chars().count() {
            0 => return Err(PasswordError::Empty),
            n if n < Password::MIN => return Err(PasswordError::TooShort(n)),
            n if n > Password::MAX => return Err(PasswordError::TooLong(n)),
            _ => {}
        }
        if self.composition && kinds(text) < 3 {
            return Err(PasswordError::Composition);
        }
        let key = name_key(text);
        if OF_THIS_TRADE.iter().any(|word| key.contains(word)) || context.iter().any(|c| contains_part(&key, c)) {
            return Err(PasswordError::Context);
        }
        if is_common(text) {
            return Err(PasswordError::Common);
        }
        Ok(Password(text.to_owned()))
    }
}

/// How many of the four kinds of characters occur; Chinese characters count as signs.
fn kinds(text: &str) -> usize {
    let sign = |c: char| !c.is_ascii_alphanumeric();
    [
        text.contains(|c: char| c.is_ascii_uppercase()),
        text.contains(|c: char| c.is_ascii_lowercase()),
        text.contains(|c: char| c.is_ascii_digit()),
        text.contains(sign),
    ]
    .into_iter()
    .filter(|occurs| *occurs)
    .count()
}

fn is_common(text: &str) -> bool {
    let mut rest = text.to_lowercase();
    let mut different: Vec<char> = rest.chars().collect();
    different.sort_unstable();
    different.dedup();
    for word in COMMON {
        rest = rest.replace(word, "");
    }
    different.len() < DIFFERENT_CHARACTERS_MIN || rest.chars().count() < OWN_CHARACTERS_MIN
}

/// Latin words and digits of the context count as a whole, Chinese text by every four characters in a row:
/// a short name (青禾建设) is no word of its own in 澜州青禾建设有限公司.
fn contains_part(password_key: &str, context: &str) -> bool {
    let key = context.to_lowercase();
    key.split(|c: char| !c.is_alphanumeric()).any(|word| {
        if word.is_ascii() {
            return word.len() >= CONTEXT_PART_MIN && !OF_ANY_COMPANY.contains(&word) && password_key.contains(word);
        }
        let characters: Vec<char> = word.chars().collect();
        characters.windows(CONTEXT_PART_MIN).any(|part| password_key.contains(&part.iter().collect::<String>()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const STRICT: PasswordPolicy = PasswordPolicy { composition: true };
    const CONTEXT: &[&str] = &["澜州青禾建设有限公司 Qinghe", "13800001234"];

    fn refusal(text: &str) -> Option<PasswordError> {
        STRICT.judge(text, CONTEXT).err()
    }

    #[test]
    fn good_passwords_pass_unchanged() {
        for text in ["Tian7-lan-Shan", " Yun3 dong xi ", "mu3Zi_xue&feng", "ｗW9晴天雨天多云山水"] {
            assert_eq!(STRICT.judge(text, CONTEXT).map(|p| p.as_str().to_owned()), Ok(text.to_owned()));
        }
    }

    #[test]
    fn each_rule_refuses_at_its_border() {
        let longest = "aB3-efgh".repeat(16);
        for (text, error) in [
            ("", PasswordError::Empty),
            ("Tian7-lan", PasswordError::TooShort(9)),
            (&format!("{longest}x"), PasswordError::TooLong(129)),
            ("tianlanshanshui", PasswordError::Composition),
            ("Password123!", PasswordError::Common),
            ("Admin@2026!!", PasswordError::Common),
            ("1qaz@WSX3edc", PasswordError::Common),
            ("Aaaaaaaaaa1", PasswordError::Common),
            ("myCakey-77xx", PasswordError::Context),
            ("GGZY-tian7lan", PasswordError::Context),
            ("Qinghe#7tianlan", PasswordError::Context),
            ("青禾建设Ab1xyz", PasswordError::Context),
            ("Ab-13800001234", PasswordError::Context),
        ] {
            assert_eq!(refusal(text), Some(error), "{text}");
        }
        assert_eq!(refusal(&longest), None);
        assert_eq!(refusal("Tian7-lan1"), None);
    }

    #[test]
    fn composition_is_a_setting() {
        let lax = PasswordPolicy { composition: false };
        assert!(lax.judge("tianlanshanshui", CONTEXT).is_ok());
        assert_eq!(lax.judge("passwordpassword", CONTEXT).err(), Some(PasswordError::Common));
    }

    #[test]
    fn passwords_are_never_printed() {
        let secret = Secret::from("Tian7-lan-Shan");
        let password = STRICT.judge("Tian7-lan-Shan", &[]).unwrap();
        assert!(!format!("{secret:?}{password:?}").contains("Tian7"));
    }

    proptest! {
        #[test]
        fn any_string_is_judged_without_panic(text in any::<String>(), context in any::<String>()) {
            if let Ok(password) = STRICT.judge(&text, &[&context]) {
                prop_assert_eq!(password.as_str(), text);
            }
        }
    }
}
