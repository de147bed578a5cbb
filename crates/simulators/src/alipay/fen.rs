//! Money on the wire is a decimal text with exactly two places; inside, an integer number of fen. No floats anywhere.

/// 100 000 000.00 yuan, the largest amount of one trade.
pub const MAX_FEN: u64 = 10_000_000_000;

/// Reads `300.00`. `None` for signs, blanks, leading zeros, exponents, or any other number of places.
#[must_use]
pub fn parse(text: &str) -> Option<u64> {
    let (yuan, places) = text.split_once('.')?;
    let plain = |digits: &str| !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    let leading_zero = yuan.len() > 1 && yuan.starts_with('0');
    if !plain(yuan) || !plain(places) || places.len() != 2 || yuan.len() > 12 || leading_zero {
        return None;
    }
    Some(yuan.parse::<u64>().ok()? * 100 + places.parse::<u64>().ok()?)
}

/// Writes `300.00`.
#[must_use]
pub fn print(fen: u64) -> String {
    format!("{}.{:02}", fen / 100, fen % 100)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_read_exactly_or_not_at_all() {
        assert_eq!(parse("300.00"), Some(30_000));
        assert_eq!(parse("0.01"), Some(1));
        for bad in
            ["300", "300.0", "0.030000000000000002", "-1.00", "1e2.00", " 1.00", "01.00", ".50", "1,000.00", "1.+1"]
        {
            assert_eq!(parse(bad), None, "{bad}");
        }
        assert_eq!(print(30_001), "300.01");
    }
}
