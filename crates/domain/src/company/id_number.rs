//! 居民身份证号码 (GB 11643): 17 digits and a check character; a real date of birth; an age of 16–100.

use crate::text::compact;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::fmt;

/// A resident's number that satisfies the standard. Never printed in full by `Debug`.
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct IdNumber(String);

/// Why a number is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IdNumberError {
    /// Not 18 characters; holds how many.
    Length(usize),
    /// Not digits with a digit or X at the end.
    Characters,
    /// No such day, or a day in the future.
    Birthday,
    /// Younger than 16 or older than 100; holds the age in years.
    Age(i16),
    /// The last character does not fit.
    CheckDigit,
}

impl IdNumber {
    /// Characters of a number.
    pub const LENGTH: usize = 18;
    pub const AGE_MIN: i16 = 16;
    pub const AGE_MAX: i16 = 100;

    /// Reads a number; `today` is the Beijing day.
    pub fn parse(text: &str, today: Date) -> Result<IdNumber, IdNumberError> {
        let number = compact(text).to_uppercase();
        let count = number.chars().count();
        if count != Self::LENGTH {
            return Err(IdNumberError::Length(count));
        }
        let Some((body, check)) = number.split_at_checked(17) else { return Err(IdNumberError::Characters) };
        if !body.bytes().all(|b| b.is_ascii_digit()) || !check.bytes().all(|b| b.is_ascii_digit() || b == b'X') {
            return Err(IdNumberError::Characters);
        }
        let birthday =
            Date::strptime("%Y%m%d", &body[6..14]).ok().filter(|day| *day <= today).ok_or(IdNumberError::Birthday)?;
        let had_birthday = (today.month(), today.day()) >= (birthday.month(), birthday.day());
        let age = today.year() - birthday.year() - i16::from(!had_birthday);
        if !(Self::AGE_MIN..=Self::AGE_MAX).contains(&age) {
            return Err(IdNumberError::Age(age));
        }
        if !check.starts_with(check_character(body)) {
            return Err(IdNumberError::CheckDigit);
        }
        Ok(IdNumber(number))
    }

    /// All 18 characters: only for a person with the right to see them.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for IdNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("IdNumber(…)")
    }
}

impl IdNumberError {
    /// What to do about it. The number itself is not repeated: it is personal.
    pub fn message(self) -> String {
        match self {
            IdNumberError::Length(n) => format!("身份证号应为 18 位，现在是 {n} 位，请照证件核对"),
            IdNumberError::Characters => "身份证号应为 17 位数字加 1 位数字或 X，请照证件核对".to_owned(),
            IdNumberError::Birthday => "身份证号第 7–14 位不是有效的出生日期，请照证件核对".to_owned(),
            IdNumberError::Age(age) => {
                let (min, max) = (IdNumber::AGE_MIN, IdNumber::AGE_MAX);
                format!("按身份证号推算为 {age} 岁，应在 {min}–{max} 岁之间，请照证件核对")
            }
            IdNumberError::CheckDigit => "身份证号末位校验不符，请照证件逐位核对".to_owned(),
        }
    }
}

/// ISO 7064 mod 11-2 over 17 digits.
fn check_character(body: &str) -> char {
    const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    const CHECKS: [char; 11] = ['1', '0', 'X', '9', '8', '7', '6', '5', '4', '3', '2'];
    let sum: u32 = body.bytes().zip(WEIGHTS).map(|(b, weight)| u32::from(b - b'0') * weight).sum();
    CHECKS[(sum % 11) as usize]
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;

    const TODAY: Date = date(2026, 11, 23);

    fn number(region: &str, birthday: &str) -> String {
        let body = format!("{region}{birthday}002");
        format!("{body}{}", check_character(&body))
    }

    #[test]
    fn the_example_of_the_standard_passes() {
        assert_eq!(check_character("11010519491231002"), 'X');
        assert!(IdNumber::parse(" 11010519491231002x ", TODAY).is_ok());
    }

    #[test]
    fn ages_are_judged_on_the_birthday_itself() {
        for (birthday, age) in [("20101123", None), ("20101124", Some(15)), ("19261123", None), ("19251123", Some(101))]
        {
            let read = IdNumber::parse(&number("990101", birthday), TODAY);
            assert_eq!(read.err(), age.map(IdNumberError::Age), "{birthday}");
        }
    }

    #[test]
    fn each_mistake_has_its_own_message() {
        for (text, error) in [
            ("99010119790230003".to_owned(), IdNumberError::Length(17)),
            ("99010119790X030003".to_owned(), IdNumberError::Characters),
            ("身份证号码写成十八个汉字的样子好吗啊".to_owned(), IdNumberError::Characters),
            (number("990101", "19790230"), IdNumberError::Birthday),
            (number("990101", "20270101"), IdNumberError::Birthday),
            ("11010519491231002 1".to_owned(), IdNumberError::CheckDigit),
        ] {
            assert_eq!(IdNumber::parse(&text, TODAY), Err(error), "{text}");
        }
        assert_eq!(IdNumberError::Length(17).message(), "身份证号应为 18 位，现在是 17 位，请照证件核对");
    }

    #[test]
    fn numbers_are_never_printed() {
        let read = IdNumber::parse("11010519491231002X", TODAY).unwrap();
        assert!(!format!("{read:?}").contains("1101"));
    }

    proptest! {
        #[test]
        fn any_string_is_judged_without_panic(text in any::<String>(), near in "[0-9]{17}[0-9xX中]") {
            let _ = IdNumber::parse(&text, TODAY);
            let _ = IdNumber::parse(&near, TODAY);
        }
    }
}
