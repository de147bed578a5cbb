//! Amounts in the capital characters that invoices ask for (人民币银行结算账户 rules, Payment and Settlement Measures,
//! annex 1): 壹佰叁拾元整, 叁佰元零伍分.

use domain::money::Fen;

const DIGITS: [char; 10] = ['零', '壹', '贰', '叁', '肆', '伍', '陆', '柒', '捌', '玖'];
const PLACES: [&str; 4] = ["", "拾", "佰", "仟"];
const GROUPS: [&str; 4] = ["", "万", "亿", "万亿"];

/// An amount in capitals; 负 in front of one below zero.
pub fn upper(amount: Fen) -> String {
    let fen = amount.get().unsigned_abs();
    let (yuan, jiao, fen) = (fen / 100, fen / 10 % 10, fen % 10);
    let mut text = String::new();
    if amount.get() < 0 {
        text.push('负');
    }
    if yuan > 0 {
        text.push_str(&whole(yuan));
        text.push('元');
    }
    match (jiao, fen) {
        (0, 0) if yuan == 0 => text.push_str("零元整"),
        (0, 0) => text.push('整'),
        (jiao, fen) => {
            if jiao > 0 {
                text.push(digit(jiao));
                text.push('角');
            } else if yuan > 0 {
                text.push('零');
            }
            if fen > 0 {
                text.push(digit(fen));
                text.push('分');
            } else {
                text.push('整');
            }
        }
    }
    text
}

/// A whole number in groups of four places; one 零 stands for any run of zeros between digits.
fn whole(mut number: u64) -> String {
    let mut groups = Vec::new();
    while number > 0 {
        groups.push(number % 10_000);
        number /= 10_000;
    }
    let mut text = String::new();
    for (index, group) in groups.into_iter().enumerate().rev() {
        if group < 1000 && !text.is_empty() && !text.ends_with('零') {
            text.push('零');
        }
        if group > 0 {
            text.push_str(&four(group));
            text.push_str(GROUPS.get(index).copied().unwrap_or_default());
        }
    }
    text.trim_end_matches('零').to_owned()
}

fn four(group: u64) -> String {
    let mut text = String::new();
    for (place, unit) in PLACES.into_iter().enumerate().rev() {
        let value = group / 10_u64.pow(place as u32) % 10;
        if value > 0 {
            text.push(digit(value));
            text.push_str(unit);
        } else if !text.is_empty() && !text.ends_with('零') {
            text.push('零');
        }
    }
    text.trim_end_matches('零').to_owned()
}

fn digit(value: u64) -> char {
    DIGITS.get(value as usize).copied().unwrap_or('零')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_written_as_on_invoices() {
        for (fen, text) in [
            (13_000, "壹佰叁拾元整"),
            (32_000, "叁佰贰拾元整"),
            (30_005, "叁佰元零伍分"),
            (30_050, "叁佰元伍角整"),
            (10_407, "壹佰零肆元零柒分"),
            (101_234, "壹仟零壹拾贰元叁角肆分"),
            (0, "零元整"),
            (1, "壹分"),
            (10, "壹角整"),
            (100, "壹元整"),
            (1_000, "壹拾元整"),
            (1_000_000, "壹万元整"),
            (1_000_100, "壹万零壹元整"),
            (1_010_000, "壹万零壹佰元整"),
            (1_100_000, "壹万壹仟元整"),
            (100_100_000, "壹佰万壹仟元整"),
            (10_000_000_000, "壹亿元整"),
            (10_000_000_100, "壹亿零壹元整"),
            (-13_000, "负壹佰叁拾元整"),
        ] {
            assert_eq!(upper(Fen::new(fen)), text, "{fen}");
        }
    }
}
