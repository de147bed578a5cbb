//! Why one module depends on another.

/// One path in one file: the reason of an edge.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Import {
    pub file: String,
    pub line: usize,
    /// The defined item, from the crate's root.
    pub item: String,
    /// The module in which it is defined.
    pub module: String,
}

impl std::fmt::Display for Import {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "{}:{} uses {} of {}", self.file, self.line, self.item, self.module)
    }
}
