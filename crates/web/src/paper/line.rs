//! Breaking a text into lines. Chinese breaks between any two characters, but no line begins with closing punctuation
//! or ends with opening punctuation; Latin words and numbers stay whole as long as they fit into a line.

use super::face::FACE;

/// Never at the beginning of a line.
const CLOSING: &str = "，。、；：？！）】》」』”’％%,.;:?!)]}…—·";
/// Never at the end of a line.
const OPENING: &str = "（【《「『“‘([{¥￥";

/// The lines of a text; line feeds break as well. An empty text has one empty line.
pub fn wrap(text: &str, size: f32, width: f32) -> Vec<String> {
    text.split('\n').flat_map(|paragraph| wrap_paragraph(paragraph, size, width)).collect()
}

fn wrap_paragraph(text: &str, size: f32, width: f32) -> Vec<String> {
    let (mut lines, mut line) = (Vec::new(), String::new());
    for piece in pieces(text) {
        if !line.is_empty() && FACE.width(&line, size) + FACE.width(piece.trim_end(), size) > width {
            lines.push(std::mem::take(&mut line).trim_end().to_owned());
        }
        if line.is_empty() && FACE.width(piece, size) > width {
            line = break_word(piece, size, width, &mut lines);
        } else {
            line.push_str(if line.is_empty() { piece.trim_start() } else { piece });
        }
    }
    lines.push(line.trim_end().to_owned());
    lines
}

/// What may not be cut: a Chinese character with the punctuation that clings to it, or a word with the blank after it.
fn pieces(text: &str) -> Vec<&str> {
    let signs: Vec<(usize, char)> = text.char_indices().collect();
    let mut cuts = vec![0];
    cuts.extend(signs.windows(2).filter(|pair| may_break(pair[0].1, pair[1].1)).map(|pair| pair[1].0));
    cuts.push(text.len());
    cuts.windows(2).map(|pair| &text[pair[0]..pair[1]]).filter(|piece| !piece.is_empty()).collect()
}

fn may_break(before: char, after: char) -> bool {
    if CLOSING.contains(after) || OPENING.contains(before) || after == ' ' {
        return false;
    }
    before == ' ' || !is_latin(before) || !is_latin(after)
}

fn is_latin(sign: char) -> bool {
    sign.is_ascii_graphic() || ('\u{a0}'..='\u{17f}').contains(&sign)
}

/// Cuts a word that is longer than a line; the rest begins the next one.
fn break_word(word: &str, size: f32, width: f32, lines: &mut Vec<String>) -> String {
    let mut line = String::new();
    for sign in word.chars() {
        if !line.is_empty() && FACE.width(&line, size) + FACE.width(sign.encode_utf8(&mut [0; 4]), size) > width {
            lines.push(std::mem::take(&mut line));
        }
        line.push(sign);
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chinese_breaks_anywhere_but_not_before_closing_or_after_opening_punctuation() {
        // Ten characters of 10 points fit into 100.
        assert_eq!(wrap("一二三四五六七八九十十一", 10.0, 100.0), ["一二三四五六七八九十", "十一"]);
        assert_eq!(wrap("一二三四五六七八九十。", 10.0, 100.0), ["一二三四五六七八九", "十。"]);
        assert_eq!(wrap("一二三四五六七八九（十）", 10.0, 100.0), ["一二三四五六七八九", "（十）"]);
        assert_eq!(wrap("一\n二", 10.0, 100.0), ["一", "二"]);
        assert_eq!(wrap("", 10.0, 100.0), [""]);
    }

    #[test]
    fn words_and_numbers_stay_whole_as_long_as_they_fit() {
        assert_eq!(wrap("青禾建设工程 DZ20261123-0127", 10.0, 100.0), ["青禾建设工程", "DZ20261123-0127"]);
        let code = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
        let lines = wrap(code, 10.0, 100.0);
        assert!(lines.len() > 1 && lines.iter().all(|line| FACE.width(line, 10.0) <= 100.0));
        assert_eq!(lines.concat(), code);
    }
}
