//! What a trading platform sees of the orders of its own project: number, key, company, status, counts, times; and of a
//! company's certificates: kind, years, seal, state. Nothing personal is read, so nothing personal can leak.

pub mod store;

pub use store::{PlatformCertificate, PlatformOrder};

use super::store::ProvenClient;
use crate::{App, Error};
use domain::api_client::ExternalKey;
use domain::id::OrderNumber;

/// Most rows of one answer.
pub const ROWS: i64 = 100;

/// One order of the client's project.
///
/// # Errors
/// `NotFound` for an order that is not there or another project's: the two cannot be told apart.
pub async fn order(app: &App, client: &ProvenClient, number: OrderNumber) -> Result<PlatformOrder, Error> {
    let project = client.project;
    app.read(move |tx| store::order(tx, project, &number)?.ok_or(Error::NotFound)).await
}

/// The orders of the client's project that carry this key, newest first, at most [`ROWS`].
pub async fn by_key(app: &App, client: &ProvenClient, key: ExternalKey) -> Result<Vec<PlatformOrder>, Error> {
    let project = client.project;
    app.read(move |tx| Ok(store::by_key(tx, project, &key, ROWS)?)).await
}

/// The certificates that a company has from orders of the client's project, newest first, at most [`ROWS`]. A company
/// that is unknown has none, like one that never ordered here.
pub async fn certificates(
    app: &App,
    client: &ProvenClient,
    credit_code: &str,
) -> Result<Vec<PlatformCertificate>, Error> {
    let (project, code) = (client.project, credit_code.to_ascii_uppercase());
    app.read(move |tx| Ok(store::certificates(tx, project, &code, ROWS)?)).await
}
