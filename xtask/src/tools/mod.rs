//! What the checks and tests need beside Rust: packages of Debian, npm and PyPI, by name, and where they are.

pub mod debian;
pub mod npm;
mod scope;
pub mod wheel;

pub use scope::{Install, Scope};
use std::path::{Path, PathBuf};

pub struct Tools {
    node_modules: PathBuf,
    phantomjs: Option<PathBuf>,
}

impl Tools {
    /// Looks for everything, and installs what is missing if it may.
    ///
    /// # Errors
    /// If something is missing and cannot be installed; the text is the line to run.
    pub fn prepare(root: &Path, scope: Scope, install: Install) -> Result<Self, String> {
        debian::install(scope, install)?;
        npm::install(root, install)?;
        wheel::DENY.install(root, install)?;
        wheel::SHEAR.install(root, install)?;
        let phantomjs = match scope {
            Scope::Fast => None,
            Scope::Whole => Some(wheel::PHANTOMJS.install(root, install)?),
        };
        Ok(Self { node_modules: npm::node_modules(root), phantomjs })
    }

    /// The variables under which the tests find the tools.
    pub fn environment(&self) -> impl Iterator<Item = (&'static str, &Path)> {
        let always =
            [("CAKEY_CHROMIUM", Path::new(debian::CHROMIUM)), ("CAKEY_NODE_MODULES", self.node_modules.as_path())];
        always.into_iter().chain(self.phantomjs.iter().map(|path| ("CAKEY_PHANTOMJS", path.as_path())))
    }
}
