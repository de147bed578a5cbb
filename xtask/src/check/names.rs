//! Names that say nothing: a file or module called like this collects whatever has no home.

use crate::project::{Finding, Project};

const EMPTY_NAMES: [&str; 12] = [
    "util", "utils", "helper", "helpers", "common", "manager", "managers", "service", "services", "core", "base",
    "misc",
];

/// Files, folders and modules of our crates, also as a part of a name (`page_helpers`).
pub fn check(project: &Project) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in project.rust() {
        let parts = file.path.split('/').map(|part| part.strip_suffix(".rs").unwrap_or(part));
        findings.extend(parts.filter(|part| is_empty(part)).map(|part| Finding::new(&file.path, 0, said(part))));
        let modules = file.source().modules.iter().filter(|(_, name)| is_empty(name));
        findings.extend(modules.map(|(line, name)| Finding::new(&file.path, *line, said(name))));
    }
    findings
}

fn is_empty(name: &str) -> bool {
    name.split(['_', '-']).any(|word| EMPTY_NAMES.contains(&word))
}

fn said(name: &str) -> String {
    format!("the name {name} does not say what is inside")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_name_of_a_file_a_folder_or_a_module_is_found() {
        let project = Project::planted(&[
            ("crates/app/src/page_helpers.rs", ""),
            ("crates/app/src/common/mod.rs", ""),
            ("crates/app/src/order.rs", "\nmod utils {}\n"),
        ]);
        let found: Vec<_> = check(&project).into_iter().map(|finding| (finding.path, finding.line)).collect();
        let expected = [
            ("crates/app/src/page_helpers.rs", 0),
            ("crates/app/src/common/mod.rs", 0),
            ("crates/app/src/order.rs", 2),
        ];
        assert_eq!(found, expected.map(|(path, line)| (path.to_owned(), line)));
    }

    #[test]
    fn a_name_that_only_begins_like_an_empty_one_is_free() {
        assert_eq!(check(&Project::planted(&[("crates/app/src/base64.rs", "mod scored {}")])), []);
    }
}
