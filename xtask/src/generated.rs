//! Documents that the domain writes itself: the order's states and the table of rights.

use crate::project::{self, Finding, Project};
use crate::terminal::say;

/// A document that is made from the code and kept in the tree, so that it can be read there.
pub struct Generated {
    path: &'static str,
    remedy: &'static str,
    text: fn() -> String,
}

/// The order's states, as the machine has them.
pub const STATES: Generated = Generated {
    path: "docs/order-states.md",
    remedy: "is out of date: run `cargo xtask order-states`",
    text: domain::order::states_document,
};

/// Who may what, as the table of rights has it.
pub const RIGHTS: Generated = Generated {
    path: "docs/rights.md",
    remedy: "is out of date: run `cargo xtask rights`",
    text: domain::rights::rights_document,
};

impl Generated {
    /// Writes the document; with `only_compare` it fails instead when the file is out of date.
    ///
    /// # Errors
    /// If the file cannot be written, or differs where it should not.
    pub fn run(&self, only_compare: bool) -> Result<(), String> {
        let (file, text) = (project::root().join(self.path), (self.text)());
        if only_compare {
            let stored = std::fs::read_to_string(file).ok();
            return self.judge(stored.as_deref()).map(|()| say(&format!("{} is up to date", self.path)));
        }
        std::fs::write(file, text).map_err(|error| format!("writing {}: {error}", self.path))?;
        say(&format!("{} written", self.path));
        Ok(())
    }

    fn judge(&self, stored: Option<&str>) -> Result<(), String> {
        if stored == Some(&*(self.text)()) { Ok(()) } else { Err(format!("{} {}", self.path, self.remedy)) }
    }
}

/// The rule of `check` for all of them.
pub fn check(project: &Project) -> Vec<Finding> {
    let stale = |document: &&Generated| {
        let stored = project.file(document.path).map(|file| file.text.as_str());
        document.judge(stored).is_err()
    };
    [STATES, RIGHTS].iter().filter(stale).map(|document| Finding::new(document.path, 0, document.remedy)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_that_differs_from_the_code_is_found() {
        let (states, rights) = ((STATES.text)(), (RIGHTS.text)());
        assert_eq!(check(&Project::planted(&[])).len(), 2);
        assert_eq!(check(&Project::planted(&[(STATES.path, "old"), (RIGHTS.path, &rights)])).len(), 1);
        assert_eq!(check(&Project::planted(&[(STATES.path, &states), (RIGHTS.path, "old")])).len(), 1);
        assert_eq!(check(&Project::planted(&[(STATES.path, &states), (RIGHTS.path, &rights)])), []);
    }
}
