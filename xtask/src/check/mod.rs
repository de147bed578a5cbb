//! The rules of the house, one line of output each. A rule is a function from the project to what it found; most need
//! nothing but the text of the files, so each has a test with a planted violation beside it.

mod directions;
mod leaks;
mod licences;
mod links;
mod names;
mod places;
mod scripts;
mod sheets;
mod sizes;
mod templates;
mod tools;

pub use tools::BROWSER_TOOLS;

use crate::project::{Finding, Project};
use crate::{notices, order_states, say};

type Rule = fn(&Project) -> Vec<Finding>;

const RULES: [(&str, Rule); 20] = [
    ("files end in .rs only if they are Rust", sizes::unreadable),
    ("no Rust file is longer than 400 lines", sizes::files),
    ("no function is longer than 70 lines", sizes::functions),
    ("the median of the Rust files is at most 130 lines", sizes::median),
    ("crates depend in one direction", directions::ours),
    ("outside crates stand where they belong", directions::outside),
    ("vendor words stand in connectors, simulators, server", places::vendor_words),
    ("SQL stands in store.rs and db", places::sql),
    ("no file or module has an empty name (utils, manager, …)", names::check),
    ("every template is used and has a sample", templates::check),
    ("style sheets keep to IE10 and their size", sheets::check),
    ("scripts keep to IE10 and their size", scripts::check),
    ("scripts are ES5 (acorn, es-check)", tools::es5),
    ("links in documents lead somewhere", links::check),
    ("no path of a machine, no registry host", leaks::check),
    ("licences are on the list", licences::check),
    ("THIRD-PARTY-NOTICES.md is up to date", notices::check),
    ("docs/order-states.md is up to date", order_states::check),
    ("format (cargo fmt)", tools::format),
    ("lints (cargo clippy)", tools::lints),
];

/// Runs every rule and prints one line for each, and what it found.
///
/// # Errors
/// If a rule is broken; the error counts them.
pub fn run(project: &Project) -> Result<(), String> {
    for line in sizes::table(project) {
        say(&line);
    }
    let mut broken = 0;
    for (name, rule) in RULES {
        let findings = rule(project);
        say(&verdict(name, &findings));
        broken += usize::from(!findings.is_empty());
    }
    let summary = format!("checks: {} ok, {broken} failed", RULES.len() - broken);
    if broken > 0 {
        return Err(summary);
    }
    say(&summary);
    Ok(())
}

fn verdict(name: &str, findings: &[Finding]) -> String {
    let word = if findings.is_empty() { "ok  " } else { "FAIL" };
    let lines: String = findings.iter().map(|finding| format!("\n       {finding}")).collect();
    format!("{word} {name}{lines}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_broken_rule_is_told_with_file_and_line() {
        let finding = Finding::new("crates/app/src/lib.rs", 7, "too long");
        assert_eq!(verdict("sizes", &[finding]), "FAIL sizes\n       crates/app/src/lib.rs:7: too long");
        assert_eq!(verdict("sizes", &[]), "ok   sizes");
    }
}
