//! Rules that other programs judge: rustfmt, clippy, acorn, es-check.

use crate::command::{self, cargo, program};
use crate::project::{File, Finding, Project};
use crate::tools::npm;
use std::path::Path;
use std::process::Command;

/// `cargo fmt`.
pub fn format(project: &Project) -> Vec<Finding> {
    let arguments = ["fmt", "--all", "--check", "--", "--color", "never"];
    judged_by(&mut cargo(&arguments, &project.root), &project.root)
}

/// `cargo clippy`, where every warning is an error.
pub fn lints(project: &Project) -> Vec<Finding> {
    let mut command = cargo(&["clippy", "--workspace", "--all-targets", "--quiet"], &project.root);
    judged_by(command.args(["--message-format", "short", "--", "-D", "warnings"]), &project.root)
}

/// `cargo doc`, where a link that leads nowhere is an error. The documents are for those who work on the code, so private
/// items are part of them.
pub fn documents(project: &Project) -> Vec<Finding> {
    let arguments = [
        "doc",
        "--workspace",
        "--no-deps",
        "--document-private-items",
        "--keep-going",
        "--quiet",
        "--message-format",
        "short",
    ];
    let mut command = cargo(&arguments, &project.root);
    command.env("RUSTDOCFLAGS", "-D warnings -A rustdoc::private_intra_doc_links");
    judged_by(&mut command, &project.root)
}

/// Whether two parsers read every script as ES5.
pub fn es5(project: &Project) -> Vec<Finding> {
    let scripts = project.files.iter().filter(|file| file.package() == Some("web") && file.ending() == "js");
    scripts.flat_map(|script| es5_of(project, script)).collect()
}

/// Why they cannot be asked.
pub fn no_es5(project: &Project) -> Option<String> {
    let there = npm::node_modules(&project.root).join(".bin/acorn").exists();
    (!there).then(|| format!("run `npm ci` in {}, or `cargo xtask tools`", npm::FOLDER))
}

fn es5_of(project: &Project, script: &File) -> Vec<Finding> {
    let tools = npm::node_modules(&project.root).join(".bin");
    let parsers = [("acorn", ["--ecma5", "--silent"].as_slice()), ("es-check", &["es5"])];
    let refused = parsers.iter().flat_map(|(parser, arguments)| {
        let mut command = program(&tools.join(parser).to_string_lossy(), arguments, &project.root);
        judged_by(command.arg(&script.path), &project.root)
    });
    refused.map(|finding| Finding::new(&script.path, 0, finding.what)).collect()
}

/// What a program refuses: one finding for each line that names a place, or one that holds all it said.
fn judged_by(command: &mut Command, root: &Path) -> Vec<Finding> {
    let name = command.get_args().next().unwrap_or(command.get_program()).to_string_lossy().into_owned();
    let Err(said) = command::output(command) else { return Vec::new() };
    let places: Vec<Finding> = said.lines().filter_map(|line| place(line, root)).collect();
    if places.is_empty() { vec![Finding::new(&name, 0, said)] } else { places }
}

/// Reads `path.rs:line:column: words`, and the formatter's `Diff in path.rs:line:`.
fn place(line: &str, root: &Path) -> Option<Finding> {
    let (path, rest) = line.strip_prefix("Diff in ").unwrap_or(line).split_once(".rs:")?;
    let (number, rest) = rest.split_once(':')?;
    let path = format!("{path}.rs");
    let relative = Path::new(&path).strip_prefix(root).unwrap_or(Path::new(&path));
    let words = rest.trim_start_matches(|letter: char| letter.is_ascii_digit() || letter == ':').trim();
    let words = if words.is_empty() { "not as the formatter writes it: run `cargo fmt --all`" } else { words };
    Some(Finding::new(&relative.to_string_lossy(), number.parse().ok()?, words))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::project;

    #[test]
    fn what_a_program_refuses_without_naming_a_place_is_one_finding_with_its_words() {
        let here = Path::new(".");
        let found = judged_by(&mut program("sh", &["-c", "echo a.js is wrong; exit 1"], here), here);
        assert!(found.len() == 1 && found[0].what.contains("a.js is wrong"), "{found:?}");
        assert_eq!(judged_by(&mut program("sh", &["-c", "exit 0"], here), here), []);
    }

    /// A package of one file, in a folder of its own.
    fn package(name: &str, main: &str) -> Project {
        let root = std::env::temp_dir().join(format!("cakey-xtask-{name}-{}", std::process::id()));
        std::fs::create_dir_all(root.join("src")).unwrap();
        let manifest = format!("[package]\nname = \"{name}\"\nedition = \"2024\"\n[workspace]\n");
        std::fs::write(root.join("Cargo.toml"), manifest).unwrap();
        std::fs::write(root.join("src/main.rs"), main).unwrap();
        Project { root, ..Project::planted(&[]) }
    }

    #[test]
    fn a_badly_formatted_file_and_a_lint_are_found_with_their_lines() {
        let ugly = package("ugly", "fn  main( ){}\n");
        let sloppy = package("sloppy", "fn main() {\n    let unused = 1;\n}\n");
        let (format_ugly, format_sloppy) = (format(&ugly), format(&sloppy));
        let lints_sloppy = lints(&sloppy);
        for project in [ugly, sloppy] {
            std::fs::remove_dir_all(project.root).unwrap();
        }
        assert_eq!((format_ugly[0].path.as_str(), format_ugly[0].line), ("src/main.rs", 1), "{format_ugly:?}");
        assert_eq!(format_sloppy, []);
        assert_eq!((lints_sloppy[0].path.as_str(), lints_sloppy[0].line), ("src/main.rs", 2), "{lints_sloppy:?}");
    }

    /// Needs the npm tools, as the browser tests do.
    #[test]
    fn a_script_with_newer_syntax_is_refused_by_both_parsers_and_an_old_one_by_none() {
        let judged = |name: &str, text: &str| {
            let path = std::env::temp_dir().join(format!("cakey-xtask-{name}-{}.js", std::process::id()));
            std::fs::write(&path, text).unwrap();
            let project = Project { root: project::root(), ..Project::planted(&[]) };
            let found = es5_of(&project, &File::new(path.to_string_lossy(), text));
            std::fs::remove_file(path).unwrap();
            found
        };
        assert_eq!(judged("new", "const run = () => 1;\n").len(), 2);
        assert_eq!(judged("old", "var run = function () { return 1; };\n"), []);
    }

    #[test]
    fn without_its_tools_the_rule_says_what_to_run() {
        let mut bare = Project::planted(&[("crates/web/assets/app.js", "var a;")]);
        bare.root = project::root().join("no-such-folder");
        assert!(no_es5(&bare).is_some_and(|reason| reason.contains("npm ci")));
    }
}
