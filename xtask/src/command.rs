//! Running other programs, with an error that says what was run.

use std::path::Path;
use std::process::{Command, Stdio};

/// A program to be started in a folder.
pub fn program(name: &str, arguments: &[&str], folder: &Path) -> Command {
    let mut command = Command::new(name);
    command.args(arguments).current_dir(folder);
    command
}

/// The cargo that runs this very task.
pub fn cargo(arguments: &[&str], folder: &Path) -> Command {
    program(&std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned()), arguments, folder)
}

/// Runs to the end; everything that the program says goes to the terminal.
///
/// # Errors
/// If the program cannot be started or ends with another code than 0.
pub fn run(command: &mut Command) -> Result<(), String> {
    let status = command.status().map_err(|error| format!("{}: {error}", shown(command)))?;
    if status.success() { Ok(()) } else { Err(format!("{}: {status}", shown(command))) }
}

/// Runs to the end and returns standard output.
///
/// # Errors
/// If the program cannot be started or fails; the error holds all that it said.
pub fn output(command: &mut Command) -> Result<String, String> {
    let output = command.stdin(Stdio::null()).output().map_err(|error| format!("{}: {error}", shown(command)))?;
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    if output.status.success() {
        return Ok(said);
    }
    let complaint = String::from_utf8_lossy(&output.stderr);
    Err(format!("{}: {}\n{said}{complaint}", shown(command), output.status))
}

fn shown(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words.map(|word| word.to_string_lossy().into_owned()).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failing_program_is_an_error_that_names_it_and_holds_what_it_said() {
        let error = output(&mut program("sh", &["-c", "echo out; echo err >&2; exit 3"], Path::new("."))).unwrap_err();
        assert!(error.starts_with("sh -c") && error.contains("out\n") && error.contains("err\n"), "{error}");
        assert!(run(&mut program("sh", &["-c", "exit 3"], Path::new("."))).is_err());
    }

    #[test]
    fn a_program_that_is_not_there_is_an_error_that_names_it() {
        let error = output(&mut program("no-such-program", &[], Path::new("."))).unwrap_err();
        assert!(error.starts_with("no-such-program: "), "{error}");
    }
}
