//! What comments and documents name must be there: paths of the tree, and the codes of transitions (T), hard cases (E)
//! and invariants (I), which stand in docs/rules.md.

use crate::comments::prose;
use crate::project::{File, Finding, Project};
use std::collections::BTreeSet;

/// How a path from the root begins.
const ROOTS: [&str; 8] = ["crates/", "docs/", "design/", "reference/", "migrations/", "assets/", "xtask/", ".ci/"];
/// How one from the folder of the crate begins.
const OWN_ROOTS: [&str; 2] = ["src/", "tests/"];

const MIGRATIONS: &str = "migrations/";

/// Where the codes are defined.
pub const RULES: &str = "docs/rules.md";

/// Paths that lead nowhere. Patterns (`*`, `{…}`, `<…>`, `…`, `NAME`, `NNNN`) are not followed, nor what a migration
/// names: its text is part of every database that ran it (a checksum), so it cannot follow a file that moves.
pub fn paths(project: &Project) -> Vec<Finding> {
    let there: BTreeSet<&str> = project.files.iter().flat_map(|file| and_its_folders(&file.path)).collect();
    let mut findings = Vec::new();
    for file in project.files.iter().filter(|file| !file.path.starts_with(MIGRATIONS)) {
        for (line, text) in prose(file) {
            for path in text.split(|letter: char| !is_of_a_path(letter)).filter_map(as_path) {
                let leads = whole(file, path).into_iter().any(|path| exists(project, &there, &path));
                if !leads {
                    findings.push(Finding::new(&file.path, line, format!("{path} is not in the tree")));
                }
            }
        }
    }
    findings
}

/// Codes that docs/rules.md does not explain.
pub fn codes(project: &Project) -> Vec<Finding> {
    let Some(rules) = project.file(RULES) else {
        return vec![Finding::new(RULES, 0, "is not there, so no code leads anywhere")];
    };
    let known: BTreeSet<String> = rules.text.lines().filter_map(defined).collect();
    let mut findings = Vec::new();
    for file in &project.files {
        for (line, text) in prose(file) {
            let unknown = named(&text).filter(|code| !known.contains(code));
            findings.extend(unknown.map(|code| Finding::new(&file.path, line, format!("{code} is not in {RULES}"))));
        }
    }
    findings
}

fn and_its_folders(path: &str) -> impl Iterator<Item = &str> {
    path.match_indices('/').map(move |(end, _)| &path[..end]).chain([path])
}

fn is_of_a_path(letter: char) -> bool {
    letter.is_alphanumeric() || "._-/*{}<>…@$".contains(letter)
}

/// A word that is a path to be followed, without the sign that ends a sentence.
fn as_path(word: &str) -> Option<&str> {
    let path = word.trim_end_matches(['.', '/', '-', '…']);
    let begins =
        ROOTS.iter().chain(&OWN_ROOTS).any(|root| path.strip_prefix(root).is_some_and(|rest| !rest.is_empty()));
    let is_pattern = path.contains(['*', '{', '}', '<', '>', '…', '@', '$'])
        || path.split('/').any(|part| {
            let name = part.split(['.', '-', '_']).next().unwrap_or(part);
            name.len() > 1 && name.chars().all(|letter| letter.is_ascii_uppercase()) && !part.ends_with(".md")
        });
    (begins && !is_pattern).then_some(path)
}

/// The paths from the root that a word may mean.
fn whole(file: &File, path: &str) -> Vec<String> {
    if ROOTS.iter().any(|root| path.starts_with(root)) {
        return vec![path.to_owned()];
    }
    let folder = match file.package() {
        Some("xtask") => "xtask/".to_owned(),
        Some(name) => format!("crates/{name}/"),
        None => String::new(),
    };
    vec![format!("{folder}{path}"), path.to_owned()]
}

/// A file, a folder, or a Rust module without its ending. What is no text is looked for on the disk.
fn exists(project: &Project, there: &BTreeSet<&str>, path: &str) -> bool {
    there.contains(path) || there.contains(format!("{path}.rs").as_str()) || project.root.join(path).exists()
}

/// The code that a row of a table, an item of a list or a heading begins with.
fn defined(line: &str) -> Option<String> {
    let line = line.trim_start_matches(['|', '-', '*', '#', ' ', '`']);
    let word = line.split(|letter: char| !letter.is_ascii_alphanumeric()).next()?;
    is_code(word).then(|| word.to_owned())
}

/// The codes in a text. A word with a code inside is none.
fn named(text: &str) -> impl Iterator<Item = String> {
    text.split(|letter: char| !letter.is_alphanumeric() && !"_-/.".contains(letter))
        .map(|word| word.trim_matches(['.', '-', '/']))
        .flat_map(|word| if is_list(word) { word.split('/').collect() } else { vec![word] })
        .filter(|word| is_code(word))
        .map(str::to_owned)
}

/// `T4/T5`
fn is_list(word: &str) -> bool {
    word.contains('/') && word.split('/').all(is_code)
}

/// A kind, one or two digits, perhaps a small letter.
fn is_code(word: &str) -> bool {
    let Some(rest) = ["T", "E", "I"].iter().find_map(|kind| word.strip_prefix(kind)) else { return false };
    let digits = rest.trim_end_matches(|letter: char| letter.is_ascii_lowercase());
    let letters = rest.len() - digits.len();
    (1..=2).contains(&digits.len()) && letters <= 1 && digits.chars().all(|digit| digit.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(findings: Vec<Finding>) -> Vec<(usize, String)> {
        findings.into_iter().map(|finding| (finding.line, finding.what)).collect()
    }

    #[test]
    fn a_path_that_leads_nowhere_is_found_in_a_comment_and_in_a_document() {
        let project = Project::planted(&[
            (
                "crates/web/src/page.rs",
                "//! See crates/web/src/gone.rs.\nconst A: &str = \"docs/no.md\"; // design/orders.md, src/page.rs, reference/a.md\n",
            ),
            ("docs/a.md", "Text.\n`crates/web/src/page` and `crates/web`, crates/NAME/src, docs/*.md, docs/old.md;\n"),
            ("migrations/0001_first.sql", "-- docs/moved.md\nselect 1;\n"),
        ]);
        let gone = |path: &str| format!("{path} is not in the tree");
        let expected =
            [(1, "crates/web/src/gone.rs"), (2, "design/orders.md"), (2, "reference/a.md"), (2, "docs/old.md")];
        assert_eq!(lines(paths(&project)), expected.map(|(line, path)| (line, gone(path))));
    }

    #[test]
    fn a_code_that_the_rules_do_not_explain_is_found() {
        let rules = "# Rules\n| T1 | Save |\n| `T7a` | x |\n- **E2** late\n## I3 Money\nNo row: E9\n";
        let text = "// T1, T7a and T7; (E2–E9) T1/I3 I4.\nconst T8: u8 = 1; // GB/T 2260, RFC-E7, T123, EX2, XT1\n";
        let project = Project::planted(&[(RULES, rules), ("crates/app/src/a.rs", text)]);
        let found: Vec<_> = codes(&project).into_iter().filter(|f| f.path != RULES).collect();
        let unknown = |code: &str| (1, format!("{code} is not in {RULES}"));
        assert_eq!(lines(found), [unknown("T7"), unknown("E9"), unknown("I4")]);
        assert_eq!(codes(&Project::planted(&[])).len(), 1);
    }
}
