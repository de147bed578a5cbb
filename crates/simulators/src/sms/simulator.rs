//! What every request handler and every pushed receipt of the SMS simulator shares.

use super::exchange::Exchange;
use super::loopback::Stopped;
use crate::clock::Clock;

/// One for each running simulator; cloning it is cheap.
#[derive(Clone)]
pub(super) struct Simulator {
    pub(super) exchange: Exchange,
    pub(super) clock: Clock,
    /// For receipts.
    pub(super) client: reqwest::Client,
    pub(super) stopped: Stopped,
}
