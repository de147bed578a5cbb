//! 单位电话: `^(0\d{2,3}-?)?\d{7,8}(-\d{1,6})?$`, or a mobile number.

use crate::contact::Mobile;
use crate::text::compact;

/// Longest telephone number that fits the pattern.
pub const PHONE_MAX: usize = 20;

/// Reads a telephone number; blanks and full-width characters are forgiven.
pub fn parse_phone(text: &str) -> Option<String> {
    let text = compact(text);
    if let Some(mobile) = Mobile::parse(&text) {
        return Some(mobile.as_str().to_owned());
    }
    let without_area = |area: usize| {
        let (head, rest) = text.split_at_checked(area)?;
        let ok = head.starts_with('0') && all_digits(head);
        ok.then(|| rest.strip_prefix('-').unwrap_or(rest))
    };
    let fits = [Some(text.as_str()), without_area(3), without_area(4)].into_iter().flatten().any(is_local);
    fits.then_some(text)
}

/// Seven or eight digits, and an extension of up to six after a dash.
fn is_local(text: &str) -> bool {
    let (number, extension) = text.split_once('-').map_or((text, None), |(number, rest)| (number, Some(rest)));
    (7..=8).contains(&number.len())
        && all_digits(number)
        && extension.is_none_or(|e| (1..=6).contains(&e.len()) && all_digits(e))
}

fn all_digits(text: &str) -> bool {
    text.bytes().all(|b| b.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn numbers_fit_the_pattern() {
        for good in [
            "0990-0000000",
            "02100000000",
            "021-00000000-123456",
            "0000000",
            "12345678-1",
            "13800001234",
            "０９９０－0000000",
        ] {
            assert!(parse_phone(good).is_some(), "{good}");
        }
        for bad in
            ["", "123456", "123456789", "099-", "0990--0000000", "0990-0000000-", "0990-0000000-1234567", "电话0000000"]
        {
            assert_eq!(parse_phone(bad), None, "{bad}");
        }
        assert_eq!(parse_phone("138 0000-1234"), Some("13800001234".into()));
    }

    proptest! {
        #[test]
        fn any_string_is_judged_without_panic_and_kept_short(text in any::<String>(), near in "0?[0-9-]{0,24}") {
            for text in [text, near] {
                prop_assert!(parse_phone(&text).is_none_or(|phone| phone.len() <= PHONE_MAX));
            }
        }
    }
}
