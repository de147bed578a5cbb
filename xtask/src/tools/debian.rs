//! Packages of Debian. Browsers are never downloaded elsewhere: Debian's Chromium is driven.

use super::scope::{Install, Scope};
use crate::command::{self, program};
use crate::terminal::say;
use std::path::Path;

pub const CHROMIUM: &str = "/usr/bin/chromium";

/// A file that a package brings, and the package. `*` stands for one name in the path; a name alone is looked for in
/// every folder of `PATH`.
const PACKAGES: [(&str, &str, Scope); 7] = [
    (CHROMIUM, "chromium", Scope::Whole),
    ("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc", "fonts-noto-cjk", Scope::Whole),
    ("/usr/lib/postgresql/*/bin/initdb", "postgresql", Scope::Fast),
    ("/usr/bin/pdftotext", "poppler-utils", Scope::Fast),
    ("node", "nodejs", Scope::Fast),
    ("npm", "npm", Scope::Fast),
    ("pip3", "python3-pip", Scope::Fast),
];

/// Installs what is missing, as root and if it may.
///
/// # Errors
/// If something is missing and may not be installed; the text is the line to run.
pub fn install(scope: Scope, install: Install) -> Result<(), String> {
    let missing = missing(Path::new("/"), &std::env::var("PATH").unwrap_or_default(), scope);
    if missing.is_empty() {
        return Ok(());
    }
    let packages = missing.join(" ");
    let line = format!("apt-get install -y --no-install-recommends {packages}");
    if install == Install::Forbidden || !is_root()? {
        return Err(format!("missing: {packages}\nrun: sudo apt-get update && sudo {line}"));
    }
    say(&format!("this runs as root and installs Debian packages ({packages}); --no-install forbids it"));
    let line = format!("apt-get update -q && DEBIAN_FRONTEND=noninteractive {line}");
    command::run(&mut program("sh", &["-c", &line], Path::new("/")))
}

fn is_root() -> Result<bool, String> {
    Ok(command::output(&mut program("id", &["-u"], Path::new(".")))?.trim() == "0")
}

fn missing(system: &Path, path: &str, scope: Scope) -> Vec<&'static str> {
    let there = |wanted: &str| {
        if wanted.starts_with('/') {
            exists(system, wanted)
        } else {
            path.split(':').any(|folder| Path::new(folder).join(wanted).exists())
        }
    };
    let needed = PACKAGES.iter().filter(|(.., needed)| scope == Scope::Whole || *needed == scope);
    needed.filter(|(wanted, ..)| !there(wanted)).map(|(_, package, _)| *package).collect()
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
        let before = missing(&system, &path, Scope::Whole);
        let fast = missing(&system, &path, Scope::Fast);
        std::fs::write(system.join("usr/lib/postgresql/15/bin/initdb"), "").unwrap();
        std::fs::write(system.join("bin/npm"), "").unwrap();
        let after = missing(&system, &path, Scope::Whole);
        std::fs::remove_dir_all(&system).unwrap();
        assert_eq!(before.len(), PACKAGES.len());
        assert!(!fast.contains(&"chromium") && fast.contains(&"postgresql"));
        assert_eq!(after.len(), PACKAGES.len() - 2);
        assert!(!after.contains(&"postgresql") && !after.contains(&"npm"));
    }
}
