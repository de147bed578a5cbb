//! What a trading platform sees of the orders of its own project: number, key, company, status, counts, times; and of a
//! company's certificates: kind, years, seal, state. Nothing personal is read, so nothing personal can leak.

pub mod store;

use super::Known;
use crate::{App, Error};
use domain::api_client::ExternalKey;
use domain::id::OrderNumber;
use domain::order::StatusCode;
use jiff::Timestamp;

/// Most rows of one answer.
pub const ROWS: i64 = 100;

/// An order, as its platform sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlatformOrder {
    /// 订单号.
    pub number: String,
    /// The platform's own key, if its link brought one.
    pub external_key: Option<String>,
    /// 企业名称.
    pub company: String,
    /// 统一社会信用代码, as it was last submitted; empty before the first submission.
    pub credit_code: String,
    /// 订单状态.
    pub status: StatusCode,
    /// 证书数量.
    pub certificates: i64,
    /// 签章数量.
    pub seals: i64,
    /// True for 网点自取, false for 快递到付.
    pub pickup: bool,
    /// When it was first saved.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
}

/// A certificate, as the platform sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlatformCertificate {
    /// The order that it belongs to.
    pub order: String,
    /// Its place in the order, from 1.
    pub position: i64,
    /// Stored code of 证书类型.
    pub kind: String,
    /// Stored code of 主锁 or 副锁.
    pub role: String,
    /// 年限.
    pub years: i64,
    /// Stored code of 签章类型; `None` without a seal.
    pub seal: Option<String>,
    /// Stored code of its state.
    pub state: String,
    /// When it was registered for making, which is when its order was approved.
    pub registered_at: Timestamp,
}

/// One order of the client's project.
///
/// # Errors
/// `NotFound` for an order that is not there or another project's: the two cannot be told apart.
pub async fn order(app: &App, client: &Known, number: OrderNumber) -> Result<PlatformOrder, Error> {
    let project = client.project;
    app.read(move |tx| store::order(tx, project, &number)?.ok_or(Error::NotFound)).await
}

/// The orders of the client's project that carry this key, newest first, at most [`ROWS`].
pub async fn by_key(app: &App, client: &Known, key: ExternalKey) -> Result<Vec<PlatformOrder>, Error> {
    let project = client.project;
    app.read(move |tx| Ok(store::by_key(tx, project, &key, ROWS)?)).await
}

/// The certificates that a company has from orders of the client's project, newest first, at most [`ROWS`]. A company
/// that is unknown has none, like one that never ordered here.
pub async fn certificates(app: &App, client: &Known, credit_code: &str) -> Result<Vec<PlatformCertificate>, Error> {
    let (project, code) = (client.project, credit_code.to_ascii_uppercase());
    app.read(move |tx| Ok(store::certificates(tx, project, &code, ROWS)?)).await
}
