//! Trading platforms (交易平台) and their price lists. A list that has come into force is never changed: a new version
//! follows it, and an order keeps the one that it was submitted under (E11 of docs/rules.md).

pub mod edit;
pub mod lists;
pub mod store;

pub use store::Project;

use crate::{App, Error};

/// The platforms that take new orders.
pub async fn list(app: &App) -> Result<Vec<Project>, Error> {
    app.read(|tx| Ok(store::list_open(tx)?)).await
}
