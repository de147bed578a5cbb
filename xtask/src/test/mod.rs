//! All of CI in one command: install what is missing, check the rules, build the program, run every test, and say in the
//! last line how many passed. Exit code 0 only if all did.

mod fast;
mod results;
mod times;

use crate::check::Hindered;
use crate::project::{self, Project};
use crate::terminal::say;
use crate::tools::{Install, Scope, Tools};
use crate::{check, command, dist};
use results::Results;
use std::io::{BufRead, BufReader};
use std::process::Command;
use std::time::Instant;
use times::Times;

/// The program that the crash and browser tests drive.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Driven {
    /// The one of the tests' own profile, which is built anyway: the same code, with overflow checks.
    Beside,
    /// The one that is shipped.
    Shipped,
}

/// Runs it all.
///
/// # Errors
/// If something that the tests need cannot be had, a rule is broken, or a test failed; the last line says which.
pub fn run(scope: Scope, driven: Driven, install: Install) -> Result<(), String> {
    let root = project::root();
    let mut times = Times::default();
    let tools = times.taken("install", || Tools::prepare(&root, scope, install))?;
    let rules =
        times.taken("checks", || Project::read().and_then(|project| check::run(&project, &[], Hindered::Broken)));
    if let Err(broken) = &rules {
        say(broken);
    }
    let shipped = match driven {
        Driven::Beside => None,
        Driven::Shipped => Some(times.taken("program", || dist::build(&root, &[]))?),
    };
    let arguments = ["test", "--workspace", "--locked", "--no-run"];
    times.taken("tests' build", || command::run(&mut command::cargo(&arguments, &root)))?;
    let mut command = command::cargo(&["test", "--workspace", "--locked", "--no-fail-fast"], &root);
    command.envs(tools.environment()).env_remove("CAKEY_BIN");
    if let Some(program) = shipped {
        command.env("CAKEY_BIN", program);
    }
    if scope == Scope::Fast {
        command.arg("--").args(fast::arguments());
    }
    let results = watched(command, &mut times)?;
    for line in results.said.iter().chain(&results.lines) {
        say(line);
    }
    say(&times.to_string());
    if scope == Scope::Fast {
        say(&format!("left out, since this is the fast run:\n  {}", fast::LEFT_OUT.join("\n  ")));
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

/// Runs the tests of every crate and passes on what they and cargo print, in the order in which they print it.
fn watched(mut command: Command, times: &mut Times) -> Result<Results, String> {
    let complain = |error: std::io::Error| format!("cargo test: {error}");
    let (reader, writer) = std::io::pipe().map_err(complain)?;
    command.stdout(writer.try_clone().map_err(complain)?).stderr(writer);
    let mut running = command.spawn().map_err(complain)?;
    // The command holds the writing ends; without this the reading would never end.
    drop(command);
    let (mut results, mut clock) = (Results::default(), None);
    for line in BufReader::new(reader).lines() {
        // A test may print bytes that are no text; they are no result either.
        let Ok(line) = line else { continue };
        say(&line);
        results.read(&line);
        times.read(&line, &mut clock, Instant::now());
    }
    times.end(&mut clock, Instant::now());
    let status = running.wait().map_err(complain)?;
    results.runner_failed = !status.success();
    Ok(results)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;

    #[test]
    fn what_cargo_and_the_tests_print_is_read_in_its_order_to_the_end() {
        let lines = "echo '     Running unittests src/lib.rs (target/debug/deps/db-1b)' >&2; \
            echo 'test result: ok. 3 passed; 0 failed; 0 ignored'; echo '   Doc-tests db' >&2; exit 3";
        let mut times = Times::default();
        let results = watched(command::program("sh", &["-c", lines], Path::new(".")), &mut times);
        let results = results.unwrap_or_default();
        assert_eq!((results.passed, results.runner_failed), (3, true));
        let told = times.to_string();
        assert!(told.contains("tests of db\n") && told.contains("tests of db (documents)"), "{told}");
    }
}
