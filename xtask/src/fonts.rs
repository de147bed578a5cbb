//! The embedded font: assets/fonts/make.sh does the work.

use crate::terminal::say;
use crate::{command, project};
use std::process::Command;

/// Cuts the font anew.
///
/// # Errors
/// If a Debian package is missing or the cut font lacks a character that it must have.
pub fn make() -> Result<(), String> {
    let folder = project::root().join("assets/fonts");
    command::run(Command::new(folder.join("make.sh")).current_dir(&folder))
        .map_err(|error| format!("{error}\nneeds: apt-get install -y fonts-noto-cjk python3-fonttools"))?;
    say("assets/fonts/NotoSansSC-subset.otf is new");
    Ok(())
}
