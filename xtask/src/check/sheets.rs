//! Style sheets: written by hand for IE10, so what it does not know must not stand there.

use crate::project::{Finding, Project};

/// Each sheet and how many bytes it may have.
const LIMITS: [(&str, usize); 3] = [("style.css", 20_480), ("staff.css", 12_288), ("help.css", 2_048)];

/// Pieces of a sheet without blanks and comments that IE10 does not understand.
const UNKNOWN: [&str; 26] = [
    ":grid",
    ":inline-grid",
    ";grid",
    "{grid",
    ";gap:",
    "{gap:",
    "row-gap:",
    "column-gap:",
    "var(",
    "{--",
    ";--",
    ":sticky",
    "clamp(",
    ":min(",
    ":max(",
    ":is(",
    ":where(",
    ":has(",
    ":focus-visible",
    ";inset:",
    "{inset:",
    "aspect-ratio:",
    "object-fit:",
    "@supports",
    "@layer",
    "woff2",
];

/// Sizes and unknown features of every sheet of `web`.
pub fn check(project: &Project) -> Vec<Finding> {
    let mut findings = Vec::new();
    for sheet in project.files.iter().filter(|file| file.package() == Some("web") && file.ending() == "css") {
        let limit = LIMITS.iter().find(|(name, _)| *name == sheet.name());
        match limit {
            None => findings.push(Finding::new(&sheet.path, 0, "a sheet without a limit of its size")),
            Some((_, limit)) if sheet.text.len() > *limit => {
                findings.push(Finding::new(&sheet.path, 0, format!("{} bytes, at most {limit}", sheet.text.len())));
            }
            Some(_) => {}
        }
        for (line, piece) in unknown(&sheet.text) {
            findings.push(Finding::new(&sheet.path, line, format!("IE10 does not know {piece}")));
        }
    }
    findings
}

fn unknown(text: &str) -> Vec<(usize, &'static str)> {
    let bare = bare(text);
    let letters: String = bare.iter().map(|(_, letter)| *letter).collect();
    let mut found: Vec<(usize, &str)> = Vec::new();
    for piece in UNKNOWN {
        for (byte, _) in letters.match_indices(piece) {
            // A piece may begin with the sign that ends the line before.
            let last = letters[..byte + piece.len()].chars().count() - 1;
            found.push((bare[last].0, piece));
        }
    }
    found.sort_unstable();
    found
}

/// The letters of a sheet in lower case with their lines, without comments and blanks.
fn bare(text: &str) -> Vec<(usize, char)> {
    let mut letters = Vec::new();
    let mut line = 1;
    let mut rest = text;
    while let Some(letter) = rest.chars().next() {
        let skipped =
            if rest.starts_with("/*") { rest.find("*/").map_or(rest.len(), |end| end + 2) } else { letter.len_utf8() };
        if skipped == letter.len_utf8() && !letter.is_whitespace() {
            letters.push((line, letter.to_ascii_lowercase()));
        }
        line += rest[..skipped].matches('\n').count();
        rest = &rest[skipped..];
    }
    letters
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(sheet: &str) -> Vec<usize> {
        check(&Project::planted(&[("crates/web/assets/style.css", sheet)])).iter().map(|finding| finding.line).collect()
    }

    #[test]
    fn what_ie10_does_not_know_is_found_at_its_line() {
        assert_eq!(
            found("a {\n  display : grid;\n  gap: 2px }\n/* grid */ b:is(.c) {\n color: VAR(--x) }"),
            [2, 3, 4, 5]
        );
        assert_eq!(found(":root {\n --x: 1 }\n.t { position: sticky; width: clamp(1px, 2px, 3px) }"), [2, 3, 3]);
    }

    #[test]
    fn what_ie10_knows_is_free() {
        assert!(
            found("/* gap: grid */ .grid-like { display: table-cell; margin-inline-gap: 0; content: 'x' }").is_empty()
        );
    }

    #[test]
    fn a_sheet_that_has_grown_too_big_and_one_without_a_limit_are_found() {
        assert_eq!(found(&" ".repeat(20_993)), [0]);
        assert_eq!(check(&Project::planted(&[("crates/web/assets/other.css", "")])).len(), 1);
    }
}
