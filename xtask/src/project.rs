//! The tree as the rules see it: every text file with its path, and what cargo knows of the packages.
//! Rules are functions of a `Project`, so that a test can plant a violation in a few lines.

use crate::command;
use crate::source::Source;
use jiff::civil::Date;
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

/// Folders that hold nothing of ours.
const SKIPPED_FOLDERS: [&str; 5] = [".git", "target", "node_modules", "cakey-data", ".direnv"];
/// Files that are not text.
const BINARY_ENDINGS: [&str; 10] = ["otf", "ttf", "png", "jpg", "ico", "pdf", "der", "p12", "db", "gz"];

/// All text files of the tree, and cargo's metadata.
pub struct Project {
    pub root: PathBuf,
    pub files: Vec<File>,
    /// The answer of `cargo metadata`.
    pub metadata: Value,
    /// The day on which the rules are judged.
    pub today: Date,
}

pub struct File {
    /// Relative to the root, with `/`.
    pub path: String,
    pub text: String,
    source: OnceLock<Source>,
}

/// A place where a rule is broken.
#[derive(Debug, PartialEq, Eq)]
pub struct Finding {
    pub path: String,
    /// From 1; 0 if the whole file is meant.
    pub line: usize,
    pub what: String,
}

impl Finding {
    pub fn new(path: &str, line: usize, what: impl Into<String>) -> Self {
        Self { path: path.to_owned(), line, what: what.into() }
    }
}

impl std::fmt::Display for Finding {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "{}:{}: {}", self.path, self.line, self.what)
    }
}

impl File {
    pub fn new(path: impl Into<String>, text: impl Into<String>) -> Self {
        Self { path: path.into(), text: text.into(), source: OnceLock::new() }
    }

    /// The crate that the file belongs to: `crates/NAME/…` or `xtask/…`.
    pub fn package(&self) -> Option<&str> {
        let mut parts = self.path.split('/');
        match parts.next()? {
            "crates" => parts.next(),
            "xtask" => Some("xtask"),
            _ => None,
        }
    }

    /// The name after the last `/`.
    pub fn name(&self) -> &str {
        self.path.rsplit('/').next().unwrap_or(&self.path)
    }

    /// The ending after the last dot of the name.
    pub fn ending(&self) -> &str {
        self.name().rsplit_once('.').map_or("", |(_, ending)| ending)
    }

    /// The file read as Rust.
    pub fn source(&self) -> &Source {
        self.source.get_or_init(|| Source::read(&self.text))
    }

    /// Whether the whole file is test code: in a folder `tests` or `fixture`, or one of these beside the code.
    pub fn is_test(&self) -> bool {
        ["tests.rs", "fixture.rs"].contains(&self.name())
            || self.path.split('/').any(|part| part == "tests" || part == "fixture")
    }
}

impl Project {
    /// Reads the tree that this task was built from.
    ///
    /// # Errors
    /// If a folder or file cannot be read, or cargo refuses the manifests.
    pub fn read() -> Result<Self, String> {
        let root = root();
        let mut files = Vec::new();
        collect(&root, &root, &mut files)?;
        files.sort_by(|left, right| left.path.cmp(&right.path));
        let answer = command::output(&mut command::cargo(&["metadata", "--format-version", "1", "--locked"], &root))?;
        let metadata = serde_json::from_str(&answer).map_err(|error| format!("cargo metadata: {error}"))?;
        Ok(Self { root, files, metadata, today: today() })
    }

    /// The Rust files of our crates.
    pub fn rust(&self) -> impl Iterator<Item = &File> {
        self.files.iter().filter(|file| file.ending() == "rs" && file.package().is_some())
    }

    /// The file at a path.
    pub fn file(&self, path: &str) -> Option<&File> {
        self.files.iter().find(|file| file.path == path)
    }
}

/// The folder of the workspace.
pub fn root() -> PathBuf {
    let own = std::env::var("CARGO_MANIFEST_DIR").unwrap_or_else(|_| env!("CARGO_MANIFEST_DIR").to_owned());
    Path::new(&own).parent().unwrap_or(Path::new(".")).to_owned()
}

#[expect(clippy::disallowed_methods, reason = "the one place that asks; rules and their tests take the day as given")]
fn today() -> Date {
    jiff::tz::TimeZone::UTC.to_datetime(jiff::Timestamp::now()).date()
}

/// The folder in which cargo builds.
pub fn target(root: &Path) -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), |folder| root.join(folder))
}

fn collect(folder: &Path, root: &Path, files: &mut Vec<File>) -> Result<(), String> {
    let complain = |error: std::io::Error| format!("reading {}: {error}", folder.display());
    for entry in std::fs::read_dir(folder).map_err(complain)? {
        let path = entry.map_err(complain)?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if path.is_dir() {
            if !SKIPPED_FOLDERS.contains(&name.as_ref()) {
                collect(&path, root, files)?;
            }
            continue;
        }
        if BINARY_ENDINGS.iter().any(|ending| name.ends_with(&format!(".{ending}"))) {
            continue;
        }
        // What is no UTF-8 is no text of ours.
        if let Ok(text) = std::fs::read_to_string(&path) {
            let relative = path.strip_prefix(root).unwrap_or(&path).to_string_lossy().replace('\\', "/");
            files.push(File::new(relative, text));
        }
    }
    Ok(())
}

#[cfg(test)]
impl Project {
    /// A tree made of a few files.
    pub fn planted(files: &[(&str, &str)]) -> Self {
        Self {
            root: PathBuf::from("."),
            files: files.iter().map(|(path, text)| File::new(*path, *text)).collect(),
            metadata: Value::Null,
            today: Date::default(),
        }
    }

    /// The same with an answer of cargo.
    pub fn with_metadata(mut self, metadata: Value) -> Self {
        self.metadata = metadata;
        self
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn text_files_are_read_with_paths_from_the_root_and_foreign_folders_are_not() {
        let root = std::env::temp_dir().join(format!("cakey-xtask-tree-{}", std::process::id()));
        for folder in ["docs", "target/debug", "web/node_modules"] {
            std::fs::create_dir_all(root.join(folder)).unwrap();
        }
        for path in ["docs/a.md", "target/debug/b.md", "web/node_modules/c.js", "docs/d.png", ".ci"] {
            std::fs::write(root.join(path), "text").unwrap();
        }
        let mut files = Vec::new();
        let outcome = collect(&root, &root, &mut files);
        std::fs::remove_dir_all(&root).unwrap();
        let mut paths: Vec<_> = files.into_iter().map(|file| file.path).collect();
        paths.sort_unstable();
        assert_eq!(outcome, Ok(()));
        assert_eq!(paths, [".ci", "docs/a.md"]);
    }

    #[test]
    fn a_file_knows_its_crate_its_ending_and_whether_it_is_a_test() {
        let file = File::new("crates/server/tests/it/main.rs", "");
        assert_eq!((file.package(), file.ending(), file.is_test()), (Some("server"), "rs", true));
        let file = File::new("README.md", "");
        assert_eq!((file.package(), file.ending(), file.is_test()), (None, "md", false));
        assert!(File::new("crates/app/src/order/tests.rs", "").is_test());
    }
}
