//! The prose of a file: the comments of a source, every line of a document.

use crate::project::File;

/// Lines of prose with their numbers.
pub fn prose(file: &File) -> Vec<(usize, String)> {
    match file.ending() {
        "md" => file.text.lines().enumerate().map(|(index, line)| (index + 1, line.to_owned())).collect(),
        "rs" => comments(&file.text, &Marks { line: "//", block: Some(("/*", "*/")), is_rust: true }),
        "js" | "mjs" | "css" => comments(&file.text, &Marks { line: "//", block: Some(("/*", "*/")), is_rust: false }),
        "sql" => comments(&file.text, &Marks { line: "--", block: Some(("/*", "*/")), is_rust: false }),
        "toml" | "sh" | "yml" => comments(&file.text, &Marks { line: "#", block: None, is_rust: false }),
        "html" => comments(&file.text, &Marks { line: "\u{0}", block: Some(("{#", "#}")), is_rust: false }),
        _ => Vec::new(),
    }
}

/// How a language marks its comments.
struct Marks {
    line: &'static str,
    block: Option<(&'static str, &'static str)>,
    is_rust: bool,
}

/// Walks over the text; what stands in a string is no comment.
fn comments(text: &str, marks: &Marks) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    let (mut rest, mut number) = (text, 1);
    while let Some(letter) = rest.chars().next() {
        let (skipped, comment) = if rest.starts_with(marks.line) {
            let end = rest.find('\n').unwrap_or(rest.len());
            (end, true)
        } else if let Some((open, close)) = marks.block.filter(|(open, _)| rest.starts_with(open)) {
            (rest[open.len()..].find(close).map_or(rest.len(), |end| open.len() + end + close.len()), true)
        } else {
            (string(rest, marks.is_rust).unwrap_or(letter.len_utf8()), false)
        };
        let piece = &rest[..skipped];
        if comment {
            found.extend(piece.lines().enumerate().map(|(index, line)| (number + index, line.to_owned())));
        }
        number += piece.matches('\n').count();
        rest = &rest[skipped..];
    }
    found
}

/// How long the string at the beginning of a text is, if one begins there; in Rust also raw ones and single letters.
fn string(text: &str, is_rust: bool) -> Option<usize> {
    if is_rust && let Some(raw) = text.strip_prefix('r') {
        let hashes = raw.len() - raw.trim_start_matches('#').len();
        if raw[hashes..].starts_with('"') {
            let close = format!("\"{}", "#".repeat(hashes));
            let begin = 1 + hashes + 1;
            return Some(text[begin..].find(&close).map_or(text.len(), |end| begin + end + close.len()));
        }
    }
    if is_rust && text.starts_with('\'') {
        // A lifetime has no second quote; a letter has it right behind.
        let inside = if text.starts_with("'\\") { 2 } else { 1 };
        let end = text.get(inside..)?.char_indices().nth(1)?.0 + inside;
        return text[end..].starts_with('\'').then_some(end + 1);
    }
    if !text.starts_with('"') {
        return None;
    }
    let mut escaped = false;
    for (at, letter) in text.char_indices().skip(1) {
        match letter {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return Some(at + 1),
            _ => {}
        }
    }
    Some(text.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(path: &str, text: &str) -> Vec<(usize, String)> {
        prose(&File::new(path, text))
    }

    #[test]
    fn comments_of_rust_are_told_from_strings_and_lifetimes() {
        let text = "//! one\nlet a = \"// no \\\" // no\"; // two\nlet b = r#\"// no \" // no\"#;\n\
            fn f<'a>(c: char) { c == '\"' } // three\n/* four\nfive */ let d = '/';\n/// six";
        let lines = [(1, "//! one"), (2, "// two"), (4, "// three"), (5, "/* four"), (6, "five */"), (7, "/// six")];
        assert_eq!(told("a.rs", text), lines.map(|(line, text)| (line, text.to_owned())));
    }

    #[test]
    fn other_languages_have_their_own_marks() {
        assert_eq!(told("a.sql", "select '--' -- why\n")[0].0, 1);
        assert_eq!(told("a.toml", "url = \"http://x\"\n# why\n"), [(2, "# why".to_owned())]);
        assert_eq!(told("a.html", "<a href=\"//x\">{# why #}"), [(1, "{# why #}".to_owned())]);
        assert_eq!(told("a.md", "one\ntwo").len(), 2);
        assert_eq!(told("a.png", "one"), []);
    }
}
