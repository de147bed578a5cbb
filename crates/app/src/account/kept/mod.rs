//! A form that came after its session had ended. It is kept for an hour for the company whose session that was, without
//! passwords and codes, so that nobody types an order twice because a break was longer than the session.

pub mod store;

pub use store::KeptForm;

use crate::{App, Error};
use domain::id::CompanyId;
use jiff::{SignedDuration, Timestamp};

/// How long a form is kept.
pub const LASTS: SignedDuration = SignedDuration::from_hours(1);
/// The most forms of one company; an older one makes room for a newer one.
const MOST: i64 = 5;

/// Keeps a form. The caller has taken out what must not be stored.
pub async fn keep(app: &App, company: CompanyId, path: &str, fields: Vec<(String, String)>) -> Result<(), Error> {
    let (now, path) = (app.steady(), path.to_owned());
    app.write(move |tx| {
        store::insert(tx, company, &path, &fields, now)?;
        Ok(store::keep_newest(tx, company, MOST)?)
    })
    .await
}

/// The newest form that is kept for a company.
pub async fn newest(app: &App, company: CompanyId) -> Result<Option<KeptForm>, Error> {
    let since = app.steady().saturating_sub(LASTS).unwrap_or(Timestamp::MIN);
    app.read(move |tx| Ok(store::newest(tx, company, since)?)).await
}

/// Forgets a form of a company: it was sent again, or is not wanted.
pub async fn forget(app: &App, company: CompanyId, id: i64) -> Result<(), Error> {
    app.write(move |tx| Ok(store::delete(tx, company, id)?)).await
}

/// Deletes the forms that were kept long enough; returns how many.
pub async fn purge(app: &App) -> Result<u64, Error> {
    let before = app.steady().saturating_sub(LASTS).unwrap_or(Timestamp::MIN);
    app.write(move |tx| Ok(store::purge(tx, before)?)).await
}

#[cfg(test)]
mod tests;
