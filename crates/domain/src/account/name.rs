//! A company's name, which is also its login name.

use crate::field::FieldErrors;
use crate::text::{Input, LineError, line, name_key};
use serde::{Deserialize, Serialize};

/// 企业名称: one clean line of 2–100 characters.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct CompanyName(String);

impl CompanyName {
    /// Fewest characters.
    pub const MIN: usize = 2;
    /// Most characters.
    pub const MAX: usize = 100;

    /// Reads a name as it is typed.
    pub fn parse(text: &str) -> Result<CompanyName, LineError> {
        line(text, Self::MIN..=Self::MAX).map(CompanyName)
    }

    /// Reads the input `company` of a form.
    pub(crate) fn from_input(text: &str, errors: &mut FieldErrors) -> Option<CompanyName> {
        let name = Input::new("company", "企业名称", text).line(Self::MIN..=Self::MAX, errors);
        (!name.is_empty()).then_some(CompanyName(name))
    }

    /// The name as it is printed.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The key under which it is unique: see [`name_key`].
    pub fn key(&self) -> String {
        name_key(&self.0)
    }
}

impl std::fmt::Display for CompanyName {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_have_2_to_100_characters() {
        assert_eq!(CompanyName::parse(" 青禾 "), Ok(CompanyName("青禾".into())));
        assert!(CompanyName::parse(&"青".repeat(100)).is_ok());
        assert_eq!(CompanyName::parse(&"青".repeat(101)), Err(LineError::TooLong(101)));
        assert_eq!(CompanyName::parse("青"), Err(LineError::TooShort));
        assert_eq!(CompanyName::parse("青\u{200b}禾"), Err(LineError::ControlCharacter));
    }
}
