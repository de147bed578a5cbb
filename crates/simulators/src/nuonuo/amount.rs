//! Money as the invoice needs it: fen from a text, tax out of a price, and the amount in Chinese capitals.

/// Decimal places of the scaled numbers of this module: prices, quantities and rates come with up to eight.
const SCALE: i128 = 100_000_000;

/// Reads `300`, `300.5`, `-0.01` as fen; `None` for anything else or for more than two decimal places.
pub(super) fn fen(text: &str) -> Option<i64> {
    let scaled = scaled(text)?;
    (scaled % (SCALE / 100) == 0).then(|| i64::try_from(scaled / (SCALE / 100)).ok())?
}

/// `300.00`.
pub(super) fn yuan(fen: i64) -> String {
    let sign = if fen < 0 { "-" } else { "" };
    format!("{sign}{}.{:02}", fen.unsigned_abs() / 100, fen.unsigned_abs() % 100)
}

/// The part without tax of an amount with tax: incl / (1 + rate), rounded half away from zero.
pub(super) fn without_tax(included_fen: i64, rate: &str) -> Option<i64> {
    let rate = scaled(rate).filter(|rate| (0..SCALE).contains(rate))?;
    i64::try_from(divide_rounded(i128::from(included_fen) * SCALE, SCALE + rate)).ok()
}

/// Whether price × quantity is this amount, to the fen.
pub(super) fn multiplies_to(price: &str, quantity: &str, amount_fen: i64) -> bool {
    let (Some(price), Some(quantity)) = (scaled(price), scaled(quantity)) else { return false };
    price
        .checked_mul(quantity)
        .is_some_and(|product| divide_rounded(product, SCALE * SCALE / 100) == i128::from(amount_fen))
}

/// The price of one without tax, at most eight places, as it stands on an invoice; empty without a quantity.
pub(super) fn unit_price(excluded_fen: i64, quantity: &str) -> String {
    let Some(quantity) = scaled(quantity).filter(|quantity| *quantity > 0) else { return String::new() };
    let price = divide_rounded(i128::from(excluded_fen) * (SCALE / 100) * SCALE, quantity);
    let text = format!("{}.{:08}", price / SCALE, price % SCALE);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// `6%` for `0.06`.
pub(super) fn percent(rate: &str) -> String {
    scaled(rate).map_or_else(|| rate.to_owned(), |rate| format!("{}%", rate * 100 / SCALE))
}

/// The amount in capitals, as on a cheque: 叁佰圆整. Not for negative amounts, which it prints as their opposite.
///
/// Zero rules: zeros between digits are one 零; none at the end of the yuan; 零 before 分 when 角 is zero (after yuan);
/// 整 unless there are 分.
pub(super) fn capitals(fen: i64) -> String {
    let fen = fen.unsigned_abs();
    let (yuan, jiao, rest) = (fen / 100, fen / 10 % 10, fen % 10);
    let mut text = if fen == 0 { digit(0).to_owned() } else { capital_integer(yuan) };
    if yuan > 0 || fen == 0 {
        text.push('圆');
    }
    if jiao > 0 {
        text.push_str(digit(jiao));
        text.push('角');
    }
    if rest > 0 {
        if jiao == 0 && yuan > 0 {
            text.push('零');
        }
        text.push_str(digit(rest));
        text.push('分');
    } else {
        text.push('整');
    }
    text
}

fn capital_integer(number: u64) -> String {
    if number == 0 {
        return String::new();
    }
    let digits: Vec<u64> = number.to_string().bytes().map(|byte| u64::from(byte - b'0')).collect();
    let mut text = String::new();
    let (mut zero_before, mut group_is_empty) = (false, true);
    for (index, &value) in digits.iter().enumerate() {
        let place = digits.len() - 1 - index;
        if value == 0 {
            zero_before = true;
        } else {
            if zero_before {
                text.push('零');
            }
            text.push_str(digit(value));
            text.push_str(["", "拾", "佰", "仟"][place % 4]);
            (zero_before, group_is_empty) = (false, false);
        }
        if place > 0 && place.is_multiple_of(4) && !group_is_empty {
            text.push_str(["", "万", "亿", "万亿"][place / 4 % 4]);
            group_is_empty = true;
        }
    }
    text
}

fn digit(value: u64) -> &'static str {
    ["零", "壹", "贰", "叁", "肆", "伍", "陆", "柒", "捌", "玖"][usize::try_from(value % 10).unwrap_or(0)]
}

/// A decimal text times [`SCALE`]; at most eight places and twelve digits before the point.
fn scaled(text: &str) -> Option<i128> {
    let (negative, digits) = text.strip_prefix('-').map_or((false, text), |rest| (true, rest));
    let (whole, places) = digits.split_once('.').unwrap_or((digits, ""));
    let all_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || whole.len() > 12 || places.len() > 8 || !all_digits(whole) || !all_digits(places) {
        return None;
    }
    let number: i128 = format!("{whole}{places:0<8}").parse().ok()?;
    Some(if negative { -number } else { number })
}

fn divide_rounded(number: i128, by: i128) -> i128 {
    let half = if number < 0 { -by / 2 } else { by / 2 };
    (number + half) / by
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn capitals_follow_the_zero_rules() {
        let cases = [
            (30_000, "叁佰圆整"),
            (0, "零圆整"),
            (5, "伍分"),
            (50, "伍角整"),
            (55, "伍角伍分"),
            (150, "壹圆伍角整"),
            (30_005, "叁佰圆零伍分"),
            (30_050, "叁佰圆伍角整"),
            (100_500, "壹仟零伍圆整"),
            (101_000, "壹仟零壹拾圆整"),
            (1_000_005, "壹万圆零伍分"),
            (1_640_902, "壹万陆仟肆佰零玖圆零贰分"),
            (10_001_000, "壹拾万零壹拾圆整"),
            (10_000_000_100, "壹亿零壹圆整"),
            (12_345_678_987, "壹亿贰仟叁佰肆拾伍万陆仟柒佰捌拾玖圆捌角柒分"),
        ];
        for (fen, text) in cases {
            assert_eq!(capitals(fen), text, "{fen}");
        }
    }

    #[test]
    fn tax_is_taken_out_of_the_price() {
        assert_eq!(without_tax(30_000, "0.06"), Some(28_302));
        assert_eq!(without_tax(10_000, "0.13"), Some(8_850));
        assert_eq!(without_tax(30_000, "0"), Some(30_000));
        assert_eq!(without_tax(-10_000, "0.13"), Some(-8_850));
        assert_eq!(without_tax(30_000, "6%"), None);
    }

    #[test]
    fn amounts_are_read_exactly_or_not_at_all() {
        assert_eq!(
            (fen("300.00"), fen("300"), fen("-0.01"), fen("0.5")),
            (Some(30_000), Some(30_000), Some(-1), Some(50))
        );
        for wrong in ["", ".5", "1.005", "1e3", "1,000", "￥1", "--1"] {
            assert_eq!(fen(wrong), None, "{wrong}");
        }
        assert_eq!(yuan(-1), "-0.01");
        assert_eq!(percent("0.06"), "6%");
        assert_eq!((unit_price(28_302, "2"), unit_price(10_000, "3")), ("141.51".into(), "33.33333333".into()));
        assert!(multiplies_to("150", "2", 30_000) && multiplies_to("33.33333333", "3", 10_000));
        assert!(!multiplies_to("150", "2", 30_001));
    }
}
