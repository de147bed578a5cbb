//! Words that the screens do not use any more and that lists of staff still hold: they are read as what they are called
//! today. What is stored and sent bears codes and never needs this.

/// The former word and today's.
const WORDS: [(&str, &str); 2] = [("法人证书", "法定代表人证书"), ("法人章", "法定代表人章")];

/// Lines of cells between commas or tabs, each cell that is nothing but a former word in today's; all else as typed.
pub fn renew_cells(lines: &str) -> String {
    let renew = |piece: &str| {
        let (cell, end) = match piece.char_indices().next_back() {
            Some((at, last)) if is_separator(last) => piece.split_at(at),
            _ => (piece, ""),
        };
        let found = WORDS.iter().find(|(former, _)| *former == cell.trim());
        found.map_or_else(|| piece.to_owned(), |(_, today)| format!("{today}{end}"))
    };
    lines.split_inclusive(is_separator).map(renew).collect()
}

fn is_separator(c: char) -> bool {
    matches!(c, '，' | ',' | '\t' | '\n')
}

#[cfg(test)]
mod tests {
    use super::renew_cells;

    #[test]
    fn a_former_word_alone_in_its_cell_is_renewed_and_nothing_else_is() {
        for (lines, renewed) in [
            ("证书费，法人证书服务费，80，法人证书，1", "证书费，法人证书服务费，80，法定代表人证书，1"),
            ("法人证书", "法定代表人证书"),
            ("a\t 法人证书 \tb,法人章\r\n单位证书,法人章", "a\t法定代表人证书\tb,法定代表人章\n单位证书,法定代表人章"),
            ("法定代表人证书，事业单位法人证书\n", "法定代表人证书，事业单位法人证书\n"),
            ("", ""),
        ] {
            assert_eq!(renew_cells(lines), renewed);
        }
    }
}
