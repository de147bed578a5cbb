//! 登录 of companies (manual 3.2 (1)). An unknown name and a wrong password look alike and take as long.

use super::session::CompanyUser;
use crate::company::store;
use crate::{App, Error};
use domain::account::{CompanyName, Secret};

/// The user of this name and password; `None` when either is wrong.
///
/// # Errors
/// `Busy` when too many log in at once.
pub async fn login_company(app: &App, name: &CompanyName, password: &Secret) -> Result<Option<CompanyUser>, Error> {
    let key = name.key();
    let found = app.read(move |tx| Ok(store::credentials(tx, &key)?)).await?;
    let stored = found.as_ref().map(|(_, hash)| hash.as_str());
    let right = app.hasher.verify(password.as_str(), stored).await?;
    let user = found.filter(|_| right).map(|(company, _)| CompanyUser {
        id: company.id,
        name: company.name,
        contact_name: company.contact.name,
    });
    Ok(user)
}
