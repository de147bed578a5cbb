//! Text as people type it, made clean before any rule looks at it.
//! Full-width letters and digits are folded, blanks collapsed; characters that nobody can see are refused, because
//! they would make two names look alike. Lengths are counted in characters. Passwords never come through here.

mod choice;
mod former;
mod input;

pub(crate) use choice::choice;
pub use former::renew_cells;
pub use input::Input;

use std::ops::RangeInclusive;
use unicode_normalization::UnicodeNormalization;

/// Why a text is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LineError {
    /// Nothing but blanks.
    Empty,
    /// Fewer characters than the limit asks for.
    TooShort,
    /// More characters than the limit allows; holds how many there are.
    TooLong(usize),
    /// A control character, or one that is invisible or turns the direction of writing.
    ControlCharacter,
}

impl LineError {
    /// What to do about it, for the field of this label.
    pub fn message(self, label: &str, length: &RangeInclusive<usize>) -> String {
        match self {
            LineError::Empty => format!("请填写{label}"),
            LineError::TooShort => format!("{label}至少 {} 个字，请写完整", length.start()),
            LineError::TooLong(n) => format!("{label}最多 {} 个字，现在是 {n} 个，请缩短", length.end()),
            LineError::ControlCharacter => format!("{label}里有看不见的字符，请删掉后用键盘重新输入"),
        }
    }
}

/// Full-width letters and digits, and the few signs that occur in codes and addresses, in their ASCII form.
/// Brackets, commas and the like stay as typed: in Chinese text the full-width form is the right one.
fn fold(c: char) -> char {
    match c {
        '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ' | '－' | '＠' | '．' | '＋' | '＿' | '／' | '＃' | '＆' => {
            ascii_form(c)
        }
        _ => c,
    }
}

fn ascii_form(c: char) -> char {
    match c {
        '！'..='～' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        _ => c,
    }
}

/// Every full-width sign in its ASCII form and no blanks at all: for codes, numbers and mail addresses.
pub fn compact(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).map(ascii_form).collect()
}

/// Folded, trimmed, inner blanks (of any kind) made one space.
pub fn clean_line(text: &str) -> String {
    let words: Vec<String> = text.split_whitespace().map(|word| word.chars().map(fold).collect()).collect();
    words.join(" ")
}

/// True for what has no place in a text: control characters, zero-width signs, marks of direction, fillers.
/// A tab is a blank; line ends are judged by the caller.
fn is_invisible(c: char) -> bool {
    let named = matches!(c,
        '\u{00AD}' | '\u{034F}' | '\u{061C}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}' | '\u{180E}'
        | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{2800}' | '\u{3164}'
        | '\u{FEFF}' | '\u{FFA0}' | '\u{FFF9}'..='\u{FFFB}' | '\u{E0000}'..='\u{E007F}');
    named || (c.is_control() && c != '\t')
}

/// The last part of a path: IE sends the whole path of a file, others its name.
pub fn file_name(path: &str) -> &str {
    path.rsplit(['/', '\\']).next().unwrap_or_default()
}

/// The text without what cannot be seen, line ends included.
pub fn visible(text: &str) -> String {
    text.chars().filter(|c| !is_invisible(*c)).collect()
}

/// One line of text, cleaned, of a length in characters.
pub fn line(text: &str, length: RangeInclusive<usize>) -> Result<String, LineError> {
    if text.trim().chars().any(is_invisible) {
        return Err(LineError::ControlCharacter);
    }
    measured(clean_line(text), &length)
}

/// Several lines, each cleaned, joined by `\n`; blank lines at both ends go. Line ends count as one character.
pub fn paragraph(text: &str, length: RangeInclusive<usize>) -> Result<String, LineError> {
    let text = text.replace("\r\n", "\n");
    if text.trim().chars().any(|c| is_invisible(c) && c != '\n') {
        return Err(LineError::ControlCharacter);
    }
    let lines: Vec<String> = text.trim().split('\n').map(clean_line).collect();
    measured(lines.join("\n"), &length)
}

/// The name of a person: a line, in which blanks between Chinese characters (“赵 宏远”, to fill a column) go, since they
/// would be printed on forms. A name with other letters keeps its blanks.
pub fn person_name(text: &str, length: RangeInclusive<usize>) -> Result<String, LineError> {
    let name = line(text, 0..=usize::MAX)?;
    let chinese = name.chars().all(|c| c == ' ' || is_han(c));
    measured(if chinese { name.replace(' ', "") } else { name }, &length)
}

/// A Chinese character, or the dot between the parts of a name like 买买提·艾力.
fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}' | '〇' | '·' | '•')
}

fn measured(text: String, length: &RangeInclusive<usize>) -> Result<String, LineError> {
    match text.chars().count() {
        0 if *length.start() > 0 => Err(LineError::Empty),
        n if n < *length.start() => Err(LineError::TooShort),
        n if n > *length.end() => Err(LineError::TooLong(n)),
        _ => Ok(text),
    }
}

/// The key under which a company name is looked up and unique: NFKC (so （） equals ()), no blanks, no case,
/// no variation selectors (two names that look the same are the same).
pub fn name_key(name: &str) -> String {
    let selector = |c: char| matches!(c, '\u{FE00}'..='\u{FE0F}' | '\u{E0100}'..='\u{E01EF}');
    let visible = |c: &char| !c.is_whitespace() && !selector(*c) && !is_invisible(*c);
    // Composed again at the end: what was taken out may have kept two signs apart.
    name.nfkc().flat_map(char::to_lowercase).filter(visible).nfkc().collect()
}

/// True for what our pages send when a check box is ticked. Anything else ticks nothing.
pub fn ticked(text: &str) -> bool {
    matches!(text, "on" | "1")
}

/// At most this many characters of a wrong value are repeated in a message.
const QUOTED_MAX: usize = 20;

/// A wrong value as a message repeats it: `“abc”`, cut when long, without invisible characters.
pub fn quoted(value: &str) -> String {
    let clean: String = value.trim().chars().filter(|c| !is_invisible(*c)).collect();
    let cut: String = clean.chars().take(QUOTED_MAX).collect();
    if cut.len() < clean.len() { format!("“{cut}…”") } else { format!("“{cut}”") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn lines_are_folded_trimmed_and_collapsed_but_chinese_brackets_stay() {
        for (raw, clean) in [
            ("  青禾　 建设 ", "青禾 建设"),
            ("ＡＢｃ１２（澜州）", "ABc12（澜州）"),
            ("a\tb\u{a0}c", "a b c"),
            ("你好，世界！", "你好，世界！"),
            ("", ""),
        ] {
            assert_eq!(clean_line(raw), clean);
        }
        assert_eq!(compact(" ＳＦ－１２ 34（５）"), "SF-1234(5)");
    }

    #[test]
    fn lengths_are_counted_in_characters_at_both_borders() {
        assert_eq!(line("青禾", 2..=3), Ok("青禾".into()));
        assert_eq!(line("青禾建", 2..=3), Ok("青禾建".into()));
        assert_eq!(line("青", 2..=3), Err(LineError::TooShort));
        assert_eq!(line("青禾建设", 2..=3), Err(LineError::TooLong(4)));
        assert_eq!(line(" \u{3000}\n", 2..=3), Err(LineError::Empty));
        assert_eq!(line("", 0..=3), Ok(String::new()));
    }

    #[test]
    fn invisible_characters_are_refused() {
        for c in
            ['\0', '\u{7}', '\n', '\r', '\u{7f}', '\u{85}', '\u{200b}', '\u{202e}', '\u{2066}', '\u{feff}', '\u{2028}']
        {
            assert_eq!(line(&format!("a{c}b"), 1..=9), Err(LineError::ControlCharacter), "{c:?}");
        }
        assert_eq!(line("abc\r\n", 1..=9), Ok("abc".into()), "a pasted line end at the end is no harm");
    }

    #[test]
    fn paragraphs_keep_their_lines() {
        assert_eq!(paragraph("\r\n 一 \r\n\r\n二  三\r\n", 0..=20), Ok("一\n\n二 三".into()));
        assert_eq!(paragraph("a\u{202e}b", 0..=20), Err(LineError::ControlCharacter));
        assert_eq!(paragraph("a\rb", 0..=20), Err(LineError::ControlCharacter));
    }

    #[test]
    fn blanks_go_from_chinese_names_and_stay_in_others() {
        for (raw, name) in [
            (" 赵 宏远 ", "赵宏远"),
            ("王\u{3000}晓琴", "王晓琴"),
            ("买买提 · 艾力", "买买提·艾力"),
            ("𠮷 〇", "𠮷〇"),
            ("John  Smith", "John Smith"),
            ("王 Anna", "王 Anna"),
        ] {
            assert_eq!(person_name(raw, 2..=20), Ok(name.to_owned()), "{raw}");
        }
        assert_eq!(person_name("赵 宏 远", 2..=3), Ok("赵宏远".into()), "counted without the blanks");
        assert_eq!(person_name(" \u{3000}", 2..=3), Err(LineError::Empty));
        assert_eq!(person_name("赵", 2..=3), Err(LineError::TooShort));
        assert_eq!(person_name("赵\u{200b}宏", 2..=3), Err(LineError::ControlCharacter));
    }

    #[test]
    fn names_that_look_the_same_have_the_same_key() {
        let key = name_key("青禾建设(澜州)ABC");
        for name in ["青禾建设（澜州）abc", " 青禾 建设（澜州)ＡＢＣ", "青禾建设\u{fe00}(澜州)abc"]
        {
            assert_eq!(name_key(name), key, "{name}");
        }
        assert_ne!(name_key("青禾建设"), key);
    }

    #[test]
    fn messages_say_what_to_do_and_end_without_exclamation() {
        assert_eq!(
            LineError::TooLong(101).message("企业名称", &(2..=100)),
            "企业名称最多 100 个字，现在是 101 个，请缩短"
        );
        assert_eq!(quoted("一二三四五六七八九十一二三四五六七八九十一"), "“一二三四五六七八九十一二三四五六七八九十…”");
    }

    proptest! {
        #[test]
        fn any_string_is_judged_without_panic_and_cleaning_twice_changes_nothing(text in any::<String>()) {
            let once = clean_line(&text);
            prop_assert_eq!(&clean_line(&once), &once);
            if let Ok(kept) = line(&text, 1..=20) {
                prop_assert!((1..=20).contains(&kept.chars().count()));
                prop_assert_eq!(line(&kept, 1..=20), Ok(kept.clone()));
            }
            let _ = paragraph(&text, 0..=20);
            let key = name_key(&text);
            prop_assert_eq!(name_key(&key), key);
        }
    }
}
