//! The program as it is shipped: the profile `dist`, which is minutes of linking, and its size.

use crate::command::{cargo, run};
use crate::project;
use crate::terminal::say;
use std::path::{Path, PathBuf};

/// Builds it together with other packages of ours and returns where it is.
///
/// # Errors
/// If something does not compile.
pub fn build(root: &Path, others: &[&str]) -> Result<PathBuf, String> {
    let mut command = cargo(&["build", "--profile", "dist", "--locked", "--package", "server"], root);
    run(command.args(others.iter().flat_map(|name| ["--package", name])))?;
    let program = folder(root).join("cakey");
    let size = program.metadata().map_err(|error| format!("{}: {error}", program.display()))?.len();
    say(&format!("{}: {}", program.display(), shown(size)));
    Ok(program)
}

/// Where programs of this profile lie.
pub fn folder(root: &Path) -> PathBuf {
    project::target(root).join("dist")
}

/// Megabytes as people compare them, and the exact number.
fn shown(bytes: u64) -> String {
    format!("{}.{} MB ({bytes} bytes)", bytes / 1_000_000, bytes % 1_000_000 / 100_000)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_size_is_shown_in_megabytes_and_exactly() {
        assert_eq!(shown(17_654_321), "17.6 MB (17654321 bytes)");
        assert_eq!(shown(99_999), "0.0 MB (99999 bytes)");
    }
}
