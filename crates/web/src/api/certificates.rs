//! Certificates of a company, from orders of the client's project.

use super::answer::json;
use super::caller::Caller;
use super::problem::{Body, Problem};
use crate::site::Site;
use app::api_client::query::{self, PlatformCertificate};
use axum::extract::{Path, State};
use axum::response::Response;
use serde::Serialize;
use utoipa::ToSchema;

/// Longer ones are no code of any kind.
const CODE_MAX: usize = 30;

/// One certificate. Whose name it bears is not told.
#[derive(Serialize, ToSchema)]
pub struct Certificate {
    /// The order that it belongs to.
    #[schema(example = "DZ20261123-0127")]
    order: String,
    /// Its place in the order, from 1.
    position: i64,
    /// 证书类型: `company` (单位证书), `legal` (法定代表人证书) or `person` (个人证书).
    #[schema(example = "company")]
    kind: String,
    /// `main` (主锁) or `sub` (副锁).
    #[schema(example = "main")]
    lock: String,
    /// 年限.
    years: i64,
    /// 签章类型: `official` (公章), …; null without a seal.
    seal: Option<String>,
    /// `requested`, `issued` or `revoked`.
    #[schema(example = "requested")]
    state: String,
    /// When the order was approved, UTC.
    #[schema(format = DateTime)]
    registered_at: String,
}

/// Certificates, newest first, at most 100.
#[derive(Serialize, ToSchema)]
pub struct Certificates {
    /// Them.
    certificates: Vec<Certificate>,
}

/// The certificates of a company. A company that is unknown, or that never ordered for this platform, has none.
#[utoipa::path(get, path = "/cakey/api/v1/companies/{credit_code}/certificates", tag = "certificates",
    security(("token" = [])),
    params(("credit_code" = String, Path, description = "统一社会信用代码", example = "91990102MA7QX3T58B")), responses(
    (status = 200, description = "The certificates; none is an empty list", body = Certificates),
    (status = 400, description = "Too long for a code", body = Body, content_type = "application/problem+json"),
    (status = 401, description = "No token, or not a good one", body = Body, content_type = "application/problem+json"),
    (status = 429, description = "Too often; see Retry-After", body = Body, content_type = "application/problem+json"),
))]
pub async fn list(
    State(site): State<Site>,
    Caller(client): Caller,
    Path(code): Path<String>,
) -> Result<Response, Problem> {
    if code.len() > CODE_MAX || code.contains('\0') {
        return Err(Problem::Malformed("统一社会信用代码为 18 位"));
    }
    let found = query::certificates(&site.app, &client, &code).await?;
    Ok(json(&Certificates { certificates: found.into_iter().map(Certificate::of).collect() }))
}

impl Certificate {
    fn of(certificate: PlatformCertificate) -> Certificate {
        Certificate {
            order: certificate.order,
            position: certificate.position,
            kind: certificate.kind,
            lock: certificate.role,
            years: certificate.years,
            seal: certificate.seal,
            state: certificate.state,
            registered_at: certificate.registered_at.to_string(),
        }
    }
}
