//! The modules of a crate, found as the compiler finds them: from the root along `mod`, without those of tests.

use crate::project::{File, Project};
use std::collections::BTreeMap;

/// The modules of one crate; the first is the root.
pub struct Tree {
    pub package: String,
    pub modules: Vec<Module>,
}

/// A module, in a file or in braces.
pub struct Module {
    /// From the root, with `::`; the root is called `crate`.
    pub name: String,
    pub file: String,
    pub parent: Option<usize>,
    pub children: BTreeMap<String, usize>,
    /// What stands in it, without items of tests; modules in braces are among its children instead.
    pub items: Vec<syn::Item>,
}

/// A module whose items are still to be taken in.
struct Found {
    name: String,
    file: String,
    /// Where the files of its children lie.
    folder: String,
    parent: Option<usize>,
    items: Vec<syn::Item>,
}

impl Tree {
    /// Reads a crate, if it has a root.
    pub fn of(project: &Project, package: &str) -> Option<Self> {
        let folder = if package == "xtask" { "xtask/src".to_owned() } else { format!("crates/{package}/src") };
        let root = ["lib.rs", "main.rs"].iter().find_map(|name| project.file(&format!("{folder}/{name}")))?;
        let mut tree = Self { package: package.to_owned(), modules: Vec::new() };
        let root = Found { name: "crate".to_owned(), file: root.path.clone(), folder, parent: None, items: read(root) };
        tree.add(project, root);
        Some(tree)
    }

    fn add(&mut self, project: &Project, found: Found) -> usize {
        let number = self.modules.len();
        let Found { name, file, folder, parent, items } = found;
        let (modules, items) = items
            .into_iter()
            .filter(|item| !is_test(attributes(item)))
            .partition::<Vec<_>, _>(|item| matches!(item, syn::Item::Mod(_)));
        self.modules.push(Module { name: name.clone(), file: file.clone(), parent, children: BTreeMap::new(), items });
        for module in modules {
            let syn::Item::Mod(module) = module else { continue };
            let child = module.ident.to_string();
            let inside = format!("{folder}/{child}");
            let (file, items) = match module.content {
                Some((_, items)) => (file.clone(), items),
                None => match file_of(project, &file, &folder, &child, &module.attrs) {
                    Some(file) => (file.path.clone(), read(file)),
                    None => continue,
                },
            };
            let path = if number == 0 { child.clone() } else { format!("{name}::{child}") };
            let below = self.add(project, Found { name: path, file, folder: inside, parent: Some(number), items });
            self.modules[number].children.insert(child, below);
        }
        number
    }
}

/// `child.rs` or `child/mod.rs`, or what `#[path]` says.
fn file_of<'a>(
    project: &'a Project,
    file: &str,
    folder: &str,
    child: &str,
    attributes: &[syn::Attribute],
) -> Option<&'a File> {
    if let Some(path) = attributes.iter().find_map(path_attribute) {
        let beside = file.rsplit_once('/').map_or("", |(beside, _)| beside);
        return project.file(&format!("{beside}/{path}"));
    }
    let places = [format!("{folder}/{child}.rs"), format!("{folder}/{child}/mod.rs")];
    places.iter().find_map(|place| project.file(place))
}

fn path_attribute(attribute: &syn::Attribute) -> Option<String> {
    let syn::Meta::NameValue(pair) = &attribute.meta else { return None };
    match &pair.value {
        syn::Expr::Lit(syn::ExprLit { lit: syn::Lit::Str(text), .. }) if pair.path.is_ident("path") => {
            Some(text.value())
        }
        _ => None,
    }
}

/// A file that is no Rust has no items; another rule says so.
fn read(file: &File) -> Vec<syn::Item> {
    syn::parse_file(&file.text).map(|file| file.items).unwrap_or_default()
}

/// Whether what bears the attributes is compiled for tests alone.
pub fn is_test(attributes: &[syn::Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        let path = attribute.path();
        let condition =
            path.is_ident("cfg") && attribute.parse_args::<syn::Meta>().is_ok_and(|meta| asks_for_test(&meta));
        condition || path.is_ident("test")
    })
}

/// `test`, also in `all(…)` and `any(…)`; what is `not(test)` is no test.
fn asks_for_test(meta: &syn::Meta) -> bool {
    match meta {
        syn::Meta::Path(path) => path.is_ident("test"),
        syn::Meta::List(list) if !list.path.is_ident("not") => {
            let parts =
                list.parse_args_with(syn::punctuated::Punctuated::<syn::Meta, syn::Token![,]>::parse_terminated);
            parts.is_ok_and(|parts| parts.iter().any(asks_for_test))
        }
        syn::Meta::List(_) | syn::Meta::NameValue(_) => false,
    }
}

/// The attributes of an item of any kind.
pub fn attributes(item: &syn::Item) -> &[syn::Attribute] {
    match item {
        syn::Item::Const(item) => &item.attrs,
        syn::Item::Enum(item) => &item.attrs,
        syn::Item::Fn(item) => &item.attrs,
        syn::Item::Impl(item) => &item.attrs,
        syn::Item::Macro(item) => &item.attrs,
        syn::Item::Mod(item) => &item.attrs,
        syn::Item::Static(item) => &item.attrs,
        syn::Item::Struct(item) => &item.attrs,
        syn::Item::Trait(item) => &item.attrs,
        syn::Item::Type(item) => &item.attrs,
        syn::Item::Use(item) => &item.attrs,
        _ => &[],
    }
}
