//! `cargo xtask bench`: builds the program as it is shipped and the measuring program, and runs the one against the other
//! in a fresh folder under `target/`.

use crate::command::{cargo, output, run};
use crate::dist;
use std::path::Path;

/// Measures and prints.
///
/// # Errors
/// If something cannot be built, or the measured program fails.
pub fn run_in(root: &Path, orders: usize, rounds: usize) -> Result<(), String> {
    let program = dist::build(root, &["bench"])?;
    let folder = root.join("target/bench-data");
    match std::fs::remove_dir_all(&folder) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            return Err(format!("{}: {error}", folder.display()));
        }
        Ok(()) | Err(_) => {}
    }
    let (orders, rounds) = (orders.to_string(), rounds.to_string());
    let mut measuring = crate::command::program(
        &dist::folder(root).join("bench").to_string_lossy(),
        &["--orders", &orders, "--rounds", &rounds],
        root,
    );
    run(measuring.arg("--program").arg(program).arg("--folder").arg(folder))
}

/// The same from anywhere inside the workspace.
///
/// # Errors
/// As [`run_in`].
pub fn run_here(orders: usize, rounds: usize) -> Result<(), String> {
    let root = output(&mut cargo(&["locate-project", "--workspace", "--message-format", "plain"], Path::new(".")))?;
    let manifest = Path::new(root.trim());
    run_in(manifest.parent().ok_or("the workspace has no folder")?, orders, rounds)
}
