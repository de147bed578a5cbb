//! The e-invoice vendor on loopback: Nuonuo's token endpoint (`POST /accessToken`) and gateway
//! (`POST /open/v1/services`) with verified signatures, its unsigned callback, sample invoices as PDF and XML, and the
//! page 开票员工作台. A buyer's tax number that ends in 0000 fails (22), in 0024 fails at the seal (24) until `reInvoice`.
//! Not here: red invoices, 专票, OFD files. Nothing it prints is an invoice. Source: protocols 4.

mod amount;
mod answer;
mod book;
mod callback;
mod gateway;
mod number;
mod order;
mod paper;
mod pdf;
mod sign;
#[cfg(test)]
mod tests;
mod workbench;

use std::io;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::routing::{get, post};

use crate::clock::Clock;
use crate::sms::loopback::{Listener, Stopped, callback_client};
use book::Book;
pub use book::NuonuoFaults;
use gateway::Tokens;
use paper::Typeface;

const BODY_MAX_BYTES: usize = 1024 * 1024;

/// How the invoice simulator is set up.
#[derive(Clone)]
pub struct NuonuoConfig {
    /// Loopback address; port 0 takes any free one.
    pub listen: SocketAddr,
    /// Folder of the ledger `invoices.jsonl`; made if absent.
    pub dir: PathBuf,
    /// Application key: `appkey` of the gateway, `client_id` of the token endpoint.
    pub app_key: String,
    /// Its secret.
    pub app_secret: String,
    /// Tax number of the one seller; digits 3 and 4 become the region in invoice numbers.
    pub seller_tax_no: String,
    /// Its name, as printed.
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
    fn issue_delay(&self) -> Duration {
        Duration::from_millis(self.issue_delay_ms)
    }
}

/// A running invoice simulator. Dropping it stops it.
pub struct NuonuoSimulator {
    listener: Listener,
    clock: Clock,
}

/// What every request handler sees.
#[derive(Clone)]
struct Simulator {
    config: Arc<NuonuoConfig>,
    /// Its own address without a slash at the end, for links to files.
    url: String,
    book: Book,
    tokens: Tokens,
    typeface: Typeface,
    clock: Clock,
    client: reqwest::Client,
    stopped: Stopped,
}

/// Starts the simulator and goes on with the callbacks that were open when it last ended.
///
/// # Errors
/// The address cannot be bound, the ledger cannot be read, or the font is none.
pub async fn start(config: NuonuoConfig) -> io::Result<NuonuoSimulator> {
    let book = Book::open(&config.dir)?;
    let typeface = pdf::typeface(&config.font).map_err(|reason| io::Error::new(io::ErrorKind::InvalidInput, reason))?;
    let (client, clock) = (callback_client()?, Clock::default());
    let listener = Listener::start(config.listen, |address, stopped| {
        let simulator = Simulator {
            config: Arc::new(config),
            url: format!("http://{address}"),
            book,
            tokens: Tokens::default(),
            typeface,
            clock: clock.clone(),
            client,
            stopped,
        };
        for invoice in simulator.book.open_callbacks() {
            callback::schedule(&simulator, invoice);
        }
        routes(simulator)
    })
    .await?;
    Ok(NuonuoSimulator { listener, clock })
}

impl NuonuoSimulator {
    /// The address it listens on, with the real port.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.listener.address()
    }

    /// Its address without a slash at the end.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://{}", self.address())
    }

    /// Its clock, which a test may move forward.
    #[must_use]
    pub fn clock(&self) -> &Clock {
        &self.clock
    }

    /// Ends it and waits for that, two seconds at most.
    pub async fn stop(self) {
        self.listener.stop().await;
    }
}

fn routes(simulator: Simulator) -> Router {
    Router::new()
        .route("/", get(workbench::show))
        .route("/accessToken", post(gateway::token))
        .route("/open/v1/services", post(gateway::services))
        .route("/files/{name}", get(workbench::file))
        .route("/control/ledger", get(workbench::ledger))
        .route("/control/faults", get(gateway::faults).post(gateway::set_faults))
        .merge(crate::page::routes())
        .layer(DefaultBodyLimit::max(BODY_MAX_BYTES))
        .with_state(simulator)
}
