//! Which names a module has, and where a path leads: through imports, globs and re-exports to the definition.

use super::tree::{Module, Tree};
use std::collections::{BTreeMap, BTreeSet};

/// Rust keeps one name apart for a type (or module), a value and a macro.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Space {
    Type,
    Value,
    Macro,
}

/// Where a path leads within the crate.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Target {
    Module(usize),
    /// An item, or a part of one: the module that defines it and its name there.
    Item(usize, String),
}

/// The end of a `use`: the name that it brings (none for a glob) and the path that it stands for.
#[derive(Debug)]
pub struct Leaf {
    pub name: Option<String>,
    pub path: Vec<String>,
    pub line: usize,
}

/// The names that stand in one scope: a module, or a block of a function.
#[derive(Default)]
pub struct Scope {
    defined: BTreeSet<(Space, String)>,
    /// Variants of the enums that are defined here.
    variants: BTreeMap<String, BTreeSet<String>>,
    imports: Vec<Leaf>,
    /// Whether a macro is called among the items: it may define any name.
    has_calls: bool,
}

/// The names of all modules of a crate.
pub struct Names<'a> {
    tree: &'a Tree,
    scopes: Vec<Scope>,
}

/// What has been asked on the way, so that imports in a circle end.
type Asked = BTreeSet<(usize, String, Space)>;

impl Scope {
    pub fn of<'a>(items: impl IntoIterator<Item = &'a syn::Item>) -> Self {
        let mut scope = Self::default();
        for item in items {
            scope.take(item);
        }
        scope
    }

    /// Whether an item of the name stands here.
    pub fn defines(&self, space: Space, name: &str) -> bool {
        self.defined.contains(&(space, name.to_owned()))
    }

    fn take(&mut self, item: &syn::Item) {
        use Space::{Macro, Type, Value};
        let (name, spaces): (&syn::Ident, &[Space]) = match item {
            syn::Item::Const(item) => (&item.ident, &[Value]),
            syn::Item::Static(item) => (&item.ident, &[Value]),
            syn::Item::Fn(item) => (&item.sig.ident, &[Value]),
            // A tuple or unit struct is a value as well.
            syn::Item::Struct(item) => (&item.ident, &[Type, Value]),
            syn::Item::Trait(item) => (&item.ident, &[Type]),
            syn::Item::Type(item) => (&item.ident, &[Type]),
            syn::Item::Enum(item) => {
                let variants = item.variants.iter().map(|variant| variant.ident.to_string()).collect();
                self.variants.insert(item.ident.to_string(), variants);
                (&item.ident, &[Type])
            }
            syn::Item::Macro(item) => match &item.ident {
                Some(name) => (name, &[Macro]),
                None => {
                    self.has_calls = true;
                    return;
                }
            },
            syn::Item::Use(item) => {
                self.imports.extend(leaves(item));
                return;
            }
            _ => return,
        };
        self.defined.extend(spaces.iter().map(|space| (*space, name.to_string())));
    }
}

impl<'a> Names<'a> {
    pub fn of(tree: &'a Tree) -> Self {
        let mut scopes: Vec<Scope> = tree.modules.iter().map(|module| Scope::of(&module.items)).collect();
        for (module, name) in tree.modules.iter().flat_map(exported_macros) {
            // `#[macro_export]` names a macro at the root, wherever it stands.
            if module != "crate" {
                let path = format!("crate::{module}::{name}").split("::").map(str::to_owned).collect();
                scopes[0].imports.push(Leaf { name: Some(name), path, line: 0 });
            }
        }
        Self { tree, scopes }
    }

    /// All that a path written in a module may mean, in the given spaces; `blocks` are the blocks around it, the
    /// innermost last. Empty if it leads out of the crate, or to a name of its block.
    pub fn targets(&self, module: usize, blocks: &[Scope], path: &[String], spaces: &[Space]) -> BTreeSet<Target> {
        spaces.iter().filter_map(|space| self.in_blocks(module, blocks, path, *space)).collect()
    }

    fn in_blocks(&self, module: usize, blocks: &[Scope], path: &[String], space: Space) -> Option<Target> {
        let (first, rest) = path.split_first()?;
        let own = if rest.is_empty() { space } else { Space::Type };
        for (depth, block) in blocks.iter().enumerate().rev() {
            if block.defines(own, first) {
                return None;
            }
            let named = block.imports.iter().filter(|leaf| leaf.name.as_ref() == Some(first));
            if let Some(target) =
                named.into_iter().find_map(|leaf| self.in_blocks(module, &blocks[..depth], &leaf.path, own))
            {
                return self.along(target, rest, space, &mut Asked::new());
            }
            let globs = block.imports.iter().filter(|leaf| leaf.name.is_none());
            let opened =
                globs.into_iter().filter_map(|leaf| self.in_blocks(module, &blocks[..depth], &leaf.path, Space::Type));
            if let Some(target) = opened.into_iter().find_map(|glob| self.inside(&glob, first, own, &mut Asked::new()))
            {
                return self.along(target, rest, space, &mut Asked::new());
            }
        }
        self.resolve(module, path, space, &mut Asked::new())
    }

    fn resolve(&self, module: usize, path: &[String], space: Space, asked: &mut Asked) -> Option<Target> {
        let (first, rest) = path.split_first()?;
        let target = match first.as_str() {
            "crate" => Target::Module(0),
            "self" => Target::Module(module),
            "super" => Target::Module(self.tree.modules[module].parent?),
            name => {
                let own = if rest.is_empty() { space } else { Space::Type };
                match self.find(module, name, own, asked) {
                    Some(target) => target,
                    None if own == Space::Macro => self.above(module, name)?,
                    None => return None,
                }
            }
        };
        self.along(target, rest, space, asked)
    }

    /// Goes on from a target: into modules, and no further than to an item.
    fn along(&self, mut target: Target, rest: &[String], space: Space, asked: &mut Asked) -> Option<Target> {
        for (index, name) in rest.iter().enumerate() {
            let own = if index + 1 == rest.len() { space } else { Space::Type };
            target = match target {
                Target::Module(module) if name == "super" => Target::Module(self.tree.modules[module].parent?),
                Target::Module(module) => self.find(module, name, own, asked).or_else(|| self.made(module, name))?,
                item @ Target::Item(..) => item,
            };
        }
        Some(target)
    }

    /// A name of a module: its own first, then what it imports by name, then what it imports with all else.
    fn find(&self, module: usize, name: &str, space: Space, asked: &mut Asked) -> Option<Target> {
        if !asked.insert((module, name.to_owned(), space)) {
            return None;
        }
        let scope = &self.scopes[module];
        if space == Space::Type
            && let Some(child) = self.tree.modules[module].children.get(name)
        {
            return Some(Target::Module(*child));
        }
        if scope.defines(space, name) {
            return Some(Target::Item(module, name.to_owned()));
        }
        let mut named = scope.imports.iter().filter(|leaf| leaf.name.as_deref() == Some(name));
        if let Some(target) = named.find_map(|leaf| self.resolve(module, &leaf.path, space, asked)) {
            return Some(target);
        }
        let globs = scope.imports.iter().filter(|leaf| leaf.name.is_none());
        globs.into_iter().find_map(|leaf| {
            let glob = self.resolve(module, &leaf.path, Space::Type, asked)?;
            self.inside(&glob, name, space, asked)
        })
    }

    /// A name that stands nowhere in a module whose items a macro makes (`choice! { … }`) is made there.
    fn made(&self, module: usize, name: &str) -> Option<Target> {
        let scope = &self.scopes[module];
        let stands = [Space::Type, Space::Value, Space::Macro].iter().any(|space| scope.defines(*space, name))
            || self.tree.modules[module].children.contains_key(name)
            || scope.imports.iter().any(|leaf| leaf.name.as_deref() == Some(name));
        (scope.has_calls && !stands).then(|| Target::Item(module, name.to_owned()))
    }

    /// A name that a glob brings: of a module, or a variant of an enum.
    fn inside(&self, glob: &Target, name: &str, space: Space, asked: &mut Asked) -> Option<Target> {
        match glob {
            Target::Module(module) => self.find(*module, name, space, asked),
            Target::Item(module, item) => {
                let variants = self.scopes[*module].variants.get(item)?;
                variants.contains(name).then(|| Target::Item(*module, item.clone()))
            }
        }
    }

    /// A macro without a path, which the modules below its definition know as well.
    fn above(&self, module: usize, name: &str) -> Option<Target> {
        let mut next = self.tree.modules[module].parent;
        while let Some(module) = next {
            if self.scopes[module].defines(Space::Macro, name) {
                return Some(Target::Item(module, name.to_owned()));
            }
            next = self.tree.modules[module].parent;
        }
        None
    }
}

fn exported_macros(module: &Module) -> Vec<(&str, String)> {
    let exported = |item: &syn::ItemMacro| item.attrs.iter().any(|attribute| attribute.path().is_ident("macro_export"));
    module
        .items
        .iter()
        .filter_map(|item| match item {
            syn::Item::Macro(item) if exported(item) => Some((module.name.as_str(), item.ident.as_ref()?.to_string())),
            _ => None,
        })
        .collect()
}

/// What a `use` brings, name by name.
pub fn leaves(item: &syn::ItemUse) -> Vec<Leaf> {
    let mut found = Vec::new();
    if item.leading_colon.is_none() {
        grow(&item.tree, &mut Vec::new(), &mut found);
    }
    found
}

fn grow(tree: &syn::UseTree, path: &mut Vec<String>, found: &mut Vec<Leaf>) {
    let mut end = |path: &[String], name: Option<String>, last: &syn::Ident| {
        let line = last.span().start().line;
        found.push(Leaf { name, path: path.to_vec(), line });
    };
    match tree {
        syn::UseTree::Path(step) => {
            path.push(step.ident.to_string());
            grow(&step.tree, path, found);
            path.pop();
        }
        syn::UseTree::Group(group) => group.items.iter().for_each(|tree| grow(tree, path, found)),
        syn::UseTree::Glob(glob) => {
            let line = glob.star_token.spans[0].start().line;
            found.push(Leaf { name: None, path: path.clone(), line });
        }
        syn::UseTree::Name(last) if last.ident == "self" => end(path, path.last().cloned(), &last.ident),
        syn::UseTree::Rename(last) if last.ident == "self" => end(path, Some(last.rename.to_string()), &last.ident),
        syn::UseTree::Name(last) => {
            let name = last.ident.to_string();
            let path: Vec<String> = path.iter().cloned().chain([name.clone()]).collect();
            end(&path, Some(name), &last.ident);
        }
        syn::UseTree::Rename(last) => {
            let path: Vec<String> = path.iter().cloned().chain([last.ident.to_string()]).collect();
            end(&path, Some(last.rename.to_string()), &last.ident);
        }
    }
}
