//! The npm packages of the browser tests; two of them judge scripts for the checks.

use super::scope::Install;
use crate::command::{self, program};
use crate::terminal::say;
use std::path::{Path, PathBuf};

/// Where the packages are installed.
pub const FOLDER: &str = "crates/server/tests/browser";

/// What playwright-core and html-validate ask for.
const NODE_MAJOR: u32 = 20;

/// Where an installed package is.
pub fn node_modules(root: &Path) -> PathBuf {
    root.join(FOLDER).join("node_modules")
}

/// Installs the packages of the lock file, unless they are.
///
/// # Errors
/// If Node.js is too old, if they may not be installed, or if npm fails.
pub fn install(root: &Path, install: Install) -> Result<(), String> {
    node(&command::output(&mut program("node", &["--version"], root))?)?;
    let folder = root.join(FOLDER);
    let changed = |file: &str| folder.join(file).metadata().and_then(|data| data.modified()).ok();
    if changed("node_modules/.package-lock.json") > changed("package-lock.json") {
        return Ok(());
    }
    if install == Install::Forbidden {
        return Err(format!("missing: the npm packages of the browser tests\nrun: npm ci (in {FOLDER})"));
    }
    say("installing the npm packages of the browser tests");
    let mut command = program("npm", &["ci", "--no-audit", "--no-fund"], &folder);
    command::run(command.env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1"))
}

/// Refuses a Node.js that the tools do not run on.
fn node(version: &str) -> Result<(), String> {
    let major = version.trim().trim_start_matches('v').split('.').next().and_then(|number| number.parse::<u32>().ok());
    if major.is_some_and(|major| major >= NODE_MAJOR) {
        return Ok(());
    }
    Err(format!(
        "Node.js {NODE_MAJOR} or newer is needed, this is {}; Debian 13 has one, or nodejs.org",
        version.trim()
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_old_node_is_refused_and_a_new_one_is_not() {
        assert!(node("v18.20.4\n").unwrap_err().contains("v18.20.4"));
        assert!(node("").is_err());
        assert_eq!(node("v20.0.0\n"), Ok(()));
        assert_eq!(node("v24.1.0"), Ok(()));
    }
}
