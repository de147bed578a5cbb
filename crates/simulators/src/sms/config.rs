//! How the SMS simulator is set up.

use std::net::SocketAddr;
use std::path::PathBuf;

use super::message::Template;

/// What it is started with.
#[derive(Debug, Clone)]
pub struct SmsConfig {
    /// Loopback address; port 0 takes any free one.
    pub listen: SocketAddr,
    /// Folder of the ledger `sms.jsonl`; made if absent.
    pub dir: PathBuf,
    /// The one key that may sign.
    pub access_key_id: String,
    pub access_key_secret: String,
    /// Approved signatures, without 【】.
    pub sign_names: Vec<String>,
    /// Approved texts.
    pub templates: Vec<Template>,
    /// How many times faster than real the vendor's windows and retries run; 1.0 is real time. Must be above zero.
    pub time_scale: f64,
    /// Whether the limits per number are enforced.
    pub limits: bool,
    /// Where receipts are pushed to; none if absent.
    pub receipt_url: Option<String>,
}
