//! 员工账号 for administrators, the links that set a password, the second factor, and 我的账号.
//! The login page itself is `account::staff`.

pub mod activate;
pub mod edit;
pub mod enrol;
pub mod list;
pub mod own;
pub mod setup;

use crate::failure::Failure;
use crate::site::Site;
use axum::extract::{FromRequestParts, Path};
use axum::http::request::Parts;
use serde::Deserialize;

/// `{id}` of the path: the row of what an administrator looks after. Anything else is a page that does not exist.
pub struct RowId(pub i64);

impl FromRequestParts<Site> for RowId {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, site: &Site) -> Result<RowId, Failure> {
        let Path(text) = Path::<String>::from_request_parts(parts, site).await.map_err(|_| Failure::NotFound)?;
        text.parse().ok().filter(|id| *id > 0).map(RowId).ok_or(Failure::NotFound)
    }
}

/// What a page says once about what was done just now: `?done=…`.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct DoneQuery {
    /// A code of the page's own.
    pub done: String,
}
