//! The SMS vendor on loopback: `SendSms` and `QuerySendDetails` of Alibaba Cloud's Dysmsapi with verified
//! ACS3-HMAC-SHA256 signatures, approved templates, limits, receipts, and an inbox that shows what phones would get.
//! The last digits of a number tell its fate (…0001 undelivered, …0002 accepted but the answer is lost, …0003 over the
//! limit). Not here: the old RPC signature, other vendors, several numbers in one request. Source: protocols 3.1, 3.5.

mod acs3;
mod config;
mod exchange;
mod gateway;
mod inbox;
mod limits;
pub(crate) mod loopback;
mod message;
mod receipts;
mod simulator;
#[cfg(test)]
mod tests;

use std::io;
use std::net::SocketAddr;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::routing::get;

use crate::clock::Clock;
pub use config::SmsConfig;
use exchange::Exchange;
pub use exchange::SmsFaults;
use loopback::{Listener, callback_client};
pub use message::Template;
use simulator::Simulator;

/// The vendor refuses longer requests.
const BODY_MAX_BYTES: usize = 64 * 1024;

/// A running SMS simulator. Dropping it stops it.
pub struct SmsSimulator {
    listener: Listener,
    clock: Clock,
}

/// Starts the simulator and goes on with the receipts that were open when it last ended.
///
/// # Errors
/// The address cannot be bound, the ledger cannot be read, or `time_scale` is not above zero.
pub async fn start(config: SmsConfig) -> io::Result<SmsSimulator> {
    if !config.time_scale.is_finite() || config.time_scale <= 0.0 {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "time_scale must be above zero"));
    }
    let (listen, dir, clock) = (config.listen, config.dir.clone(), Clock::default());
    let exchange = Exchange::open(config, &dir)?;
    let client = callback_client()?;
    let listener = Listener::start(listen, |_, stopped| {
        let simulator = Simulator { exchange, clock: clock.clone(), client, stopped };
        for message in simulator.exchange.open_receipts() {
            receipts::push(&simulator, message);
        }
        routes(simulator)
    })
    .await?;
    Ok(SmsSimulator { listener, clock })
}

impl SmsSimulator {
    /// The address it listens on, with the real port.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.listener.address()
    }

    /// The address of the gateway and of the inbox, without a slash at the end.
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

/// The inbox page and the gateway share the URL `/`, so methods are taken by POST only (the vendor takes GET as well).
fn routes(simulator: Simulator) -> Router {
    Router::new()
        .route("/", get(inbox::show).post(gateway::call))
        .route("/inbox.json", get(inbox::json))
        .route("/control/faults", get(gateway::faults).post(gateway::set_faults))
        .merge(crate::page::routes())
        .layer(DefaultBodyLimit::max(BODY_MAX_BYTES))
        .with_state(simulator)
}
