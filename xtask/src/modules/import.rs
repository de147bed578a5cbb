//! Why one module depends on another.

/// One path in one file that leads to an item of another module.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Import {
    pub file: String,
    pub line: usize,
    /// The defined item, by its own name.
    pub item: String,
    /// The module in which it is defined.
    pub module: String,
    /// The numbers of the module in which the path is written and of the one that defines the item.
    pub edge: (usize, usize),
}

impl std::fmt::Display for Import {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { file, line, item, module, .. } = self;
        match module.as_str() {
            "crate" => write!(formatter, "{file}:{line} uses {item} of crate"),
            module => write!(formatter, "{file}:{line} uses {module}::{item} of {module}"),
        }
    }
}
