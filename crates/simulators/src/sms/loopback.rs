//! How a simulator listens and calls back: a web server that ends when it is told to, and a client without proxy.
//! Used by the SMS, mail and invoice simulators. Never meant for an address that others can reach.

use std::future::Future;
use std::io;
use std::net::SocketAddr;
use std::time::Duration;

use axum::Router;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinHandle;

/// How long open requests may go on after a stop before they are cut off.
const STOP_GRACE: Duration = Duration::from_secs(2);
/// A receiver of a callback that has said nothing for this long has not acknowledged it.
const CALLBACK_TIMEOUT: Duration = Duration::from_secs(5);

/// Becomes true once when the simulator ends; everything that waits in it watches this.
pub(crate) type Stopped = watch::Receiver<bool>;

/// Waits until the simulator ends.
pub(crate) async fn until_stopped(mut stopped: Stopped) {
    // An error means that the sender is gone, which is an end as well.
    let _ = stopped.wait_for(|stop| *stop).await;
}

/// A running web server. Dropping it lets open requests finish and ends it.
pub(crate) struct Listener {
    address: SocketAddr,
    stop: watch::Sender<bool>,
    task: Option<JoinHandle<()>>,
}

impl Listener {
    /// Listens on `listen` (port 0 = any free one) and serves what `router` builds.
    ///
    /// # Errors
    /// The address cannot be bound.
    pub(crate) async fn start<F>(listen: SocketAddr, router: F) -> io::Result<Self>
    where
        F: FnOnce(SocketAddr, Stopped) -> Router,
    {
        let socket = TcpListener::bind(listen).await?;
        let address = socket.local_addr()?;
        let (stop, stopped) = watch::channel(false);
        let router = router(address, stopped.clone());
        let server = axum::serve(socket, router).with_graceful_shutdown(until_stopped(stopped));
        let task = spawn_logged(address, async move { server.await });
        Ok(Self { address, stop, task: Some(task) })
    }

    /// The address bound, with the real port.
    pub(crate) fn address(&self) -> SocketAddr {
        self.address
    }

    /// Ends the server and waits until it has ended, two seconds at most.
    pub(crate) async fn stop(mut self) {
        let _ = self.stop.send(true);
        let Some(mut task) = self.task.take() else { return };
        if tokio::time::timeout(STOP_GRACE, &mut task).await.is_err() {
            task.abort();
        }
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        let _ = self.stop.send(true);
    }
}

fn spawn_logged(address: SocketAddr, server: impl Future<Output = io::Result<()>> + Send + 'static) -> JoinHandle<()> {
    tokio::spawn(async move {
        if let Err(error) = server.await {
            tracing::error!(%address, %error, "the simulator's web server ended");
        }
    })
}

/// A client for callbacks: five seconds, no redirects, no proxy.
///
/// # Errors
/// The TLS set-up of the process is unusable.
pub(crate) fn callback_client() -> io::Result<reqwest::Client> {
    // An error only says that the process has a provider already.
    let _ = rustls::crypto::ring::default_provider().install_default();
    reqwest::Client::builder()
        .timeout(CALLBACK_TIMEOUT)
        .redirect(reqwest::redirect::Policy::none())
        .no_proxy()
        .build()
        .map_err(io::Error::other)
}
