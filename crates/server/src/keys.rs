//! The key file: made once, readable for its owner only, read at every start. `cakey keys` makes one, adds a key to it,
//! and seals the database anew under the newest.

use crate::source::{Dice, MachineClock};
use crate::wiring::StartError;
use app::audit::{self, Action, Entry};
use app::clock::Clock;
use app::vault::{KeyRing, Tx, Vault, rotate};
use clap::Subcommand;
use db::Db;
use domain::actor::Actor;
use std::fs::OpenOptions;
use std::io::{self, Write};
use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The rights of a key file: its owner's alone.
const PRIVATE: u32 = 0o600;
/// The rights that nobody else may have.
const OTHERS: u32 = 0o077;

/// What can be done with keys.
#[derive(Subcommand)]
pub enum Act {
    /// Makes a key file, for `database.keys_file`.
    New {
        /// Where; nothing may be there yet.
        file: PathBuf,
    },
    /// Adds a fresh key to a key file, which seals from the next start on; older keys go on opening what they sealed.
    Add {
        /// The key file.
        file: PathBuf,
    },
    /// Seals everything anew under the current key, in small batches beside the running service; interrupted, it goes
    /// on where it stopped. Restart every node with the new file first.
    Rotate {
        /// The configuration file of the installation.
        #[arg(long, conflicts_with = "data", required_unless_present = "data")]
        config: Option<PathBuf>,
        /// The data folder of a demonstration.
        #[arg(long)]
        data: Option<PathBuf>,
    },
}

/// Reads the key file of an installation.
///
/// # Errors
/// One sentence when there is none, others can read it, or it cannot be used.
pub fn read(file: &Path) -> Result<KeyRing, StartError> {
    if file.as_os_str().is_empty() {
        let text = "database.keys_file names no key file; `cakey keys new FILE` makes one";
        return Err(StartError(text.into()));
    }
    let named = |what: &str| format!("the key file {} {what}", file.display());
    let unreadable = |e: io::Error| StartError::new(named("cannot be read"), e);
    let rights = std::fs::metadata(file).map_err(unreadable)?.permissions().mode();
    if rights & OTHERS != 0 {
        return Err(StartError(named("can be read by others: chmod 600 it")));
    }
    let text = std::fs::read_to_string(file).map_err(unreadable)?;
    KeyRing::parse(&text).map_err(|e| StartError::new(named("cannot be used"), e))
}

/// Makes a key file where nothing is yet.
///
/// # Errors
/// One sentence when something is there, or the folder cannot be written.
pub fn make(file: &Path) -> Result<(), StartError> {
    let failed = |e: io::Error| StartError::new(format!("the key file {} cannot be made", file.display()), e);
    let mut out = OpenOptions::new().write(true).create_new(true).mode(PRIVATE).open(file).map_err(failed)?;
    out.write_all(KeyRing::generate(&Dice::new()).to_text().as_bytes()).and_then(|()| out.sync_all()).map_err(failed)
}

/// The keys of a demonstration: made at its first start.
///
/// # Errors
/// As [`make`] and [`read`].
pub fn read_or_make(file: &Path) -> Result<KeyRing, StartError> {
    if !file.exists() {
        make(file)?;
    }
    read(file)
}

/// Adds a fresh key and makes it the current one; returns its number.
///
/// # Errors
/// As [`read`], or when the file cannot be written.
pub fn add(file: &Path) -> Result<u32, StartError> {
    let mut ring = read(file)?;
    let number = ring.add(&Dice::new());
    let failed = |e: io::Error| StartError::new(format!("the key file {} cannot be written", file.display()), e);
    write_private(file, ring.to_text().as_bytes()).map_err(failed)?;
    Ok(number)
}

/// Seals everything anew under the current key, says what it did, and leaves a row in the audit trail.
///
/// # Errors
/// One sentence when a text cannot be opened or the database fails; what was done stays done.
pub async fn reseal(ring: &KeyRing, db: &Db) -> Result<(), StartError> {
    let failed = |e: app::Error| StartError::new("the database cannot be sealed anew", e);
    let vault = Arc::new(Vault::new(ring, Arc::new(Dice::new())).map_err(|e| failed(e.into()))?);
    rotate::prove(db, &vault).await.map_err(failed)?;
    let told = |column: &str, count: u64| {
        let _ = writeln!(io::stdout(), "{column}: {count}");
    };
    let total = rotate::rotate(db, &vault, told).await.map_err(failed)?;
    let (now, detail) = (MachineClock::new().now(), format!("重新加密 {total} 项"));
    db.write(move |tx| {
        let subject = "个人信息密钥".to_owned();
        let entry = Entry { actor: &Actor::System, action: Action::Keys, subject, detail: detail.clone() };
        audit::record(&mut Tx::new(tx, &vault), &entry, now)
    })
    .await
    .map_err(|e: db::Error| failed(e.into()))
}

/// Written beside and renamed, so that a crash leaves the old file or the new one; readable for its owner only.
pub fn write_private(file: &Path, content: &[u8]) -> io::Result<()> {
    let beside = file.with_extension("new");
    let mut out = OpenOptions::new().write(true).create(true).truncate(true).mode(PRIVATE).open(&beside)?;
    out.write_all(content)?;
    out.sync_all()?;
    std::fs::rename(beside, file)
}
