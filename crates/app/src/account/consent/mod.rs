//! Consent to 用户协议 and 隐私政策: which version, and when. Who agreed to another version than the present one is asked
//! once, at the next login, before anything else.

pub mod store;

use super::session::Session;
use crate::who::{CompanyUser, Duty, Who};
use crate::{App, Error, audit};

/// Whom a login lets in: restricted, if the terms have changed since the company agreed to them.
pub async fn due(app: &App, user: CompanyUser) -> Result<Who, Error> {
    let id = user.id;
    let agreed = app.read(move |tx| Ok(store::agreed_version(tx, id)?)).await?;
    let current = agreed.as_deref() == Some(app.settings.consent_version.as_str());
    Ok(if current { Who::Company(user) } else { Who::Restricted(user, Duty::Consent) })
}

/// The company agrees to the present version; its session is free again.
pub async fn agree(app: &App, session: &Session, user: &CompanyUser) -> Result<(), Error> {
    let (now, version, company, session) = (app.now(), app.settings.consent_version.clone(), user.id, session.id);
    let user = user.clone();
    app.write(move |tx| {
        store::agree(tx, company, &version, now)?;
        store::record(tx, company, &version, now)?;
        super::store::session::discharge(tx, company, session)?;
        let detail = format!("同意用户协议和隐私政策 {version} 版");
        Ok(audit::record(tx, &audit::Entry::account(&user.actor(), &user.name, &detail), now)?)
    })
    .await
}
