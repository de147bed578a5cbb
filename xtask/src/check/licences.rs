//! Licences of everything that is linked or run by the tests, as the packages themselves declare them.

use crate::project::{Finding, Project};

/// SPDX names that an Apache-2.0 program may be combined with.
const ALLOWED: [&str; 15] = [
    "0BSD",
    "Apache-2.0",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "BSL-1.0",
    "CC0-1.0",
    "CDLA-Permissive-2.0",
    "ISC",
    "MIT",
    "MIT-0",
    "MPL-2.0",
    "Unicode-3.0",
    "Unicode-DFS-2016",
    "Unlicense",
    "Zlib",
];

/// Every package that cargo resolves, on any platform.
pub fn check(project: &Project) -> Vec<Finding> {
    let packages = project.metadata["packages"].as_array().into_iter().flatten();
    packages
        .filter_map(|package| {
            let licence = package["license"].as_str().unwrap_or("none declared");
            let name = package["name"].as_str().unwrap_or_default();
            (!is_allowed(licence)).then(|| Finding::new("Cargo.lock", 0, format!("{name}: {licence}")))
        })
        .collect()
}

/// Whether an SPDX expression can be met with the list: `OR` needs one side, `AND` both; `/` is the old `OR`.
fn is_allowed(expression: &str) -> bool {
    let spaced = expression.replace('(', " ( ").replace(')', " ) ").replace('/', " OR ");
    let words: Vec<&str> = spaced.split_whitespace().collect();
    let mut rest = words.as_slice();
    any_of(&mut rest) && rest.is_empty()
}

fn any_of(words: &mut &[&str]) -> bool {
    let mut met = all_of(words);
    while let ["OR", rest @ ..] = *words {
        *words = rest;
        met |= all_of(words);
    }
    met
}

fn all_of(words: &mut &[&str]) -> bool {
    let mut met = one(words);
    while let ["AND", rest @ ..] = *words {
        *words = rest;
        met &= one(words);
    }
    met
}

fn one(words: &mut &[&str]) -> bool {
    match *words {
        ["(", rest @ ..] => {
            *words = rest;
            let met = any_of(words);
            *words = words.get(1..).unwrap_or_default();
            met
        }
        // An exception only allows more.
        [name, "WITH", _, rest @ ..] | [name, rest @ ..] => {
            *words = rest;
            ALLOWED.contains(name)
        }
        [] => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_licence_that_is_not_on_the_list_is_found() {
        let project = Project::planted(&[]).with_metadata(json!({"packages": [
            {"name": "free", "license": "MIT OR Apache-2.0"},
            {"name": "bound", "license": "GPL-3.0-only"},
            {"name": "silent", "license": null},
        ]}));
        let found: Vec<_> = check(&project).into_iter().map(|finding| finding.what).collect();
        assert_eq!(found, ["bound: GPL-3.0-only", "silent: none declared"]);
    }

    #[test]
    fn an_expression_is_met_as_spdx_says() {
        for met in [
            "MIT/Apache-2.0",
            "GPL-2.0 OR MIT",
            "(MIT OR GPL-3.0) AND Unicode-3.0",
            "Apache-2.0 WITH LLVM-exception OR X",
        ] {
            assert!(is_allowed(met), "{met}");
        }
        for unmet in ["MIT AND GPL-3.0", "(MIT OR ISC) AND SSPL-1.0", "", "MIT garbage"] {
            assert!(!is_allowed(unmet), "{unmet}");
        }
    }
}
