//! Registered statements. Only the macro `sql!` makes them, so no text put together at run time reaches an engine,
//! and one test can prepare them all on both engines ([`crate::Db::prepare_all`]).

use std::borrow::Cow;

/// A registered statement with `$1`, `$2` … as placeholders, in any order and as often as wanted.
///
/// `/*pg for update skip locked */` is text for PostgreSQL only: SQLite reads it as a comment.
#[derive(Debug)]
pub struct Sql {
    /// Module path and name, as it stands in errors and logs.
    pub name: &'static str,
    text: &'static str,
}

/// What an engine says of a statement that it prepared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Prepared {
    /// How many different placeholders it has.
    pub parameters: usize,
    /// The names of its result columns, in order.
    pub columns: Vec<String>,
}

impl Sql {
    #[doc(hidden)]
    pub const fn new(name: &'static str, text: &'static str) -> Sql {
        Sql { name, text }
    }

    /// The text as written, which is the text for SQLite.
    pub fn text(&self) -> &'static str {
        self.text
    }

    /// The statement's own address: a key for caches of prepared statements.
    pub(crate) fn key(&'static self) -> usize {
        std::ptr::from_ref(self).addr()
    }
}

/// The text for PostgreSQL: the marks around its own parts are taken off, other comments stay.
pub(crate) fn for_postgres(text: &str) -> Cow<'_, str> {
    if !text.contains("/*pg") {
        return Cow::Borrowed(text);
    }
    let mut parts = text.split("/*pg");
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (inside, after) = part.split_once("*/").unwrap_or((part, ""));
        out.push_str(inside);
        out.push_str(after);
    }
    Cow::Owned(out)
}

/// Registers statements: one `static` for each, and `ALL` with all of them for the test that prepares every one.
///
/// ```
/// db::sql! {
///     GET = "select no from orders where id = $1";
///     CLAIM = "select id from outbox where due <= $1 limit $2 /*pg for update skip locked */";
/// }
/// assert_eq!(ALL.len(), 2);
/// assert!(GET.name.ends_with("::GET") && CLAIM.name.ends_with("::CLAIM"));
/// ```
#[macro_export]
macro_rules! sql {
    ($($(#[$meta:meta])* $name:ident = $text:expr;)*) => {
        $($(#[$meta])* pub(crate) static $name: $crate::Sql =
            $crate::Sql::new(concat!(module_path!(), "::", stringify!($name)), $text);)*
        /// Every statement of this module, for the test that prepares them on both engines.
        #[allow(dead_code)]
        pub(crate) static ALL: &[&$crate::Sql] = &[$(&$name),*];
    };
}

#[cfg(test)]
mod tests {
    use super::for_postgres;

    #[test]
    fn only_the_marked_parts_lose_their_marks() {
        assert_eq!(for_postgres("select 1 /* why */"), "select 1 /* why */");
        assert_eq!(for_postgres("a /*pg b */ /* c */ d /*pg e*/"), "a  b  /* c */ d  e");
    }
}
