//! 统一社会信用代码 (GB 32100) with the organisation code inside it (GB 11714).
//! Codes of an early pilot are real and yet fail the outer check, so only a code that fails both is refused;
//! one that fails one of them gets a warning for the person and the reviewer.

use crate::text::compact;
use serde::{Deserialize, Serialize};
use std::fmt;

/// A code of 18 characters that passes at least one of its two checks.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct CreditCode(String);

/// Why a code is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CreditCodeError {
    Empty,
    /// Not 18 characters; holds how many.
    Length(usize),
    /// Something else than digits and letters.
    Characters,
    /// Both checks fail.
    CheckDigits,
}

/// Which check of an accepted code fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CreditCodeWarning {
    /// The last character (GB 32100) does not fit, as with the pilot's codes.
    Outer,
    /// Characters 9–17 (GB 11714) do not fit.
    Inner,
}

/// GB 32100 leaves out I, O, S, V and Z.
const ALPHABET: &[u8; 31] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";

impl CreditCode {
    /// Characters of a code.
    pub const LENGTH: usize = 18;

    /// Reads a code; blanks, small letters and full-width characters are forgiven.
    pub fn parse(text: &str) -> Result<CreditCode, CreditCodeError> {
        let code = compact(text).to_uppercase();
        match code.chars().count() {
            0 => return Err(CreditCodeError::Empty),
            CreditCode::LENGTH => {}
            n => return Err(CreditCodeError::Length(n)),
        }
        if !code.bytes().all(|b| b.is_ascii_digit() || b.is_ascii_uppercase()) {
            return Err(CreditCodeError::Characters);
        }
        if !outer_fits(code.as_bytes()) && !is_organisation_code(&code[8..17]) {
            return Err(CreditCodeError::CheckDigits);
        }
        Ok(CreditCode(code))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The doubt about an accepted code, if there is one.
    pub fn warning(&self) -> Option<CreditCodeWarning> {
        if !outer_fits(self.0.as_bytes()) {
            Some(CreditCodeWarning::Outer)
        } else if self.0.get(8..17).is_none_or(|inner| !is_organisation_code(inner)) {
            Some(CreditCodeWarning::Inner)
        } else {
            None
        }
    }
}

impl fmt::Display for CreditCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl CreditCodeError {
    /// What to do about it.
    pub fn message(self) -> String {
        match self {
            CreditCodeError::Empty => "请填写统一社会信用代码".to_owned(),
            CreditCodeError::Length(n) => format!("统一社会信用代码应为 18 位，现在是 {n} 位，请照执照核对"),
            CreditCodeError::Characters => "统一社会信用代码只含数字和大写字母，请照执照核对".to_owned(),
            CreditCodeError::CheckDigits => {
                "统一社会信用代码的校验位不符，请照执照逐位核对（代码中没有字母 I、O、S、V、Z）".to_owned()
            }
        }
    }
}

impl CreditCodeWarning {
    /// What to do about it.
    pub fn message(self) -> &'static str {
        match self {
            CreditCodeWarning::Outer => "统一社会信用代码的末位校验不符，可以保存，请再照执照核对一次",
            CreditCodeWarning::Inner => "统一社会信用代码第 9–17 位校验不符，可以保存，请再照执照核对一次",
        }
    }
}

/// GB 32100: weights 3^i mod 31; the last character makes the sum a multiple of 31.
fn outer_fits(code: &[u8]) -> bool {
    let values: Option<Vec<usize>> = code.iter().map(|b| ALPHABET.iter().position(|a| a == b)).collect();
    let Some((check, body)) = values.as_deref().and_then(<[usize]>::split_last) else { return false };
    let (sum, _) = body.iter().fold((0, 1), |(sum, weight), value| (sum + value * weight, weight * 3 % 31));
    *check == (31 - sum % 31) % 31
}

/// GB 11714: eight characters and a check character (`X` stands for ten), without the dash.
pub fn is_organisation_code(code: &str) -> bool {
    const WEIGHTS: [u32; 8] = [3, 7, 9, 10, 5, 8, 4, 2];
    if code.len() != 9 || !code.bytes().all(|b| b.is_ascii_digit() || b.is_ascii_uppercase()) {
        return false;
    }
    let (body, check) = code.split_at(8);
    let sum: u32 = body.chars().zip(WEIGHTS).filter_map(|(c, weight)| Some(c.to_digit(36)? * weight)).sum();
    let expected = match 11 - sum % 11 {
        10 => 'X',
        11 => '0',
        n => char::from_digit(n, 10).unwrap_or('0'),
    };
    check.starts_with(expected)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_four_codes_of_the_pilot_pass_with_a_warning() {
        for code in ["91350100M0001TGQXM", "91350211M0000XUF46", "91350203M0001FUE2P", "91350203M0001QAY9B"] {
            assert_eq!(CreditCode::parse(code).map(|c| c.warning()), Ok(Some(CreditCodeWarning::Outer)), "{code}");
        }
    }

    /// A code with the right characters at the end of both checks.
    fn valid(region: &str, body: &str) -> String {
        let organisation =
            "0123456789X".chars().map(|c| format!("{body}{c}")).find(|code| is_organisation_code(code)).unwrap();
        let code = format!("{region}{organisation}");
        ALPHABET.iter().map(|b| format!("{code}{}", *b as char)).find(|code| outer_fits(code.as_bytes())).unwrap()
    }

    #[test]
    fn a_code_that_passes_both_checks_has_no_warning_however_it_is_typed() {
        let code = valid("91990102", "MA7QX3T5");
        assert_eq!(CreditCode::parse(&code).unwrap().warning(), None);
        let (head, tail) = code.split_at(9);
        let typed = format!(" {} {}", head.to_lowercase(), tail);
        assert_eq!(CreditCode::parse(&typed).unwrap().as_str(), code);
    }

    #[test]
    fn one_failing_check_warns_and_two_refuse() {
        let code = valid("91990102", "MA7QX3T5");
        let other = |c: &str| if c == "1" { "2" } else { "1" };
        let outer_wrong = format!("{}{}", &code[..17], other(&code[17..]));
        assert_eq!(CreditCode::parse(&outer_wrong).unwrap().warning(), Some(CreditCodeWarning::Outer));
        let head = format!("{}{}", &code[..16], other(&code[16..17]));
        let inner_wrong =
            ALPHABET.iter().map(|b| format!("{head}{}", *b as char)).find(|code| outer_fits(code.as_bytes())).unwrap();
        assert_eq!(CreditCode::parse(&inner_wrong).unwrap().warning(), Some(CreditCodeWarning::Inner));
        let both_wrong = format!("{head}{}", other(&inner_wrong[17..]));
        assert_eq!(CreditCode::parse(&both_wrong), Err(CreditCodeError::CheckDigits));
    }

    #[test]
    fn shape_is_judged_first() {
        for (text, error) in [
            (" ", CreditCodeError::Empty),
            ("9135010", CreditCodeError::Length(7)),
            ("91350100M0001TGQXM1", CreditCodeError::Length(19)),
            ("91350100M0001TGQX-", CreditCodeError::Characters),
            ("91350100M0001TGQX中", CreditCodeError::Characters),
        ] {
            assert_eq!(CreditCode::parse(text), Err(error), "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_string_is_judged_without_panic(text in any::<String>(), near in "[0-9A-Z]{18}") {
            for text in [&text, &near] {
                if let Ok(code) = CreditCode::parse(text) {
                    prop_assert_eq!(code.as_str().len(), CreditCode::LENGTH);
                    let _ = code.warning();
                }
            }
        }

        #[test]
        fn a_single_wrong_digit_is_always_noticed(at in 0usize..17, digit in 0u8..10) {
            let code = valid("91990102", "MA7QX3T5");
            let mut wrong = code.clone().into_bytes();
            wrong[at] = if wrong[at] == b'0' + digit { b'0' + (digit + 1) % 10 } else { b'0' + digit };
            let read = CreditCode::parse(std::str::from_utf8(&wrong).unwrap());
            prop_assert!(read.is_err() || read.unwrap().warning().is_some());
        }
    }
}
