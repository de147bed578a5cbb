//! Runs a site: listens, works off the outbox, cleans up, and stops without losing what is under way.

use crate::wiring::StartError;
use app::attachment::sweep::Reach;
use app::effects::worker;
use app::{App, account, review};
use std::net::SocketAddr;
use std::time::Duration;
use tokio::net::TcpListener;
use web::Site;

/// How often what is over is swept out: sessions, codes, requests, counted events.
const SWEEP: Duration = Duration::from_secs(600);

/// Takes the port.
///
/// # Errors
/// A port that is in use, in one sentence.
pub async fn listen(address: SocketAddr) -> Result<TcpListener, StartError> {
    TcpListener::bind(address).await.map_err(|e| match e.kind() {
        std::io::ErrorKind::AddrInUse => StartError(format!("the address {address} is in use by another program")),
        _ => StartError::new(format!("the address {address} cannot be used"), e),
    })
}

/// Serves until the process is asked to stop; requests that are under way are answered first.
///
/// # Errors
/// When the listener fails.
pub async fn run(site: Site, listener: TcpListener) -> Result<(), StartError> {
    let mut worker = tokio::spawn(worker::run(site.app.clone()));
    let sweeper = tokio::spawn(sweep(site.app.clone()));
    let service = web::router(site).into_make_service_with_connect_info::<SocketAddr>();
    let served = axum::serve(listener, service).with_graceful_shutdown(asked_to_stop());
    let ended = tokio::select! {
        served = served => served.map_err(|e| StartError::new("the server stopped", e)),
        // Pages without refunds, messages and invoices behind them are worse than none: whoever watches starts us anew.
        ended = &mut worker => Err(StartError(format!("the effects' worker ended: {ended:?}"))),
    };
    worker.abort();
    sweeper.abort();
    ended
}

async fn sweep(app: App) {
    let mut reach = Reach::All;
    loop {
        match app::attachment::sweep::sweep(&app, reach).await {
            Ok(_) => reach = Reach::Recent,
            Err(error) => tracing::warn!(%error, "files that nobody needs could not be swept out"),
        }
        let sweepings = [
            account::session::purge(&app).await,
            account::sms_code::purge(&app).await,
            account::recover::purge(&app).await,
            account::kept::purge(&app).await,
            account::limit::purge(&app).await,
            review::mark::purge(&app).await,
        ];
        for swept in sweepings {
            if let Err(error) = swept {
                tracing::warn!(%error, "what is over could not be swept out");
            }
        }
        tokio::time::sleep(SWEEP).await;
    }
}

async fn asked_to_stop() {
    let mut terminate = match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
        Ok(signal) => signal,
        Err(error) => {
            tracing::warn!(%error, "SIGTERM cannot be heard");
            return std::future::pending().await;
        }
    };
    tokio::select! {
        _ = terminate.recv() => {}
        _ = tokio::signal::ctrl_c() => {}
    }
}
