//! Trading platforms (交易平台) and their price lists. A list that has come into force is never changed: a new version
//! follows it, and an order keeps the one that it was submitted under (design/forms.md, section 9).

pub mod edit;
pub mod lists;
pub mod store;

use crate::{App, Error};
use domain::id::ProjectId;
use domain::order::ProjectRules;

/// A trading platform.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Project {
    /// Its row.
    pub id: ProjectId,
    /// 名称.
    pub name: String,
    /// False when it takes no new orders; orders already made for it stay.
    pub open: bool,
    /// What it allows.
    pub rules: ProjectRules,
}

/// The platforms that take new orders.
pub async fn list(app: &App) -> Result<Vec<Project>, Error> {
    app.read(|tx| Ok(store::list_open(tx)?)).await
}
