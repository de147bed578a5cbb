//! Every path that is written in a module outside its tests, and the edges that follow from them.

use super::import::Import;
use super::names::{Leaf, Names, Scope, Space, Target, leaves};
use super::tokens;
use super::tree::{Tree, attributes, is_test};
use std::collections::BTreeSet;
use syn::visit::{self, Visit};

/// Every use of another module's item in a crate.
pub fn imports(tree: &Tree) -> BTreeSet<Import> {
    let names = Names::of(tree);
    let mut found = BTreeSet::new();
    for (number, module) in tree.modules.iter().enumerate() {
        let mut reader =
            Reader { tree, names: &names, module: number, blocks: Vec::new(), locals: Vec::new(), found: &mut found };
        for item in &module.items {
            reader.visit_item(item);
        }
    }
    found
}

struct Reader<'a> {
    tree: &'a Tree,
    names: &'a Names<'a>,
    module: usize,
    /// The blocks around the present place that bring names.
    blocks: Vec<Scope>,
    /// The variables of the functions around the present place.
    locals: Vec<BTreeSet<String>>,
    found: &'a mut BTreeSet<Import>,
}

/// Paths of types and values need not be told apart: one that means both is rare, and then both are meant.
const ITEMS: [Space; 2] = [Space::Type, Space::Value];
const ALL: [Space; 3] = [Space::Type, Space::Value, Space::Macro];

impl Reader<'_> {
    fn note(&mut self, path: &[String], spaces: &[Space], line: usize) {
        if let [name] = path
            && self.locals.iter().any(|locals| locals.contains(name))
        {
            return;
        }
        for target in self.names.targets(self.module, &self.blocks, path, spaces) {
            let Target::Item(module, name) = target else { continue };
            if module == self.module {
                continue;
            }
            self.found.insert(Import {
                file: self.tree.modules[self.module].file.clone(),
                line,
                item: name,
                module: self.tree.modules[module].name.clone(),
                edge: (self.module, module),
            });
        }
    }

    fn tokens(&mut self, stream: proc_macro2::TokenStream) {
        for path in tokens::paths(stream) {
            let spaces: &[Space] = if path.is_macro { &[Space::Macro] } else { &ITEMS };
            self.note(&path.segments, spaces, path.line);
        }
    }

    /// Reads a function, whose variables hide items of the same name.
    fn function(&mut self, read: impl FnOnce(&mut Self), variables: Variables) {
        self.locals.push(variables.0);
        read(self);
        self.locals.pop();
    }
}

impl<'ast> Visit<'ast> for Reader<'_> {
    fn visit_item(&mut self, item: &'ast syn::Item) {
        if !is_test(attributes(item)) {
            visit::visit_item(self, item);
        }
    }

    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        if matches!(item.vis, syn::Visibility::Inherited) {
            for Leaf { path, line, .. } in leaves(item) {
                self.note(&path, &ALL, line);
            }
        }
    }

    fn visit_item_fn(&mut self, item: &'ast syn::ItemFn) {
        self.function(|reader| visit::visit_item_fn(reader, item), Variables::of(|all| all.visit_item_fn(item)));
    }

    fn visit_impl_item(&mut self, item: &'ast syn::ImplItem) {
        let attributes = match item {
            syn::ImplItem::Const(item) => &item.attrs,
            syn::ImplItem::Fn(item) => &item.attrs,
            syn::ImplItem::Type(item) => &item.attrs,
            syn::ImplItem::Macro(item) => &item.attrs,
            _ => return,
        };
        if !is_test(attributes) {
            let read = |reader: &mut Self| visit::visit_impl_item(reader, item);
            self.function(read, Variables::of(|all| all.visit_impl_item(item)));
        }
    }

    fn visit_trait_item_fn(&mut self, item: &'ast syn::TraitItemFn) {
        let read = |reader: &mut Self| visit::visit_trait_item_fn(reader, item);
        self.function(read, Variables::of(|all| all.visit_trait_item_fn(item)));
    }

    fn visit_block(&mut self, block: &'ast syn::Block) {
        let items = block.stmts.iter().filter_map(|statement| match statement {
            syn::Stmt::Item(item) => Some(item),
            _ => None,
        });
        self.blocks.push(Scope::of(items));
        visit::visit_block(self, block);
        self.blocks.pop();
    }

    fn visit_field(&mut self, field: &'ast syn::Field) {
        if !is_test(&field.attrs) {
            visit::visit_field(self, field);
        }
    }

    fn visit_arm(&mut self, arm: &'ast syn::Arm) {
        if !is_test(&arm.attrs) {
            visit::visit_arm(self, arm);
        }
    }

    fn visit_local(&mut self, local: &'ast syn::Local) {
        if !is_test(&local.attrs) {
            visit::visit_local(self, local);
        }
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        if path.leading_colon.is_none() {
            let segments: Vec<String> = path.segments.iter().map(|segment| segment.ident.to_string()).collect();
            let line = path.segments.first().map_or(0, |segment| segment.ident.span().start().line);
            self.note(&segments, &ITEMS, line);
        }
        visit::visit_path(self, path);
    }

    /// A pattern of one word with a capital is a constant, or a variant that a glob brought.
    fn visit_pat_ident(&mut self, pattern: &'ast syn::PatIdent) {
        let name = pattern.ident.to_string();
        if is_constant(&name) {
            self.note(&[name], &ITEMS, pattern.ident.span().start().line);
        }
        visit::visit_pat_ident(self, pattern);
    }

    fn visit_macro(&mut self, call: &'ast syn::Macro) {
        let segments: Vec<String> = call.path.segments.iter().map(|segment| segment.ident.to_string()).collect();
        let line = call.path.segments.first().map_or(0, |segment| segment.ident.span().start().line);
        self.note(&segments, &[Space::Macro], line);
        self.tokens(call.tokens.clone());
    }

    fn visit_attribute(&mut self, _: &'ast syn::Attribute) {}

    fn visit_visibility(&mut self, _: &'ast syn::Visibility) {}
}

/// The names that the patterns of a function bind.
#[derive(Default)]
struct Variables(BTreeSet<String>);

impl Variables {
    fn of(read: impl FnOnce(&mut Self)) -> Self {
        let mut all = Self::default();
        read(&mut all);
        all
    }
}

impl<'ast> Visit<'ast> for Variables {
    fn visit_pat_ident(&mut self, pattern: &'ast syn::PatIdent) {
        let name = pattern.ident.to_string();
        if !is_constant(&name) {
            self.0.insert(name);
        }
        visit::visit_pat_ident(self, pattern);
    }
}

fn is_constant(name: &str) -> bool {
    name.starts_with(|letter: char| letter.is_uppercase())
}
