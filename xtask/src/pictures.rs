//! The pictures of docs/manual, taken by the browser tests on a debug build: run it when pages have changed, and look at
//! what it made before committing.

use crate::terminal::say;
use crate::tools::{Install, Scope, Tools};
use crate::{command, project};

const FOLDER: &str = "docs/manual/pictures";

/// Takes them all anew.
///
/// # Errors
/// If a tool is missing, or a step of the manual's path fails; the lines above say which.
pub fn take() -> Result<(), String> {
    let root = project::root();
    let tools = Tools::prepare(&root, Scope::Whole, Install::Allowed)?;
    let arguments = ["test", "--package", "server", "--test", "it", "--", "browser::", "--nocapture"];
    let mut command = command::cargo(&arguments, &root);
    command.envs(tools.environment()).env_remove("CAKEY_BIN");
    command.env("CAKEY_ONLY", "pictures of the manual").env("CAKEY_MANUAL", root.join(FOLDER));
    command::run(&mut command)?;
    say(&format!("{FOLDER} written"));
    Ok(())
}
