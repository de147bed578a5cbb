//! docs/order-states.md, the order's states as the machine itself has them.

use crate::project::{self, Finding, Project};
use crate::terminal::say;

const PATH: &str = "docs/order-states.md";
const REMEDY: &str = "is out of date: run `cargo xtask order-states`";

/// Writes the document.
///
/// # Errors
/// If the file cannot be written.
pub fn write() -> Result<(), String> {
    let document = domain::order::states_document();
    std::fs::write(project::root().join(PATH), document).map_err(|error| format!("writing {PATH}: {error}"))?;
    say(&format!("{PATH} written"));
    Ok(())
}

/// Compares the document with the machine.
///
/// # Errors
/// If they differ.
pub fn compare() -> Result<(), String> {
    let stored = std::fs::read_to_string(project::root().join(PATH)).ok();
    if stored.as_deref() == Some(domain::order::states_document().as_str()) {
        say(&format!("{PATH} is up to date"));
        Ok(())
    } else {
        Err(format!("{PATH} {REMEDY}"))
    }
}

/// The same as a rule of `check`.
pub fn check(project: &Project) -> Vec<Finding> {
    let stored = project.file(PATH).map(|file| file.text.as_str());
    if stored == Some(domain::order::states_document().as_str()) {
        Vec::new()
    } else {
        vec![Finding::new(PATH, 0, REMEDY)]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_that_differs_from_the_machine_is_found() {
        assert_eq!(check(&Project::planted(&[(PATH, "old")])).len(), 1);
        assert_eq!(check(&Project::planted(&[])).len(), 1);
        assert_eq!(check(&Project::planted(&[(PATH, &domain::order::states_document())])), []);
    }
}
