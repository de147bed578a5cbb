//! The rules of the house, one line of output each. A rule is a function from the project to what it found; most need
//! nothing but the text of the files, so each has a test with a planted violation beside it. A rule whose judge is not
//! installed is skipped and says so; in `cargo xtask test` that counts as broken.

mod circles;
mod dependencies;
mod directions;
mod layout;
mod leaks;
mod links;
mod mentions;
mod names;
mod places;
mod rights;
mod scripts;
mod sheets;
mod sizes;
mod stores;
mod templates;
mod tools;

use crate::project::{Finding, Project};
use crate::terminal::say;
use crate::{advisories, generated, notices};

/// A rule of the house.
struct Rule {
    /// How it is called on the command line.
    id: &'static str,
    name: &'static str,
    judge: fn(&Project) -> Vec<Finding>,
    when: When,
    /// Why it cannot be judged here, with what to run.
    hindrance: fn(&Project) -> Option<String>,
    /// What speaks against the answer without breaking the rule.
    doubts: fn(&Project) -> Vec<Finding>,
}

/// When a rule is judged.
#[derive(Clone, Copy, PartialEq, Eq)]
enum When {
    Always,
    /// Once this file is there, and when asked for.
    With(&'static str),
}

/// What becomes of a rule that cannot be judged.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Hindered {
    /// It is skipped, and the line says why.
    Skipped,
    /// It counts as broken.
    Broken,
}

/// In the order in which they are judged: what needs the text alone comes first.
const RULES: [Rule; 29] = [
    always("rust", "files end in .rs only if they are Rust", sizes::unreadable),
    always("files", "no Rust file is longer than 400 lines", sizes::files),
    always("functions", "no function is longer than 70 lines", sizes::functions),
    always("median", "the median of the Rust files is at most 130 lines", sizes::median),
    always("circles", "no circle of modules in any crate", circles::check),
    always("directions", "crates depend in one direction", directions::ours),
    always("outside", "outside crates stand where they belong", directions::outside),
    always("vendors", "vendor words stand in connectors, simulators, server", places::vendor_words),
    always("sql", "SQL stands in store.rs and db", places::sql),
    always("stores", "every statement of app is listed for the test that prepares it", stores::check),
    always("rights", "every act of the table of rights is asked for where it is done", rights::check),
    always("names", "no file or module has an empty name (utils, manager, …)", names::check),
    always("templates", "every template is used and has a sample", templates::check),
    always("layout", "templates and style sheets are laid out to be read", layout::check),
    always("sheets", "style sheets keep to IE10 and their size", sheets::check),
    always("scripts", "scripts keep to IE10 and their size", scripts::check),
    always("links", "links in documents lead somewhere", links::check),
    always("paths", "paths named in comments and documents are there", mentions::paths),
    Rule {
        when: When::With(mentions::RULES),
        ..always("codes", "codes named in comments and documents are explained", mentions::codes)
    },
    always("leaks", "no path of a machine, no registry host", leaks::check),
    always("notices", "THIRD-PARTY-NOTICES.md is up to date", notices::check),
    always("generated", "docs/order-states.md and docs/rights.md are up to date", generated::check),
    always("advisories", "no crate has a known flaw", advisories::check).with_doubts(advisories::doubts),
    always("deny", "licences, double versions, sources (cargo-deny)", dependencies::refused),
    always("unused", "every dependency is used (cargo-shear)", dependencies::unused),
    always("es5", "scripts are ES5 (acorn, es-check)", tools::es5).unless(tools::no_es5),
    always("format", "format (cargo fmt)", tools::format),
    always("documents", "links in doc comments lead somewhere (cargo doc)", tools::documents),
    always("lints", "lints (cargo clippy)", tools::lints),
];

const fn always(id: &'static str, name: &'static str, judge: fn(&Project) -> Vec<Finding>) -> Rule {
    Rule { id, name, judge, when: When::Always, hindrance: |_| None, doubts: |_| Vec::new() }
}

impl Rule {
    const fn unless(self, hindrance: fn(&Project) -> Option<String>) -> Self {
        Self { hindrance, ..self }
    }

    const fn with_doubts(self, doubts: fn(&Project) -> Vec<Finding>) -> Self {
        Self { doubts, ..self }
    }

    fn outcome(&self, project: &Project, hindered: Hindered) -> Outcome {
        match ((self.hindrance)(project), hindered) {
            (None, _) => Outcome::Judged((self.judge)(project), (self.doubts)(project)),
            (Some(reason), Hindered::Skipped) => Outcome::Skipped(reason),
            (Some(reason), Hindered::Broken) => Outcome::Judged(vec![Finding::new(self.id, 0, reason)], Vec::new()),
        }
    }
}

/// What became of a rule.
enum Outcome {
    /// What breaks the rule, and what speaks against the answer.
    Judged(Vec<Finding>, Vec<Finding>),
    Skipped(String),
}

/// Runs every rule, or only those with the given ids, and prints one line for each, and what it found.
///
/// # Errors
/// If a rule is broken; the error counts them. If an id is unknown; the error lists all.
pub fn run(project: &Project, only: &[String], hindered: Hindered) -> Result<(), String> {
    let rules = chosen(project, only)?;
    if only.is_empty() {
        for line in sizes::table(project) {
            say(&line);
        }
    }
    let (mut ok, mut broken, mut skipped) = (0, 0, 0);
    for rule in &rules {
        let outcome = rule.outcome(project, hindered);
        say(&verdict(rule.name, &outcome));
        match outcome {
            Outcome::Judged(findings, _) if findings.is_empty() => ok += 1,
            Outcome::Judged(..) => broken += 1,
            Outcome::Skipped(_) => skipped += 1,
        }
    }
    let rest = if skipped > 0 { format!(", {skipped} skipped") } else { String::new() };
    let summary = format!("checks: {ok} ok, {broken} failed{rest}");
    if broken > 0 {
        return Err(summary);
    }
    say(&summary);
    Ok(())
}

/// The rules with these ids; without ids those that are always judged.
fn chosen(project: &Project, only: &[String]) -> Result<Vec<&'static Rule>, String> {
    static ALL: [Rule; RULES.len()] = RULES;
    if let Some(unknown) = only.iter().find(|id| !ALL.iter().any(|rule| rule.id == **id)) {
        let known: Vec<String> = ALL.iter().map(|rule| format!("  {:<11} {}", rule.id, rule.name)).collect();
        return Err(format!("no rule is called {unknown}; there are:\n{}", known.join("\n")));
    }
    let is_due = |when: When| match when {
        When::Always => true,
        When::With(path) => project.file(path).is_some(),
    };
    let is_chosen = |rule: &&Rule| only.iter().any(|id| id == rule.id) || (only.is_empty() && is_due(rule.when));
    Ok(ALL.iter().filter(is_chosen).collect())
}

fn verdict(name: &str, outcome: &Outcome) -> String {
    match outcome {
        Outcome::Judged(findings, doubts) => {
            let word = match (findings.is_empty(), doubts.is_empty()) {
                (true, true) => "ok  ",
                (true, false) => "warn",
                (false, _) => "FAIL",
            };
            let lines: String = findings.iter().chain(doubts).map(|finding| format!("\n       {finding}")).collect();
            format!("{word} {name}{lines}")
        }
        Outcome::Skipped(reason) => format!("skip {name}: {reason}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_broken_rule_is_told_with_file_and_line() {
        let finding = Outcome::Judged(vec![Finding::new("crates/app/src/lib.rs", 7, "too long")], Vec::new());
        assert_eq!(verdict("sizes", &finding), "FAIL sizes\n       crates/app/src/lib.rs:7: too long");
        assert_eq!(verdict("sizes", &Outcome::Judged(Vec::new(), Vec::new())), "ok   sizes");
        let doubt = Outcome::Judged(Vec::new(), vec![Finding::new("a.toml", 0, "old")]);
        assert_eq!(verdict("advisories", &doubt), "warn advisories\n       a.toml:0: old");
    }

    #[test]
    fn a_rule_that_cannot_be_judged_is_never_ok() {
        let rule = always("es5", "scripts are ES5", |_| Vec::new()).unless(|_| Some("run this".to_owned()));
        let said = |hindered| verdict(rule.name, &rule.outcome(&Project::planted(&[]), hindered));
        assert_eq!(said(Hindered::Skipped), "skip scripts are ES5: run this");
        assert!(said(Hindered::Broken).starts_with("FAIL"));
    }

    #[test]
    fn rules_are_chosen_by_their_ids_and_an_unknown_one_lists_all() {
        let ids = |only: &[&str]| {
            let only: Vec<String> = only.iter().map(|id| (*id).to_owned()).collect();
            chosen(&Project::planted(&[]), &only).map(|rules| rules.iter().map(|rule| rule.id).collect::<Vec<_>>())
        };
        assert_eq!(ids(&["links", "circles"]), Ok(vec!["circles", "links"]));
        let unknown = ids(&["links", "lins"]).unwrap_err();
        assert!(unknown.starts_with("no rule is called lins") && unknown.contains("links"), "{unknown}");
        let always = ids(&[]).unwrap_or_default();
        assert!(always.contains(&"links") && !always.contains(&"codes"), "docs/rules.md is not planted");
    }

    #[test]
    fn each_rule_has_an_id_of_its_own() {
        let ids: std::collections::BTreeSet<_> = RULES.iter().map(|rule| rule.id).collect();
        assert_eq!(ids.len(), RULES.len());
    }
}
