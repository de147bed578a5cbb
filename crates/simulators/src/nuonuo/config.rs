//! How the invoice simulator is set up.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

/// What it is started with.
#[derive(Clone)]
pub struct NuonuoConfig {
    /// Loopback address; port 0 takes any free one.
    pub listen: SocketAddr,
    /// Folder of the ledger `invoices.jsonl`; made if absent.
    pub dir: PathBuf,
    /// `appkey` of the gateway, `client_id` of the token endpoint.
    pub app_key: String,
    pub app_secret: String,
    /// Tax number of the one seller; digits 3 and 4 become the region in invoice numbers.
    pub seller_tax_no: String,
    /// As printed.
    pub seller_name: String,
    /// Milliseconds from acceptance to the end: the first half status 20, the second half 21.
    pub issue_delay_ms: u64,
    /// Milliseconds after the end during which the files are still 404.
    pub file_delay_ms: u64,
    /// Milliseconds between two attempts of a callback.
    pub callback_retry_ms: u64,
    /// An OpenType font with Chinese, for the sample invoices.
    pub font: Arc<Vec<u8>>,
}

impl NuonuoConfig {
    pub(super) fn issue_delay(&self) -> Duration {
        Duration::from_millis(self.issue_delay_ms)
    }
}
