//! Links that are used once, within a day: the first administrator's, printed at the first start, and the activation
//! links that administrators hand on. The table holds only the SHA-256 of a token.

use super::store::{self, Owner};
use super::trail;
use crate::{App, Error, Tx, chance};

use domain::account::{ChangePasswordForm, CurrentPassword, FirstAdminForm};
use domain::actor::Actor;
use domain::time::after;
use jiff::{SignedDuration, Timestamp};
use sha2::{Digest, Sha256};

/// How long a link can be used.
const LINK_LASTS: SignedDuration = SignedDuration::from_hours(24);

/// The token of a link: 256 bits, shown once and never stored.
#[derive(Clone, PartialEq, Eq)]
pub struct LinkToken(String);

impl LinkToken {
    pub(super) fn draw(app: &App) -> LinkToken {
        LinkToken(chance::token(&*app.chance))
    }

    /// As it stands in an address.
    pub fn from_url(text: &str) -> LinkToken {
        LinkToken(text.to_owned())
    }

    /// The text, for the address.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    pub(super) fn hash(&self) -> [u8; 32] {
        Sha256::digest(&self.0).into()
    }
}

/// When a link of this moment runs out.
pub(super) fn ends(now: Timestamp) -> Timestamp {
    after(now, LINK_LASTS)
}

/// The link for the first administrator, while there is no staff account at all; the one before it is worth nothing
/// any more. `None` once there is an account.
pub async fn first(app: &App) -> Result<Option<LinkToken>, Error> {
    let (now, token) = (app.now(), LinkToken::draw(app));
    let hash = token.hash();
    let wanted = app
        .write(move |tx| {
            let wanted = !store::anybody(tx)?;
            if wanted {
                store::put_link(tx, &hash, None, now, ends(now))?;
            }
            Ok(wanted)
        })
        .await?;
    Ok(wanted.then_some(token))
}

/// Whose a link is.
///
/// # Errors
/// `NotFound` for one that was used, has run out or was never made: the three cannot be told apart.
pub async fn open(app: &App, token: &LinkToken) -> Result<Owner, Error> {
    let (now, hash) = (app.now(), token.hash());
    app.read(move |tx| valid(tx, &hash, now)).await
}

/// Sets the password of an invited person. The second factor follows at the first login.
///
/// # Errors
/// `Fields` with what is wrong with the password; `NotFound` for a link that is not valid.
pub async fn activate(app: &App, token: &LinkToken, form: &ChangePasswordForm) -> Result<(), Error> {
    let Owner::Staff { id, login, name } = open(app, token).await? else { return Err(Error::NotFound) };
    let password = form.check(CurrentPassword::Proven, app.settings.password, &[&login, &name])?;
    let (now, hash) = (app.now(), token.hash());
    let password = app.hasher.hash(password.as_str(), chance::bytes(&*app.chance)).await?;
    app.write(move |tx| {
        if !store::use_link(tx, &hash, now)? || !store::set_password(tx, id, "", &password, now)? {
            return Err(Error::NotFound);
        }
        // Also what a login under way began after the reset that made this link.
        store::end_sessions(tx, id, None)?;
        store::drop_enrolments(tx, id)?;
        recorded(tx, &login, "本人通过激活链接设置密码", now)
    })
    .await
}

/// Makes the first administrator.
///
/// # Errors
/// `Fields` with every mistake; `NotFound` for a link that is not valid, and once there is any account.
pub async fn set_up(app: &App, token: &LinkToken, form: &FirstAdminForm) -> Result<(), Error> {
    if open(app, token).await? != Owner::First {
        return Err(Error::NotFound);
    }
    let (entry, password) = form.check(app.settings.password)?;
    let (now, hash) = (app.now(), token.hash());
    let password = app.hasher.hash(password.as_str(), chance::bytes(&*app.chance)).await?;
    app.write(move |tx| {
        if store::anybody(tx)? || !store::use_link(tx, &hash, now)? {
            return Err(Error::NotFound);
        }
        let id = store::insert(tx, &entry, None, now)?.ok_or(Error::NotFound)?;
        store::set_password(tx, id, "", &password, now)?;
        recorded(tx, &entry.login, "通过首次设置链接新建系统管理员", now)
    })
    .await
}

fn valid(tx: &mut Tx, hash: &[u8; 32], now: Timestamp) -> Result<Owner, Error> {
    let owner = store::link(tx, hash, now)?.ok_or(Error::NotFound)?;
    if owner == Owner::First && store::anybody(tx)? { Err(Error::NotFound) } else { Ok(owner) }
}

/// Nobody has logged in here: the link was the proof.
fn recorded(tx: &mut Tx, login: &str, detail: &str, now: Timestamp) -> Result<(), Error> {
    trail::account(tx, &Actor::System, login, detail.to_owned(), now)
}
