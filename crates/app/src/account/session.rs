//! Sessions. The cookie holds a random token, the table only its SHA-256. A visitor who has not logged in has a
//! session too, for the verification image and the CSRF token; logging in gives a new token and drops the old row.

pub use super::store::session::{Origin, OwnSession, Proof, Session};

use super::store;
use crate::settings::{SessionLimits, Settings};
use crate::who::CompanyUser;
use crate::who::Who;
use crate::{App, Error, audit, chance};
use domain::id::{CompanyId, SessionId};
use domain::time::after;
use jiff::{SignedDuration, Timestamp};
use sha2::{Digest, Sha256};

/// The last request is stored no more often than this, so that reading a page does not mean writing a row.
/// A session may therefore end this much early, never late.
const SEEN_STEP: SignedDuration = SignedDuration::from_secs(60);

/// How far the clocks of two nodes may be apart.
const SKEW: SignedDuration = SignedDuration::from_mins(5);

/// The living session of a token. Its last request is stored, at most once in 60 s.
pub async fn find(app: &App, token: &str) -> Result<Option<Session>, Error> {
    let (now, hash) = (app.steady(), hash(token));
    let Some(row) = app.read(move |tx| Ok(store::session::find_session(tx, &hash)?)).await? else { return Ok(None) };
    if !row.lives(limits(&app.settings, &row.session.who), now) {
        return Ok(None);
    }
    if now.duration_since(row.seen_at) > SEEN_STEP {
        let id = row.session.id;
        app.write(move |tx| Ok(store::session::touch_session(tx, id, now)?)).await?;
    }
    Ok(Some(row.session))
}

/// A company's session that ran out, not one that somebody ended.
#[derive(Clone, Debug)]
pub struct ExpiredSession {
    pub company: CompanyId,
    /// What its forms carried.
    pub csrf: String,
}

/// The session of a token that ran out not long ago: a form of it may still be on its way.
pub async fn find_gone(app: &App, token: &str) -> Result<Option<ExpiredSession>, Error> {
    let (now, hash) = (app.steady(), hash(token));
    let row = app.read(move |tx| Ok(store::session::find_session(tx, &hash)?)).await?;
    let Some(row) = row.filter(|row| !row.lives(limits(&app.settings, &row.session.who), now)) else {
        return Ok(None);
    };
    Ok(match row.session.who {
        Who::Company(user) => Some(ExpiredSession { company: user.id, csrf: row.session.csrf }),
        Who::Nobody | Who::Restricted(..) | Who::Staff(_) => None,
    })
}

/// Starts a visitor's session; returns the cookie's token as well.
pub async fn start(app: &App) -> Result<(String, Session), Error> {
    let (token, new) = draw(app, &Who::Nobody, Origin::default());
    let row = new.clone();
    let id = app.write(move |tx| Ok(store::session::insert_session(tx, &row)?)).await?;
    Ok((token, Session { id, who: Who::Nobody, csrf: new.csrf, captcha: None }))
}

/// [`enter`] for whom nothing has to be proved again: an account that was made just now, or nobody's new token.
///
/// # Errors
/// `Denied` for a company whose account is disabled.
pub async fn upgrade(app: &App, old: &Session, who: Who, origin: Origin) -> Result<(String, Session), Error> {
    enter(app, old, who, None, origin).await
}

/// Logs in: a new session with a new token and a new CSRF token takes the place of the old one. Every way in comes
/// through here.
///
/// # Errors
/// `Denied` for a company whose account is disabled, and if the account has changed since it was proved.
pub async fn enter(
    app: &App,
    old: &Session,
    who: Who,
    proof: Option<Proof>,
    origin: Origin,
) -> Result<(String, Session), Error> {
    let (token, new) = draw(app, &who, origin);
    let (row, old) = (new.clone(), old.id);
    let id = app
        .write(move |tx| {
            let stands = match (row.company, row.staff) {
                (Some(company), _) => {
                    let (disabled, proof) = store::session::company_stands(tx, company)?.ok_or(Error::NotFound)?;
                    if disabled {
                        return Err(Error::Denied("这家企业的账号已停用，请致电客服。"));
                    }
                    Some(proof)
                }
                (None, Some(staff)) => store::session::staff_stands(tx, staff)?,
                (None, None) => None,
            };
            if proof.is_some() && proof != stands {
                return Err(Error::Denied("登录期间账号信息有变更，请重新登录。"));
            }
            // In this order: the new row locks its company, and companies come before sessions.
            let id = store::session::insert_session(tx, &row)?;
            store::session::delete_session(tx, old)?;
            Ok(id)
        })
        .await?;
    Ok((token, Session { id, who, csrf: new.csrf, captcha: None }))
}

/// Ends a session; ending it twice is no error.
pub async fn end(app: &App, id: SessionId) -> Result<(), Error> {
    app.write(move |tx| Ok(store::session::delete_session(tx, id)?)).await
}

/// The living sessions of a company, the one used last first; at most 100.
pub async fn list(app: &App, user: &CompanyUser) -> Result<Vec<OwnSession>, Error> {
    let (now, limits, company) = (app.steady(), app.settings.session, user.id);
    app.read(move |tx| Ok(store::session::sessions_of(tx, company, limits, now)?)).await
}

/// Ends one of the company's own sessions; one that is gone is no error.
pub async fn end_own(app: &App, user: &CompanyUser, id: SessionId) -> Result<(), Error> {
    let (user, now) = (user.clone(), app.now());
    app.write(move |tx| {
        store::session::end_session_of(tx, user.id, id)?;
        Ok(audit::record(tx, &audit::Entry::account(&user.actor(), &user.name, "结束一处登录"), now)?)
    })
    .await
}

/// Ends the company's sessions but this one; returns how many.
pub async fn end_others(app: &App, user: &CompanyUser, kept: SessionId) -> Result<u64, Error> {
    let (user, now) = (user.clone(), app.now());
    app.write(move |tx| {
        let ended = store::session::end_sessions_but(tx, user.id, Some(kept))?;
        audit::record(tx, &audit::Entry::account(&user.actor(), &user.name, "结束其他全部登录"), now)?;
        Ok(ended)
    })
    .await
}

/// Deletes the sessions that have run out, those of companies a while later; returns how many.
pub async fn purge(app: &App) -> Result<u64, Error> {
    let (now, settings) = (app.steady(), app.settings.clone());
    app.write(move |tx| Ok(store::session::purge_sessions(tx, &settings, now)?)).await
}

fn limits(settings: &Settings, who: &Who) -> SessionLimits {
    match who {
        Who::Nobody | Who::Company(_) | Who::Restricted(..) => settings.session,
        Who::Staff(_) => settings.staff_session,
    }
}

fn draw(app: &App, who: &Who, origin: Origin) -> (String, store::session::NewSession) {
    let token = chance::token(&*app.chance);
    let (company, staff, duty) = match who {
        Who::Nobody => (None, None, None),
        Who::Company(user) => (Some(user.id), None, None),
        Who::Restricted(user, duty) => (Some(user.id), None, Some(*duty)),
        Who::Staff(user) => (None, Some(user.id), None),
    };
    let csrf = chance::token(&*app.chance);
    let new =
        store::session::NewSession { token_hash: hash(&token), company, staff, duty, csrf, origin, now: app.steady() };
    (token, new)
}

fn hash(token: &str) -> [u8; 32] {
    Sha256::digest(token).into()
}

impl store::session::SessionRow {
    /// A session of the future began under a clock that ran ahead: it would live too long.
    fn lives(&self, limits: SessionLimits, now: Timestamp) -> bool {
        self.created_at <= after(now, SKEW)
            && now.duration_since(self.seen_at) < limits.idle
            && now.duration_since(self.created_at) < limits.absolute
    }
}

#[cfg(test)]
mod tests;
