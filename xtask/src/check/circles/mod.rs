//! No circle of modules within a crate: who reads a module must be able to read what it stands on first.
//!
//! An edge goes from the module in which a path is written to the module in which the item is defined, whatever
//! re-exports lie between. A folder's `mod.rs` is a module like any other, so a parent and its child can form a circle.
//! A path through a type (a variant, an associated function) leads to the type; a path that ends at a module leads
//! nowhere yet. Not counted: `mod` declarations, re-exports themselves, tests, attributes, documents, templates.
//!
//! The reading is textual, so calls of methods (`order.submit()`) are not seen: whose method it is only the compiler
//! knows. Nor is a name that a macro makes out of pieces.

mod graph;
#[cfg(test)]
mod tests;

use crate::modules::{self, Import, Tree};
use crate::project::{Finding, Project};
use graph::Graph;
use std::collections::BTreeSet;

/// Every circle of every crate, one finding for each set of modules that all reach each other.
pub fn check(project: &Project) -> Vec<Finding> {
    let packages: BTreeSet<&str> = project.rust().filter_map(|file| file.package()).collect();
    packages.into_iter().filter_map(|package| Tree::of(project, package)).flat_map(|tree| circles(&tree)).collect()
}

fn circles(tree: &Tree) -> Vec<Finding> {
    let graph = Graph::new(modules::imports(tree));
    graph.components().iter().map(|component| told(tree, component, &graph.circles(component))).collect()
}

/// A finding that stands where the first circle begins and holds the imports of all.
fn told(tree: &Tree, component: &BTreeSet<usize>, circles: &[Vec<Import>]) -> Finding {
    let modules: Vec<&str> = component.iter().map(|module| tree.modules[*module].name.as_str()).collect();
    let mut what = format!("{} modules of {} reach each other: {}", modules.len(), tree.package, modules.join(", "));
    for (number, circle) in circles.iter().enumerate() {
        let heading = if number == 0 { "the shortest circle" } else { "one more, of other imports" };
        what.push_str(&format!("\n         {heading}:"));
        for import in circle {
            what.push_str(&format!("\n           {import}"));
        }
    }
    let first = circles.first().and_then(|circle| circle.first());
    let (file, line) = first.map_or(("crates", 0), |import| (import.file.as_str(), import.line));
    Finding::new(file, line, what)
}
