//! What belongs to one machine must not be in the tree: absolute paths of a workplace, addresses of package registries.

use crate::project::{File, Finding, Project};

/// Beginnings of absolute paths.
const PATHS: [&str; 5] = ["/work/", "/root/", "/tmp/", "/home/", "/Users/"];
/// How addresses of package registries and their mirrors begin: none of them is named, here or elsewhere.
const REGISTRIES: [&str; 6] = ["://registry.", "://index.", "://static.", "://deb.", "://mirror.", "://mirrors."];
/// This list itself, and cargo's lock, whose form is not ours.
const FREE: [&str; 2] = ["xtask/src/check/leaks.rs", "Cargo.lock"];

/// Every line of every text file.
pub fn check(project: &Project) -> Vec<Finding> {
    project.files.iter().filter(|file| !FREE.contains(&file.path.as_str())).flat_map(leaks).collect()
}

fn leaks(file: &File) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (index, line) in file.text.lines().enumerate() {
        let paths = PATHS.iter().filter(|path| begins_a_path(line, path));
        let hosts = REGISTRIES.iter().filter(|beginning| line.contains(**beginning));
        findings.extend(
            paths.chain(hosts).map(|leak| Finding::new(&file.path, index + 1, format!("{leak} is of one machine"))),
        );
    }
    findings
}

/// Whether the text stands where a path begins, and not in the middle of a relative path or an address.
fn begins_a_path(line: &str, path: &str) -> bool {
    line.match_indices(path).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        !before.is_some_and(|letter| letter.is_alphanumeric() || "._-~}*)".contains(letter))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_of_a_machine_and_a_registry_are_found_at_their_lines() {
        let text = "a\nsee \"/root/x\"\ncd /tmp/build\nhttps://registry.example/acorn\n";
        let found = check(&Project::planted(&[("docs/a.md", text)]));
        assert_eq!(found.iter().map(|finding| finding.line).collect::<Vec<_>>(), [2, 3, 4]);
    }

    #[test]
    fn a_relative_path_with_the_same_words_is_free() {
        let text = "src/work/order.rs https://example.org/home/x ${folder}/tmp/y /workshop/ /rooted\n";
        assert_eq!(check(&Project::planted(&[("docs/a.md", text)])), []);
    }
}
