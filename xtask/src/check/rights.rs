//! An act of the table of rights that only the address asks for is half a right: whoever may open the page could do it.

use crate::project::{Finding, Project};

const TABLE: &str = "crates/domain/src/rights.rs";
/// Where acts are asked for in the transaction itself, or by the machine.
const JUDGES: [&str; 2] = ["app", "domain"];

/// Acts that no use case and no command asks for, those apart that everybody has.
pub fn check(project: &Project) -> Vec<Finding> {
    let Some(table) = project.rust().find(|file| file.path == TABLE) else { return Vec::new() };
    let asked = |act: &str| {
        let judges =
            project.rust().filter(|file| file.package().is_some_and(|name| JUDGES.contains(&name)) && !file.is_test());
        judges.filter(|file| file.path != TABLE).any(|file| names(&file.text, act))
    };
    let acts = table.text.lines().enumerate().filter_map(|(index, line)| Some((index + 1, act(line)?)));
    acts.filter(|(_, act)| !asked(act))
        .map(|(line, act)| Finding::new(TABLE, line, format!("nothing but an address asks for Act::{act}")))
        .collect()
}

/// `Review` of `    Review = "审核": &[…], …;`.
fn act(line: &str) -> Option<&str> {
    let (name, right) = line.strip_prefix("    ")?.split_once(" = \"")?;
    (name.chars().all(char::is_alphanumeric) && !right.contains("Role::ALL")).then_some(name)
}

/// Whether a text says `Act::Review`, and not `Act::ReviewAgain`.
fn names(text: &str, act: &str) -> bool {
    let whole = |rest: &str| !rest.starts_with(|c: char| c.is_alphanumeric() || c == '_');
    text.split("Act::").skip(1).any(|rest| rest.strip_prefix(act).is_some_and(whole))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_act_that_only_an_address_asks_for_is_found() {
        let project = Project::planted(&[
            (
                TABLE,
                "acts! {\n    Ship = \"发货\": &[Shipper];\n    ReadShipping = \"查看\": &[Shipper];\n    \
                     OwnAccount = \"自己\": Role::ALL;\n}\n",
            ),
            ("crates/app/src/ship.rs", "fn f() { require(tx, by, Act::ShipAgain); list(Act::ReadShipping); }\n"),
            ("crates/web/src/routes.rs", "fn f() { staff(\"/ship\", Act::Ship); }\n"),
        ]);
        let found: Vec<usize> = check(&project).into_iter().map(|finding| finding.line).collect();
        assert_eq!(found, [2]);
    }
}
