//! The command line of `cakey demo`.

use clap::Args;
use std::path::PathBuf;

/// What the demonstration can be told.
#[derive(Args)]
pub struct Options {
    /// The folder of the data; made if absent.
    #[arg(long, default_value = "./cakey-data")]
    pub(super) data: PathBuf,
    /// The port of the site; the simulators take the five ports after it.
    #[arg(long, default_value_t = 18089)]
    pub(super) port: u16,
    /// PostgreSQL instead of the embedded database.
    #[arg(long)]
    pub(super) postgres: Option<String>,
    /// SMS limits of the simulated provider off: for load tests only.
    #[arg(long)]
    pub(super) no_sms_limits: bool,
}
