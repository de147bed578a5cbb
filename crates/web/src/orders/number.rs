//! The order's number in a URL, and the version that a form sends back.

use crate::failure::Failure;
use crate::site::Site;
use axum::extract::{FromRequestParts, Path};
use axum::http::request::Parts;
use domain::id::OrderNumber;
use serde::Deserialize;

/// `{number}` of the path; anything that is no number of ours is a page that does not exist.
pub struct Number(pub OrderNumber);

impl FromRequestParts<Site> for Number {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, site: &Site) -> Result<Number, Failure> {
        let Path(text) = Path::<String>::from_request_parts(parts, site).await.map_err(|_| Failure::NotFound)?;
        OrderNumber::parse(&text).map(Number).ok_or(Failure::NotFound)
    }
}

/// What every form that changes an order sends: the version that its page showed.
#[derive(Debug, Deserialize)]
pub struct VersionBody {
    pub version: i64,
}
