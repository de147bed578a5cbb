//! The file of advisories, and one advisory as the database writes it.

use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

const HEAD: &str = "\
# What the RustSec advisory database says of the crates in Cargo.lock. Written by `cargo xtask advisories`; only the
# [[ignore]] entries are written by hand: id, date and reason, and they are kept.
";

#[derive(Debug, Deserialize, Serialize)]
pub struct Known {
    /// The day of the clone's newest commit.
    pub date: String,
    /// The crates that were looked up.
    pub packages: BTreeSet<String>,
    #[serde(default, rename = "ignore", skip_serializing_if = "Vec::is_empty")]
    pub ignored: Vec<Ignored>,
    #[serde(default, rename = "advisory", skip_serializing_if = "Vec::is_empty")]
    pub advisories: Vec<Advisory>,
}

/// A flaw that does not matter here.
#[derive(Debug, Deserialize, Serialize)]
pub struct Ignored {
    pub id: String,
    /// When that was decided.
    pub date: String,
    pub reason: String,
}

/// A flaw of a crate.
#[derive(Debug, Deserialize, Serialize, PartialEq, Eq)]
pub struct Advisory {
    pub id: String,
    pub package: String,
    /// Set if it is no vulnerability, for example `unsound`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// Ranges of versions.
    #[serde(default)]
    pub patched: Vec<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unaffected: Vec<String>,
}

impl Known {
    pub fn read(text: &str) -> Result<Self, String> {
        toml::from_str(text).map_err(|error| error.to_string())
    }

    pub fn written(&self) -> Result<String, String> {
        toml::to_string(self).map(|text| format!("{HEAD}\n{text}")).map_err(|error| error.to_string())
    }
}

impl Advisory {
    /// Reads a file of the database: a TOML block, then prose. Nothing for one that was withdrawn, and for notices that
    /// a crate has no maintainer or the like: they are no flaws.
    pub fn read(text: &str) -> Result<Option<Self>, String> {
        #[derive(Deserialize)]
        struct Entry {
            advisory: Head,
            #[serde(default)]
            versions: Versions,
        }
        #[derive(Deserialize)]
        struct Head {
            id: String,
            package: String,
            informational: Option<String>,
            withdrawn: Option<String>,
        }
        #[derive(Default, Deserialize)]
        struct Versions {
            #[serde(default)]
            patched: Vec<String>,
            #[serde(default)]
            unaffected: Vec<String>,
        }
        let block = text.split("```toml").nth(1).and_then(|rest| rest.split("```").next()).ok_or("no TOML block")?;
        let Entry { advisory, versions } = toml::from_str(block).map_err(|error| error.to_string())?;
        let Head { id, package, informational: kind, withdrawn } = advisory;
        if withdrawn.is_some() || kind.as_deref().is_some_and(|kind| kind != "unsound") {
            return Ok(None);
        }
        Ok(Some(Self { id, package, kind, patched: versions.patched, unaffected: versions.unaffected }))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn an_entry_of_the_database_is_read_and_what_is_no_flaw_is_not() {
        let entry = |more: &str| {
            format!(
                "```toml\n[advisory]\nid = \"RUSTSEC-2026-0001\"\npackage = \"acorn\"\n{more}\n[versions]\n\
                 patched = [\">= 1.2.3\"]\nunaffected = [\"< 1.0.0\"]\n```\n\n# Prose\n"
            )
        };
        let advisory = Advisory::read(&entry("")).unwrap().unwrap();
        assert_eq!((advisory.id.as_str(), advisory.package.as_str()), ("RUSTSEC-2026-0001", "acorn"));
        assert_eq!((advisory.patched, advisory.unaffected), (vec![">= 1.2.3".to_owned()], vec!["< 1.0.0".to_owned()]));
        assert!(Advisory::read(&entry("informational = \"unsound\"")).unwrap().is_some());
        for none in ["informational = \"unmaintained\"", "withdrawn = \"2026-02-01\""] {
            assert_eq!(Advisory::read(&entry(none)), Ok(None));
        }
        assert!(Advisory::read("# Prose alone").is_err());
    }

    #[test]
    fn what_was_written_is_read_again() {
        let text = "date = \"2026-08-21\"\npackages = [\"acorn\"]\n[[ignore]]\nid = \"A\"\ndate = \"2026-08-30\"\n\
            reason = \"r\"\n[[advisory]]\nid = \"B\"\npackage = \"acorn\"\npatched = []\n";
        let known = Known::read(text).unwrap();
        let again = Known::read(&known.written().unwrap()).unwrap();
        assert_eq!((again.ignored.len(), &again.advisories), (1, &known.advisories));
        let without = Known { ignored: Vec::new(), ..again };
        let by_hand = without.written().unwrap() + "[[ignore]]\nid = \"B\"\ndate = \"2026-08-30\"\nreason = \"r\"\n";
        assert_eq!(Known::read(&by_hand).unwrap().ignored.len(), 1, "one may be added to a file that had none");
    }
}
