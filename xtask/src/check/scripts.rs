//! Scripts: the syntax is judged by acorn and es-check (`tools`), the functions that IE10 lacks by this list.

use crate::project::{Finding, Project};

const LIMIT: usize = 10_240;

/// Calls that a script must not make, since IE10 lacks them.
const LACKING: [&str; 17] = [
    "fetch(",
    "Promise",
    ".closest(",
    ".matches(",
    ".includes(",
    "Object.assign",
    ".dataset",
    "EventSource",
    ").forEach(",
    "Array.from",
    ".startsWith(",
    ".endsWith(",
    ".padStart(",
    "new Map",
    "new Set",
    ".prepend(",
    ".remove()",
];

/// Size and functions of every script of `web`.
pub fn check(project: &Project) -> Vec<Finding> {
    let mut findings = Vec::new();
    for script in project.files.iter().filter(|file| file.package() == Some("web") && file.ending() == "js") {
        if script.text.len() >= LIMIT {
            findings.push(Finding::new(
                &script.path,
                0,
                format!("{} bytes, less than {LIMIT} wanted", script.text.len()),
            ));
        }
        for (index, line) in script.text.lines().enumerate() {
            let calls = LACKING.iter().filter(|call| line.contains(**call));
            findings.extend(calls.map(|call| Finding::new(&script.path, index + 1, format!("IE10 lacks {call}"))));
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_call_that_ie10_lacks_is_found_at_its_line() {
        let text = "var a = 1;\na.closest('tr');\nd.querySelectorAll('a').forEach(f);\n";
        let found = check(&Project::planted(&[("crates/web/assets/app.js", text)]));
        assert_eq!(found.iter().map(|finding| finding.line).collect::<Vec<_>>(), [2, 3]);
    }

    #[test]
    fn a_script_that_has_grown_too_big_is_found() {
        assert_eq!(check(&Project::planted(&[("crates/web/assets/app.js", &" ".repeat(LIMIT))])).len(), 1);
        assert_eq!(check(&Project::planted(&[("crates/web/assets/app.js", &" ".repeat(LIMIT - 1))])), []);
    }
}
