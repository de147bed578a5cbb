//! What every request handler and every callback of the invoice simulator shares.

use std::sync::Arc;

use super::book::Book;
use super::config::NuonuoConfig;
use super::paper::Typeface;
use super::tokens::Tokens;
use crate::clock::Clock;
use crate::sms::loopback::Stopped;

/// One for each running simulator; cloning it is cheap.
#[derive(Clone)]
pub(super) struct Simulator {
    pub(super) config: Arc<NuonuoConfig>,
    /// Its own address without a slash at the end, for links to files.
    pub(super) url: String,
    pub(super) book: Book,
    pub(super) tokens: Tokens,
    pub(super) typeface: Typeface,
    pub(super) clock: Clock,
    /// For callbacks.
    pub(super) client: reqwest::Client,
    pub(super) stopped: Stopped,
}
