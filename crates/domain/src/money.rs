//! Money as whole fen. No floating point anywhere; every sum is checked.

use serde::{Deserialize, Serialize};
use std::fmt;

/// An amount in fen (1/100 yuan). Never negative where the product handles it;
/// the largest that parses or adds is 100,000,000.00 yuan, Alipay's own limit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Fen(i64);

/// The largest amount of one trade (reference: alipay.trade.precreate, `total_amount`).
pub const MAX_FEN: i64 = 10_000_000_000;

impl Fen {
    pub const ZERO: Fen = Fen(0);

    /// Takes an amount in fen as it stands in the database or a price list.
    pub const fn new(fen: i64) -> Fen {
        Fen(fen)
    }

    /// The amount in fen.
    pub const fn get(self) -> i64 {
        self.0
    }

    pub const fn is_zero(self) -> bool {
        self.0 == 0
    }

    /// `None` when the sum leaves the range of a trade.
    pub fn checked_add(self, other: Fen) -> Option<Fen> {
        self.0.checked_add(other.0).filter(|sum| sum.abs() <= MAX_FEN).map(Fen)
    }

    /// `None` when the difference would be below zero.
    pub fn checked_sub(self, other: Fen) -> Option<Fen> {
        self.0.checked_sub(other.0).filter(|rest| *rest >= 0).map(Fen)
    }

    /// `None` when the product leaves the range of a trade.
    pub fn checked_mul(self, count: i64) -> Option<Fen> {
        self.0.checked_mul(count).filter(|product| product.abs() <= MAX_FEN).map(Fen)
    }

    /// Reads `300`, `300.0` or `300.00` yuan, as gateways write it. `None` for anything else.
    pub fn from_yuan_text(text: &str) -> Option<Fen> {
        let (yuan, cents) = text.split_once('.').unwrap_or((text, "0"));
        let digits = |s: &str| !s.is_empty() && s.bytes().all(|b| b.is_ascii_digit());
        if !digits(yuan) || !digits(cents) || yuan.len() > 11 || cents.len() > 2 {
            return None;
        }
        let cents_value: i64 = format!("{cents:0<2}").parse().ok()?;
        let fen = yuan.parse::<i64>().ok()?.checked_mul(100)?.checked_add(cents_value)?;
        (fen <= MAX_FEN).then_some(Fen(fen))
    }

    /// `300.00`: what gateways and invoices want.
    pub fn to_yuan_text(self) -> String {
        format!("{}{}.{:02}", if self.0 < 0 { "-" } else { "" }, self.0.abs() / 100, self.0.abs() % 100)
    }
}

impl fmt::Display for Fen {
    /// `¥1,234.00`: what people read.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let yuan = (self.0.abs() / 100).to_string();
        if self.0 < 0 {
            f.write_str("-")?;
        }
        f.write_str("¥")?;
        for (i, digit) in yuan.chars().enumerate() {
            if i > 0 && (yuan.len() - i).is_multiple_of(3) {
                f.write_str(",")?;
            }
            write!(f, "{digit}")?;
        }
        write!(f, ".{:02}", self.0.abs() % 100)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_gateways_write_and_nothing_else() {
        for (text, fen) in [("300.00", 30_000), ("0.01", 1), ("7", 700), ("7.5", 750)] {
            assert_eq!(Fen::from_yuan_text(text), Some(Fen(fen)), "{text}");
        }
        for text in ["", ".", "1.", ".5", "-1", "1e3", "1.234", "¥1", " 1", "99999999999999", "100000000.01"] {
            assert_eq!(Fen::from_yuan_text(text), None, "{text}");
        }
    }

    #[test]
    fn shows_thousands() {
        assert_eq!(Fen(123_456_700).to_string(), "¥1,234,567.00");
        assert_eq!(Fen(5).to_string(), "¥0.05");
        assert_eq!(Fen(100_000).to_string(), "¥1,000.00");
    }

    #[test]
    fn subtraction_never_goes_below_zero() {
        assert_eq!(Fen(1).checked_sub(Fen(2)), None);
        assert_eq!(Fen(2).checked_sub(Fen(2)), Some(Fen::ZERO));
    }
}
