//! Mobile numbers, e-mail addresses and addresses, each as a type that cannot be wrong.

use serde::{Deserialize, Serialize};

/// A mainland mobile number: `1[3-9]` and nine digits. Never unique: one agent may act for two companies.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Mobile(String);

impl Mobile {
    /// Reads a number, forgiving blanks, dashes and `+86`.
    pub fn parse(text: &str) -> Option<Mobile> {
        let bare: String = text.chars().filter(|c| !c.is_whitespace() && *c != '-').collect();
        let bare = bare.strip_prefix("+86").unwrap_or(&bare);
        let bytes = bare.as_bytes();
        let ok = bytes.len() == 11
            && bytes.iter().all(u8::is_ascii_digit)
            && bytes[0] == b'1'
            && (b'3'..=b'9').contains(&bytes[1]);
        ok.then(|| Mobile(bare.to_owned()))
    }

    /// All eleven digits: only for sending, and for a person with the right to see them.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// `138****1234`.
    pub fn masked(&self) -> String {
        format!("{}****{}", &self.0[..3], &self.0[7..])
    }
}

/// An e-mail address of at most 100 characters, ASCII, one `@`, a dot in the domain, no blanks or control characters.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Email(String);

impl Email {
    /// Reads an address. Whether the mailbox exists only a mail can tell.
    pub fn parse(text: &str) -> Option<Email> {
        let text = text.trim();
        let (local, domain) = text.split_once('@')?;
        let local_ok = !local.is_empty()
            && local.len() <= 64
            && !local.starts_with('.')
            && !local.ends_with('.')
            && !local.contains("..")
            && local.bytes().all(|b| b.is_ascii_alphanumeric() || b"!#$%&'*+-/=?^_`{|}~.".contains(&b));
        let label_ok = |label: &str| {
            !label.is_empty()
                && !label.starts_with('-')
                && !label.ends_with('-')
                && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
        };
        let ok = text.len() <= 100 && local_ok && domain.contains('.') && domain.split('.').all(label_ok);
        ok.then(|| Email(text.to_owned()))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_mobile_numbers_are_mobile_numbers() {
        assert_eq!(Mobile::parse(" 138 0000-1234 ").map(|m| m.masked()), Some("138****1234".into()));
        assert!(Mobile::parse("+8613800001234").is_some());
        for bad in
            ["", "12800001234", "1380000123", "138000012345", "0512-1234567", "1380000123a", "１３８００００１２３４"]
        {
            assert_eq!(Mobile::parse(bad), None, "{bad}");
        }
    }

    #[test]
    fn addresses_that_could_split_a_header_are_refused() {
        assert!(Email::parse("caiwu@qinghe.example").is_some());
        for bad in ["", "a@b", "a b@c.d", "a@c.d\r\nBcc: x@y.z", "a@@c.d", ".a@c.d", "a@-c.d", "<a@c.d>", "财务@c.d"]
        {
            assert_eq!(Email::parse(bad), None, "{bad}");
        }
    }
}
