//! The packages in Cargo.lock that come from a registry.

use crate::project::Project;
use serde::Deserialize;

#[derive(Deserialize)]
pub struct Package {
    pub name: String,
    pub version: String,
    source: Option<String>,
}

/// All of them; an unreadable lock has none, and cargo says so itself.
pub fn packages(project: &Project) -> Vec<Package> {
    #[derive(Default, Deserialize)]
    struct Lock {
        package: Vec<Package>,
    }
    let lock: Lock = project.file("Cargo.lock").and_then(|file| toml::from_str(&file.text).ok()).unwrap_or_default();
    lock.package.into_iter().filter(|package| package.source.is_some()).collect()
}
