//! A Rust file as the rules need it: functions with their lines, test modules, names and string literals.
//! Comments are no part of it: words in prose are free.

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use std::ops::RangeInclusive;
use syn::spanned::Spanned;
use syn::visit::{self, Visit};

/// What was found in a file. Lines count from 1.
#[derive(Debug, Default)]
pub struct Source {
    pub functions: Vec<Function>,
    /// Identifiers, macro bodies included.
    pub names: Vec<(usize, String)>,
    /// The text of string literals, doc comments left out.
    pub strings: Vec<(usize, String)>,
    /// Names of modules, declared or written in place.
    pub modules: Vec<(usize, String)>,
    /// Structs and enums with `#[template(path = "…")]`: line, name, path.
    pub templates: Vec<(usize, String, String)>,
    tests: Vec<RangeInclusive<usize>>,
    /// Set if the file is no Rust.
    pub error: Option<String>,
}

/// A function and how many lines it has, from `fn` to its closing brace.
#[derive(Debug)]
pub struct Function {
    pub name: String,
    pub line: usize,
    pub lines: usize,
}

impl Source {
    pub fn read(text: &str) -> Self {
        let mut source = Source::default();
        match syn::parse_file(text) {
            Ok(file) => source.visit_file(&file),
            Err(error) => source.error = Some(error.to_string()),
        }
        if let Ok(tokens) = text.parse() {
            source.tokens(tokens);
        }
        source
    }

    /// Whether a line lies in a module under `#[cfg(test)]`.
    pub fn in_tests(&self, line: usize) -> bool {
        self.tests.iter().any(|range| range.contains(&line))
    }

    /// How many lines lie in such modules.
    pub fn test_lines(&self) -> usize {
        self.tests.iter().map(|range| range.end() - range.start() + 1).sum()
    }

    fn function(&mut self, signature: &syn::Signature, block: &syn::Block) {
        let line = signature.fn_token.span().start().line;
        let lines = block.span().end().line - line + 1;
        self.functions.push(Function { name: signature.ident.to_string(), line, lines });
    }

    fn tokens(&mut self, tokens: TokenStream) {
        let mut after_hash = false;
        for token in tokens {
            match token {
                TokenTree::Ident(name) => self.names.push((name.span().start().line, name.to_string())),
                TokenTree::Literal(literal) => {
                    if let Ok(syn::Lit::Str(text)) = syn::parse_str::<syn::Lit>(&literal.to_string()) {
                        self.strings.push((literal.span().start().line, text.value()));
                    }
                }
                TokenTree::Group(group) => {
                    let doc = after_hash && group.delimiter() == Delimiter::Bracket && is_doc(group.stream());
                    if !doc {
                        self.tokens(group.stream());
                    }
                }
                TokenTree::Punct(sign) => {
                    // `#` and `#!` both open an attribute.
                    after_hash = sign.as_char() == '#' || (after_hash && sign.as_char() == '!');
                    continue;
                }
            }
            after_hash = false;
        }
    }

    fn template(&mut self, attributes: &[syn::Attribute], name: &syn::Ident) {
        for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("template")) {
            let mut path = None;
            // Other keys are askama's business; an unreadable attribute is the compiler's.
            let _ = attribute.parse_nested_meta(|meta| {
                let value = meta.value()?.parse::<syn::Expr>()?;
                if let (true, syn::Expr::Lit(syn::ExprLit { lit: syn::Lit::Str(text), .. })) =
                    (meta.path.is_ident("path"), value)
                {
                    path = Some(text.value());
                }
                Ok(())
            });
            if let Some(path) = path {
                self.templates.push((name.span().start().line, name.to_string(), path));
            }
        }
    }
}

fn is_doc(attribute: TokenStream) -> bool {
    matches!(attribute.into_iter().next(), Some(TokenTree::Ident(name)) if name == "doc")
}

fn is_cfg_test(attribute: &syn::Attribute) -> bool {
    attribute.path().is_ident("cfg") && attribute.parse_args::<syn::Ident>().is_ok_and(|name| name == "test")
}

impl<'ast> Visit<'ast> for Source {
    fn visit_item_fn(&mut self, item: &'ast syn::ItemFn) {
        self.function(&item.sig, &item.block);
        visit::visit_item_fn(self, item);
    }

    fn visit_impl_item_fn(&mut self, item: &'ast syn::ImplItemFn) {
        self.function(&item.sig, &item.block);
        visit::visit_impl_item_fn(self, item);
    }

    fn visit_trait_item_fn(&mut self, item: &'ast syn::TraitItemFn) {
        if let Some(block) = &item.default {
            self.function(&item.sig, block);
        }
        visit::visit_trait_item_fn(self, item);
    }

    fn visit_item_mod(&mut self, item: &'ast syn::ItemMod) {
        self.modules.push((item.ident.span().start().line, item.ident.to_string()));
        if item.attrs.iter().any(is_cfg_test) {
            self.tests.push(item.span().start().line..=item.span().end().line);
        }
        visit::visit_item_mod(self, item);
    }

    fn visit_item_struct(&mut self, item: &'ast syn::ItemStruct) {
        self.template(&item.attrs, &item.ident);
    }

    fn visit_item_enum(&mut self, item: &'ast syn::ItemEnum) {
        self.template(&item.attrs, &item.ident);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "//! select in prose\n/// alipay in prose\nfn outer() {\n    say!(\"in a macro\", name);\n}\n\
        #[derive(Template)]\n#[template(path = \"orders/list.html\", escape = \"html\")]\nstruct List;\n\
        #[cfg(test)]\nmod tests {\n    fn inner() {}\n}\n";

    #[test]
    fn functions_have_their_first_line_and_their_length() {
        let source = Source::read(TEXT);
        let seen: Vec<_> = source.functions.iter().map(|f| (f.name.as_str(), f.line, f.lines)).collect();
        assert_eq!(seen, [("outer", 3, 3), ("inner", 11, 1)]);
    }

    #[test]
    fn names_and_strings_inside_macros_are_seen_and_comments_are_not() {
        let source = Source::read(TEXT);
        assert!(source.names.contains(&(4, "name".to_owned())));
        assert!(source.strings.contains(&(4, "in a macro".to_owned())));
        assert!(!source.strings.iter().any(|(_, text)| text.contains("prose")));
    }

    #[test]
    fn a_template_attribute_and_a_test_module_are_found() {
        let source = Source::read(TEXT);
        assert_eq!(source.templates, [(8, "List".to_owned(), "orders/list.html".to_owned())]);
        assert!(source.in_tests(11) && !source.in_tests(4));
        assert_eq!(source.test_lines(), 4);
    }

    #[test]
    fn a_file_that_is_no_rust_says_so() {
        assert!(Source::read("fn (").error.is_some());
    }
}
