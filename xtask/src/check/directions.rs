//! Who may depend on whom, as cargo knows it. Dependencies of tests are free.

use crate::project::{Finding, Project};
use serde_json::Value;

/// Each crate of ours and those of ours that it may depend on.
const OURS: [(&str, &[&str]); 9] = [
    ("domain", &[]),
    ("db", &[]),
    ("simulators", &[]),
    ("app", &["domain", "db"]),
    ("web", &["app", "domain"]),
    ("connectors", &["app", "domain"]),
    ("server", &["app", "connectors", "db", "domain", "simulators", "web"]),
    ("xtask", &["domain"]),
    ("bench", &["app", "db", "domain", "simulators"]),
];

/// Outside crates and the only crates of ours that may depend on them.
const OUTSIDE: [(&[&str], &[&str]); 4] = [
    (&["axum", "http", "http-body", "hyper", "reqwest", "tower-http"], &["web", "connectors", "simulators", "server"]),
    (&["postgres", "rusqlite"], &["db"]),
    (&["lettre"], &["connectors"]),
    (&["tokio"], &["app", "connectors", "db", "server", "simulators", "web", "xtask", "bench"]),
];

pub fn ours(project: &Project) -> Vec<Finding> {
    judge(project, |package, dependency| {
        let ours = OURS.iter().any(|(name, _)| *name == dependency);
        let allowed = OURS.iter().any(|(name, below)| *name == package && below.contains(&dependency));
        ours && !allowed
    })
}

/// Outside crates with a fixed place.
pub fn outside(project: &Project) -> Vec<Finding> {
    judge(project, |package, dependency| {
        OUTSIDE.iter().any(|(names, places)| names.contains(&dependency) && !places.contains(&package))
    })
}

fn judge(project: &Project, wrong: impl Fn(&str, &str) -> bool) -> Vec<Finding> {
    let mut findings = Vec::new();
    for package in members(&project.metadata) {
        let name = package["name"].as_str().unwrap_or_default();
        for dependency in package["dependencies"].as_array().into_iter().flatten() {
            let below = dependency["name"].as_str().unwrap_or_default();
            if dependency["kind"] != "dev" && wrong(name, below) {
                let path =
                    if name == "xtask" { "xtask/Cargo.toml".to_owned() } else { format!("crates/{name}/Cargo.toml") };
                let what = format!("{name} must not depend on {below}");
                findings.push(Finding::new(&path, line_of(project, &path, below), what));
            }
        }
    }
    findings
}

/// The packages of this workspace: those that come from no registry.
pub fn members(metadata: &Value) -> impl Iterator<Item = &Value> {
    metadata["packages"].as_array().into_iter().flatten().filter(|package| package["source"].is_null())
}

fn line_of(project: &Project, path: &str, dependency: &str) -> usize {
    let names_it = |line: &str| line.strip_prefix(dependency).is_some_and(|rest| rest.starts_with(['.', ' ', '=']));
    let position = project.file(path).and_then(|manifest| manifest.text.lines().position(names_it));
    position.map_or(0, |index| index + 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn depends(package: &str, dependency: &str, kind: Value) -> Project {
        let manifest = format!("[package]\n{dependency}.workspace = true\n");
        Project::planted(&[(&format!("crates/{package}/Cargo.toml"), &manifest)]).with_metadata(json!({"packages": [
            {"name": package, "source": null, "dependencies": [{"name": dependency, "kind": kind}]},
            {"name": "other", "source": "registry", "dependencies": [{"name": dependency, "kind": null}]},
        ]}))
    }

    #[test]
    fn a_dependency_against_the_direction_is_found_at_its_line() {
        let found = ours(&depends("domain", "db", Value::Null));
        assert_eq!(found, [Finding::new("crates/domain/Cargo.toml", 2, "domain must not depend on db")]);
        for (package, dependency) in
            [("simulators", "domain"), ("connectors", "db"), ("app", "web"), ("web", "connectors")]
        {
            assert_eq!(ours(&depends(package, dependency, Value::Null)).len(), 1, "{package} on {dependency}");
        }
    }

    #[test]
    fn a_dependency_with_the_direction_and_one_of_tests_are_free() {
        assert_eq!(ours(&depends("app", "db", Value::Null)), []);
        assert_eq!(ours(&depends("connectors", "simulators", json!("dev"))), []);
    }

    #[test]
    fn http_drivers_and_async_outside_their_places_are_found() {
        for (package, dependency) in [("app", "reqwest"), ("domain", "tokio"), ("app", "rusqlite"), ("db", "axum")] {
            assert_eq!(outside(&depends(package, dependency, Value::Null)).len(), 1, "{package} on {dependency}");
        }
        assert_eq!(outside(&depends("web", "axum", Value::Null)), []);
    }
}
