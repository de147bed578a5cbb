//! An Alipay gateway for demonstrations and tests: precreate, query, close, refund and refund query, with signatures,
//! notices, expiry and the ways in which the real one fails. It was written from the protocol's text alone; the
//! merchant's connector is its counterpart and shares no line with it. On the same address stands the page "模拟手机".

pub mod book;
mod config;
pub mod control;
mod courier;
pub mod desk;
pub mod dispatch;
pub mod faults;
pub mod fen;
mod gateway;
pub mod method;
pub mod notice;
pub mod signature;
pub mod trade;
pub mod wallet;

#[cfg(test)]
mod tests;

use std::io;
use std::net::SocketAddr;
use std::sync::{Arc, PoisonError};
use std::time::Duration;

use axum::Router;
use axum::routing::{get, post};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use crate::clock::Clock;
use crate::keys::VerifyingKey;
use crate::phone;
pub use config::AlipayConfig;
use desk::Desk;

/// Open connections get so long to end at a stop.
const STOP_LIMIT: Duration = Duration::from_secs(2);

/// A running simulator. Dropping it stops it; [`AlipaySimulator::stop`] also waits until it has stopped.
#[derive(Debug)]
pub struct AlipaySimulator {
    desk: Arc<Desk>,
    address: SocketAddr,
    server: JoinHandle<()>,
    courier: JoinHandle<()>,
}

/// Starts the server; it answers when this returns.
///
/// # Errors
/// A port that is taken, a folder that cannot be written, a ledger or key that cannot be read, a `time_scale` that is
/// not a positive number.
pub async fn start(config: AlipayConfig) -> io::Result<AlipaySimulator> {
    if !(config.time_scale.is_finite() && config.time_scale > 0.0) {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "time_scale must be a positive number"));
    }
    let listener = TcpListener::bind(config.listen).await?;
    let address = listener.local_addr()?;
    let url = config.public_url.clone().unwrap_or_else(|| format!("http://{address}"));
    let http = plain_client()?;
    // A first start makes an RSA key, which takes long enough to keep it off the async threads.
    let desk = tokio::task::spawn_blocking(move || Desk::open(config, url)).await.map_err(io::Error::other)??;
    let desk = Arc::new(desk);
    let mut stopping = desk.stopping.subscribe();
    let router = routes(desk.clone(), http.clone());
    let server = tokio::spawn(async move {
        let stopped = async move { drop(stopping.wait_for(|stop| *stop).await) };
        if let Err(error) = axum::serve(listener, router).with_graceful_shutdown(stopped).await {
            tracing::error!(%error, "the alipay simulator has stopped serving");
        }
    });
    let courier = tokio::spawn(courier::run(desk.clone(), http));
    Ok(AlipaySimulator { desk, address, server, courier })
}

fn routes(desk: Arc<Desk>, http: reqwest::Client) -> Router {
    let faults = get(control::list_faults).post(control::set_fault).delete(control::clear_faults);
    Router::new()
        .route("/gateway.do", post(gateway::handle))
        .route("/control/ledger", get(control::ledger))
        .route("/control/pay", post(control::pay))
        .route("/control/faults", faults)
        .route("/control/advance", post(control::advance))
        .with_state(desk.clone())
        .merge(phone::routes(desk, http))
        .merge(crate::page::routes())
}

/// A client that goes straight to loopback and never follows a redirect: a notice answered by one has failed.
fn plain_client() -> io::Result<reqwest::Client> {
    // Fails only if another part of the process has installed one before, which serves as well.
    let _already_there = rustls::crypto::ring::default_provider().install_default();
    reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).no_proxy().build().map_err(io::Error::other)
}

impl AlipaySimulator {
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The address of the pages, without a slash at the end.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.desk.url
    }

    /// What the merchant configures as the gateway.
    #[must_use]
    pub fn gateway_url(&self) -> String {
        format!("{}/gateway.do", self.desk.url)
    }

    /// Alipay's public key (SPKI PEM), with which the merchant checks answers and notices.
    #[must_use]
    pub fn public_key_pem(&self) -> &str {
        self.desk.key.public_pem()
    }

    /// Registers the merchant's public key (SPKI PEM) in place of the earlier one.
    ///
    /// # Errors
    /// [`io::ErrorKind::InvalidData`] if this is no RSA public key.
    pub fn register_app_key(&self, public_pem: &str) -> io::Result<()> {
        let key = VerifyingKey::from_pem(public_pem)?;
        *self.desk.app_key.write().unwrap_or_else(PoisonError::into_inner) = Some(key);
        Ok(())
    }

    /// The simulator's clock. After moving it, call [`Self::wake`].
    #[must_use]
    pub fn clock(&self) -> &Clock {
        &self.desk.clock
    }

    /// Makes the courier look at once whether something is due.
    pub fn wake(&self) {
        self.desk.wake.notify_one();
    }

    /// Turns a fault switch on; `times: Some(0)` turns it off.
    pub fn set_fault(&self, switch: faults::Switch) {
        self.desk.state().faults.set(switch);
    }

    /// Every trade, as `GET /control/ledger` shows it.
    #[must_use]
    pub fn trades(&self) -> Vec<control::TradeView> {
        control::view(&self.desk)
    }

    /// Does what a phone would do.
    ///
    /// # Errors
    /// [`wallet::Refused`] with the reason.
    pub fn pay(&self, out_trade_no: &str, how: wallet::How) -> Result<(), wallet::Refused> {
        wallet::pay(&self.desk, &mut self.desk.state(), out_trade_no, how)
    }

    /// Stops and waits until nothing of it runs any more.
    pub async fn stop(mut self) {
        self.desk.stopping.send_replace(true);
        if tokio::time::timeout(STOP_LIMIT, &mut self.server).await.is_err() {
            self.server.abort();
        }
        // It ends by itself, and can only have failed by a panic that is already logged.
        let _ended = (&mut self.courier).await;
    }
}

impl Drop for AlipaySimulator {
    fn drop(&mut self) {
        self.desk.stopping.send_replace(true);
    }
}
