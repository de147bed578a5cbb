//! Every statement of the application is prepared on both engines by a test, which finds them through
//! crates/app/src/schema.rs. A store that nobody lists there would only fail where it runs.

use crate::modules::{self, Tree};
use crate::project::{Finding, Project};
use std::collections::BTreeSet;
use syn::spanned::Spanned;

/// Modules of `app` with a `db::sql!` whose `ALL` no other module gathers. `schema` gathers most; one that gathers for it
/// and is itself forgotten is dead code, which the compiler refuses.
pub fn check(project: &Project) -> Vec<Finding> {
    let Some(tree) = Tree::of(project, "app") else { return Vec::new() };
    let gathered: BTreeSet<usize> =
        modules::imports(&tree).into_iter().filter(|import| import.item == "ALL").map(|import| import.edge.1).collect();
    let mut findings = Vec::new();
    for (number, module) in tree.modules.iter().enumerate() {
        let line = module.items.iter().find_map(statements);
        if let Some(line) = line.filter(|_| !gathered.contains(&number)) {
            findings.push(Finding::new(
                &module.file,
                line,
                "no test prepares these: crates/app/src/schema.rs lists no ALL of it",
            ));
        }
    }
    findings
}

/// The line of a `db::sql! { … }`.
fn statements(item: &syn::Item) -> Option<usize> {
    let syn::Item::Macro(item) = item else { return None };
    let is_sql = item.mac.path.segments.last().is_some_and(|segment| segment.ident == "sql");
    is_sql.then(|| item.span().start().line)
}

#[cfg(test)]
mod tests {
    use super::*;

    const STORE: &str = "//! A store.\ndb::sql! { GET = \"select 1\"; }\n";

    fn found(schema: &str) -> Vec<(String, usize)> {
        let project = Project::planted(&[
            ("crates/app/src/lib.rs", "mod audit;\nmod order;\nmod review;\nmod schema;\nmod verify;\n"),
            ("crates/app/src/audit.rs", STORE),
            ("crates/app/src/order/mod.rs", "pub mod store;\n"),
            ("crates/app/src/order/store.rs", STORE),
            ("crates/app/src/review/mod.rs", "mod mark;\npub fn all() -> Vec<S> { [mark::ALL].concat() }\n"),
            ("crates/app/src/review/mark.rs", STORE),
            ("crates/app/src/verify/mod.rs", "mod store;\npub use store::ALL;\n"),
            ("crates/app/src/verify/store.rs", STORE),
            ("crates/app/src/schema.rs", schema),
        ]);
        check(&project).into_iter().map(|finding| (finding.path, finding.line)).collect()
    }

    #[test]
    fn a_store_that_the_schema_does_not_list_is_found() {
        let schema = "pub fn statements() -> Vec<S> { [crate::audit::ALL, crate::verify::ALL, &crate::review::all()] }\n\
            #[cfg(test)]\nmod tests { fn f() { crate::order::store::ALL; } }\n";
        assert_eq!(found(schema), [("crates/app/src/order/store.rs".to_owned(), 2)]);
    }

    #[test]
    fn a_schema_that_lists_every_store_is_whole() {
        let schema = "use crate::order::store;\n\
            pub fn all() -> Vec<S> { [crate::audit::ALL, store::ALL, crate::verify::ALL, &crate::review::all()] }\n";
        assert_eq!(found(schema), []);
    }
}
