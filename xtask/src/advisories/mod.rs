//! Known flaws of the crates in Cargo.lock. The RustSec database is a repository and not a package, so what it says of
//! our crates is written into a small file by a command, from a clone that somebody has; the check needs no network.
//! The file is as good as its day: after 90 days the check says so.

mod known;
mod lock;

use crate::project::{Finding, Project};
use crate::terminal::say;
use crate::{command, project};
use known::{Advisory, Known};
use lock::Package;
use semver::{Version, VersionReq};
use std::collections::BTreeSet;
use std::path::Path;

const PATH: &str = "xtask/advisories.toml";
const DAYS: i32 = 90;
const REMEDY: &str = "run `cargo xtask advisories --from CLONE` with a fresh clone of the RustSec advisory database";

/// Writes the file from a clone, and keeps what the old one ignores.
///
/// # Errors
/// If the clone cannot be read or the file cannot be written.
pub fn write(clone: &Path) -> Result<(), String> {
    let project = Project::read()?;
    let names: BTreeSet<String> = lock::packages(&project).into_iter().map(|package| package.name).collect();
    let git = |arguments: &[&str]| command::output(&mut command::program("git", arguments, clone));
    let date = git(&["log", "-1", "--format=%cs"])?.trim().to_owned();
    let files = git(&["ls-tree", "-r", "--name-only", "HEAD", "crates"])?;
    let mut advisories = Vec::new();
    for path in files.lines().filter(|path| path.split('/').nth(1).is_some_and(|name| names.contains(name))) {
        let text = git(&["show", &format!("HEAD:{path}")])?;
        advisories.extend(Advisory::read(&text).map_err(|error| format!("{path}: {error}"))?);
    }
    let ignored = stored(&project)?.map(|known| known.ignored).unwrap_or_default();
    let known = Known { date, packages: names, advisories, ignored };
    std::fs::write(project::root().join(PATH), known.written()?).map_err(|error| format!("writing {PATH}: {error}"))?;
    say(&format!("{PATH} written: {} advisories, of {}", known.advisories.len(), known.date));
    Ok(())
}

/// Packages of Cargo.lock with a known flaw, unless it is ignored with a reason; and ignored flaws that nothing has.
pub fn check(project: &Project) -> Vec<Finding> {
    let known = match stored(project) {
        Ok(Some(known)) => known,
        Ok(None) => return Vec::new(),
        Err(error) => return vec![Finding::new(PATH, 0, error)],
    };
    let packages = lock::packages(project);
    let met: Vec<(&Advisory, &Package)> = known.advisories.iter().flat_map(|one| met(one, &packages)).collect();
    let ignored = |id: &str| known.ignored.iter().any(|ignored| ignored.id == id);
    let flaws = met.iter().filter(|(advisory, _)| !ignored(&advisory.id)).map(|(advisory, package)| {
        let kind = advisory.kind.as_deref().unwrap_or("vulnerable");
        let what = format!("{} {}: {kind}, {}", package.name, package.version, advisory.id);
        Finding::new("Cargo.lock", 0, what)
    });
    let idle = known.ignored.iter().filter(|ignored| !met.iter().any(|(advisory, _)| advisory.id == ignored.id));
    flaws
        .chain(idle.map(|ignored| Finding::new(PATH, 0, format!("{} is ignored and nothing has it", ignored.id))))
        .collect()
}

/// Why the answer may be out of date.
pub fn doubts(project: &Project) -> Vec<Finding> {
    let Ok(stored) = stored(project) else { return Vec::new() };
    let Some(known) = stored else {
        return vec![Finding::new(PATH, 0, format!("is not there, so no advisory is known: {REMEDY}"))];
    };
    let mut doubts = Vec::new();
    let age = known.date.parse().ok().and_then(|date: jiff::civil::Date| date.until(project.today).ok());
    if age.is_none_or(|age| age.get_days() > DAYS) {
        doubts.push(Finding::new(PATH, 0, format!("is of {}, more than {DAYS} days old: {REMEDY}", known.date)));
    }
    let unknown: BTreeSet<String> = lock::packages(project)
        .into_iter()
        .map(|package| package.name)
        .filter(|name| !known.packages.contains(name))
        .collect();
    if !unknown.is_empty() {
        let names = unknown.into_iter().collect::<Vec<_>>().join(", ");
        doubts.push(Finding::new(PATH, 0, format!("does not look at {names}: {REMEDY}")));
    }
    doubts
}

fn stored(project: &Project) -> Result<Option<Known>, String> {
    project.file(PATH).map(|file| Known::read(&file.text)).transpose()
}

/// The packages that an advisory is about, at a version that is neither patched nor unaffected.
fn met<'a>(advisory: &'a Advisory, packages: &'a [Package]) -> impl Iterator<Item = (&'a Advisory, &'a Package)> {
    let within = |ranges: &[String], version: &Version| {
        ranges.iter().filter_map(|range| VersionReq::parse(range).ok()).any(|range| range.matches(version))
    };
    packages
        .iter()
        .filter(|package| package.name == advisory.package)
        .filter(move |package| {
            let safe = |version: &Version| within(&advisory.patched, version) || within(&advisory.unaffected, version);
            !Version::parse(&package.version).is_ok_and(|version| safe(&version))
        })
        .map(move |package| (advisory, package))
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOCK: &str = "version = 4\n[[package]]\nname = \"app\"\nversion = \"0.1.0\"\n\n[[package]]\nname = \"acorn\"\n\
        version = \"1.4.0\"\nsource = \"registry\"\n";

    fn found(patched: &str, rest: &str, today: &str) -> (Vec<String>, Vec<String>) {
        let known = format!(
            "date = \"2026-08-21\"\npackages = [\"acorn\"]\n{rest}[[advisory]]\nid = \"RUSTSEC-2026-0001\"\n\
             package = \"acorn\"\npatched = [{patched}]\n"
        );
        let mut project = Project::planted(&[("Cargo.lock", LOCK), (PATH, &known)]);
        project.today = today.parse().unwrap_or_default();
        let told = |findings: Vec<Finding>| findings.into_iter().map(|finding| finding.what).collect();
        (told(check(&project)), told(doubts(&project)))
    }

    #[test]
    fn a_vulnerable_version_is_found_and_a_patched_one_is_not() {
        let flaw = "acorn 1.4.0: vulnerable, RUSTSEC-2026-0001".to_owned();
        assert_eq!(found("", "", "2026-09-01"), (vec![flaw.clone()], Vec::new()));
        assert_eq!(found("\">= 1.3.9, < 1.4.0\", \">= 1.5.0\"", "", "2026-09-01").0, [flaw]);
        assert_eq!(found("\">= 1.3.9, < 1.4.0\", \">= 1.4.0\"", "", "2026-09-01").0, [""; 0]);
    }

    #[test]
    fn a_flaw_is_ignored_with_a_reason_and_a_date_and_an_idle_one_is_found() {
        let ignore = "[[ignore]]\nid = \"RUSTSEC-2026-0001\"\ndate = \"2026-08-30\"\nreason = \"not called\"\n";
        assert_eq!(found("", ignore, "2026-09-01").0, [""; 0]);
        assert_eq!(found("\">= 1.0.0\"", ignore, "2026-09-01").0.len(), 1);
        let unreasoned = ignore.replace("reason = \"not called\"\n", "");
        assert_eq!(found("", &unreasoned, "2026-09-01").0.len(), 1);
    }

    #[test]
    fn a_file_older_than_ninety_days_a_package_that_it_does_not_look_at_and_no_file_are_doubts() {
        assert_eq!(found("", "", "2026-11-19").1, [""; 0]);
        assert_eq!(found("", "", "2026-11-20").1.len(), 1);
        let project = Project::planted(&[("Cargo.lock", LOCK)]);
        assert_eq!((check(&project).len(), doubts(&project).len()), (0, 1));
        let other = Project::planted(&[("Cargo.lock", LOCK), (PATH, "date = \"1970-01-01\"\npackages = []\n")]);
        assert!(doubts(&other).iter().any(|doubt| doubt.what.contains("does not look at acorn")));
    }
}
