//! The e-invoice vendor on loopback: Nuonuo's token endpoint (`POST /accessToken`) and gateway
//! (`POST /open/v1/services`) with verified signatures, its unsigned callback, sample invoices as PDF and XML, and the
//! page 开票员工作台. A buyer's tax number that ends in 0000 fails (22), in 0024 fails at the seal (24) until `reInvoice`.
//! Not here: red invoices, 专票, OFD files. Nothing it prints is an invoice. Source: protocols 4.

mod amount;
mod answer;
mod book;
mod callback;
mod config;
mod gateway;
mod number;
mod order;
mod paper;
mod pdf;
mod sign;
mod simulator;
#[cfg(test)]
mod tests;
mod tokens;
mod workbench;

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::routing::{get, post};

use crate::clock::Clock;
use crate::sms::loopback::{Listener, callback_client};
use book::Book;
pub use book::NuonuoFaults;
pub use config::NuonuoConfig;
use simulator::Simulator;
use tokens::Tokens;

const BODY_MAX_BYTES: usize = 1024 * 1024;

/// A running invoice simulator. Dropping it stops it.
pub struct NuonuoSimulator {
    listener: Listener,
    clock: Clock,
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
