//! All of CI in one command: install what is missing, check the rules, build the program, run every test, and say in the
//! last line how many passed. Exit code 0 only if all did.

mod installed;
mod results;

use crate::project::{self, Project};
use crate::terminal::say;
use crate::{check, command};
pub use installed::Tools;
use results::Results;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::Stdio;

/// Runs it all.
///
/// # Errors
/// If something that the tests need cannot be had, a rule is broken, or a test failed; the last line says which.
pub fn run() -> Result<(), String> {
    let root = project::root();
    let tools = Tools::prepare(&root)?;
    let rules = Project::read().and_then(|project| check::run(&project, &[]));
    if let Err(broken) = &rules {
        say(broken);
    }
    // The crash and browser tests drive the program as it is shipped.
    command::run(&mut command::cargo(&["build", "--release", "--locked", "--package", "server"], &root))?;
    let results = tests(&root, &tools)?;
    for line in &results.lines {
        say(line);
    }
    let verdict = if rules.is_ok() { "checks passed" } else { "checks FAILED, see above" };
    say(verdict);
    if rules.is_ok() && results.all_passed() {
        say(&results.to_string());
        Ok(())
    } else {
        Err(results.to_string())
    }
}

/// Runs the tests of every crate and passes on what they print.
fn tests(root: &Path, tools: &Tools) -> Result<Results, String> {
    let arguments = ["test", "--workspace", "--locked", "--no-fail-fast"];
    let mut command = command::cargo(&arguments, root);
    command.envs(tools.environment()).stdout(Stdio::piped());
    let mut running = command.spawn().map_err(|error| format!("cargo test: {error}"))?;
    let mut results = Results::default();
    for line in BufReader::new(running.stdout.take().ok_or("cargo test has no output")?).lines() {
        // A test may print bytes that are no text; they are no result either.
        let Ok(line) = line else { continue };
        say(&line);
        results.read(&line);
    }
    let status = running.wait().map_err(|error| format!("cargo test: {error}"))?;
    results.runner_failed = !status.success();
    Ok(results)
}
