//! The modules of a crate and which of them uses what of which, as far as the text tells: what the rules about modules
//! stand on.

mod import;
mod names;
mod paths;
mod tokens;
mod tree;

pub use import::Import;
pub use paths::imports;
pub use tree::Tree;
