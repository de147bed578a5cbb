//! What the pages share on which staff write one row of what they keep: outlets, platforms, prices, materials,
//! announcements, reasons, accounts.

use crate::failure::{Failure, see_other};
use crate::page::page_with;
use app::Error;
use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use domain::field::FieldErrors;
use serde::Deserialize;

/// What such a form sends.
#[derive(Debug, Deserialize)]
pub struct Edited<F> {
    /// The version that the page showed; 0 for a new row.
    #[serde(default)]
    pub version: i64,
    /// The button, where there are several.
    #[serde(default)]
    pub act: String,
    #[serde(flatten)]
    pub form: F,
}

/// The end of a save: back to `list`, or the page `again` with what was typed and what is wrong with it. The page shown
/// again keeps the version that was sent: whoever was faster is not overwritten at the second try.
pub async fn saved<T, P: Template>(
    outcome: Result<T, Error>,
    list: &str,
    again: impl AsyncFnOnce(FieldErrors) -> Result<P, Failure>,
) -> Result<Response, Failure> {
    match outcome {
        Ok(_) => Ok(see_other(list)),
        Err(Error::Fields(errors)) => page_with(StatusCode::UNPROCESSABLE_ENTITY, &again(errors).await?),
        Err(other) => Err(other.into()),
    }
}
