//! Paths in the body of a macro, where nothing but tokens is known.

use proc_macro2::{Spacing, TokenStream, TokenTree};

/// A path as it stands among tokens.
#[derive(Debug, PartialEq, Eq)]
pub struct Path {
    pub segments: Vec<String>,
    pub line: usize,
    /// Whether `!` follows.
    pub is_macro: bool,
}

/// All paths, those of one word too; not the names of fields and methods, of lifetimes and of a macro's own variables.
pub fn paths(stream: TokenStream) -> Vec<Path> {
    let mut found = Vec::new();
    let tokens: Vec<TokenTree> = stream.into_iter().collect();
    let mut at = 0;
    while at < tokens.len() {
        match &tokens[at] {
            TokenTree::Group(group) => found.extend(paths(group.stream())),
            TokenTree::Ident(first) => {
                let start = at;
                let mut segments = vec![first.to_string()];
                while let (true, Some(TokenTree::Ident(next))) = (is_double_colon(&tokens, at + 1), tokens.get(at + 3))
                {
                    segments.push(next.to_string());
                    at += 3;
                }
                if !is_bound(&tokens[..start], first) {
                    let line = first.span().start().line;
                    found.push(Path { segments, line, is_macro: is_call(&tokens[at + 1..]) });
                }
            }
            TokenTree::Punct(_) | TokenTree::Literal(_) => {}
        }
        at += 1;
    }
    found
}

fn is_double_colon(tokens: &[TokenTree], at: usize) -> bool {
    is_sign(tokens.get(at), ':') && is_joint(tokens.get(at)) && is_sign(tokens.get(at + 1), ':')
}

/// Whether the signs before a name make it no path of its own: `.name`, `'name`, `$name`, `::name`, but not `..NAME`
/// and `$crate`.
fn is_bound(before: &[TokenTree], name: &proc_macro2::Ident) -> bool {
    let last = before.last();
    let before_last = before.len().checked_sub(2).and_then(|index| before.get(index));
    let range = is_sign(last, '.') && is_sign(before_last, '.');
    let double_colon = is_sign(last, ':') && is_sign(before_last, ':') && is_joint(before_last);
    let variable = is_sign(last, '$') && name != "crate";
    (is_sign(last, '.') && !range) || is_sign(last, '\'') || variable || double_colon
}

/// `name!(…)`, and not `name != …`.
fn is_call(after: &[TokenTree]) -> bool {
    is_sign(after.first(), '!') && matches!(after.get(1), Some(TokenTree::Group(_)))
}

fn is_sign(token: Option<&TokenTree>, sign: char) -> bool {
    matches!(token, Some(TokenTree::Punct(punct)) if punct.as_char() == sign)
}

fn is_joint(token: Option<&TokenTree>) -> bool {
    matches!(token, Some(TokenTree::Punct(punct)) if punct.spacing() == Spacing::Joint)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn told(text: &str) -> Vec<String> {
        let told = |path: Path| format!("{}{}", path.segments.join("::"), if path.is_macro { "!" } else { "" });
        paths(text.parse().unwrap()).into_iter().map(told).collect()
    }

    #[test]
    fn paths_are_told_from_fields_variables_lifetimes_and_generics() {
        assert_eq!(told("a.b(crate::c::D), $e, $crate::f!(0..G), &'h i"), ["a", "crate::c::D", "crate::f!", "G", "i"]);
        assert_eq!(told("Vec::<super::A>::new() != !b && c!{}"), ["Vec", "super::A", "b", "c!"]);
    }
}
