//! 企业, for staff: who may look a company up, and by which words.

pub mod store;

use crate::account::StaffUser;
use crate::{App, Error};
use domain::actor::Role;
use domain::id::CompanyId;
use domain::text::name_key;

/// The most companies of one search.
pub const FOUND_MAX: i64 = 20;

/// True for the roles that see companies.
pub fn sees(role: Role) -> bool {
    matches!(role, Role::Support | Role::Supervisor | Role::Reviewer | Role::Auditor)
}

/// The name of a company, for whoever sees orders.
pub async fn name(app: &App, staff: &StaffUser, id: CompanyId) -> Result<Option<String>, Error> {
    let me = staff.id;
    app.read(move |tx| Ok(store::name(tx, me, id)?)).await
}

/// The companies whose name begins with, or else contains, this word; at most [`FOUND_MAX`].
pub async fn named(app: &App, staff: &StaffUser, word: &str) -> Result<Vec<(CompanyId, String)>, Error> {
    let (me, key) = (staff.id, name_key(word));
    app.read(move |tx| Ok(store::named(tx, me, &key, FOUND_MAX)?)).await
}
