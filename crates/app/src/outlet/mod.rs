//! Outlets (网点): where users collect what was made for them.

pub mod edit;
pub mod store;

use crate::{App, Error};
use domain::outlet::Outlet;

/// The outlets that take new orders, as the order form offers them.
pub async fn list(app: &App) -> Result<Vec<Outlet>, Error> {
    app.read(|tx| Ok(store::list_open(tx)?)).await
}
