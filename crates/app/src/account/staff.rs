//! Login of staff: a password and a one-time code (RFC 6238: SHA-1, 6 digits, 30 s, one step either way).
//! Five failures lock a login name for 30 minutes, whether it exists or not, so that a lock tells nothing; a step that
//! was used is never accepted again.

use super::limit::{self, Closed, Name, store as limits};
use super::session::Proof;
use super::store;
use crate::Fault;
use crate::clock::Times;
use crate::settings::LoginLimits;
use crate::who::StaffUser;
use crate::{App, Error, Tx, audit};
use domain::account::Secret;
use domain::actor::Actor;
use domain::id::StaffId;
use domain::time::after;
use jiff::Timestamp;
use totp_rs::{Builder, Secret as TotpSecret, Totp};

/// Somebody whose password was right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ProvenStaff {
    /// With the one-time code as well: logged in. With how the account stood.
    In(StaffUser, Proof),
    /// There is no second factor yet: it is enrolled first (`staff::enrol`), and nothing else is open.
    Enrols(StaffUser),
}

/// A login name as its limits count it.
struct Names {
    failures: Name,
    lock: Name,
}

impl Names {
    fn of(login: &str) -> Names {
        Names { failures: Name::new("staff-failure", login), lock: Name::new("staff-lock", login) }
    }
}

/// The member of staff with this login name, password and one-time code, or with a password that waits for its second
/// factor; `None` when one of them is wrong.
///
/// # Errors
/// `Limited` while the login name is locked, and for the failure that locks it. `Busy` when too many log in at once.
pub async fn login_staff(app: &App, login: &str, password: &Secret, totp: &str) -> Result<Option<ProvenStaff>, Error> {
    let name = login.to_owned();
    let tried = begin(app, login).await?;
    let found = app.read(move |tx| Ok(store::staff::find_staff(tx, &name)?)).await?;
    // Without a password the account waits for its activation: nothing that is typed can be right.
    let found = found.filter(|account| !account.password.is_empty());
    let stored = found.as_ref().map(|account| account.password.as_str());
    let right = verify(app, tried, password, stored).await?;
    if let Some(account) = found.as_ref().filter(|account| right && account.totp_secret.is_empty()) {
        cleared(app, login).await?;
        return Ok(Some(ProvenStaff::Enrols(account.user.clone())));
    }
    if let Some(account) = found.as_ref().filter(|_| right)
        && let Some(step) = totp_step(&account.totp_secret, totp, app.now())?
        && proved(app, login, &account.user, step).await?
    {
        return Ok(found.map(|account| ProvenStaff::In(account.user, Proof::staff(account.password))));
    }
    failed(app, login).await?;
    Ok(None)
}

/// Counts the try as a failure until it proves right, so that many at once are not many for one; its row. A try that
/// ended without a word stays counted, so the window may be full here already: that locks as the last failure does.
///
/// # Errors
/// `Limited` while the login name is locked, and for the try that locks it.
pub(crate) async fn begin(app: &App, login: &str) -> Result<i64, Error> {
    let (times, rules, names) = (app.times(), app.settings.login_limits, Names::of(login));
    let (now, login) = (times.steady, login.to_owned());
    let begun = app.write(move |tx| {
        limits::queue_up(tx, &names.lock, now)?;
        limits::queue_up(tx, &names.failures, now)?;
        if let Some(until) = limit::closed_until(tx, &names.lock, 1, rules.staff_lock, now)? {
            return Ok(LoginStart::Locked(locked(until)));
        }
        if full(tx, &names, &rules, now)? {
            return Ok(LoginStart::Shut(shut(tx, &login, &names, after(now, rules.staff_lock), times)?));
        }
        Ok(LoginStart::Counted(limits::count(tx, &names.failures, now)?))
    });
    match begun.await? {
        LoginStart::Counted(tried) => Ok(tried),
        LoginStart::Locked(closed) => Err(closed.refusal(app)),
        LoginStart::Shut(shut) => Err(shut.refusal(app)),
    }
}

/// Compares a password whose try has been counted. What could not be compared was no failure.
pub(crate) async fn verify(app: &App, tried: i64, typed: &Secret, stored: Option<&str>) -> Result<bool, Error> {
    let judged = app.hasher.verify(typed.as_str(), stored).await;
    if judged.is_err() {
        app.write(move |tx| Ok(limits::take_back(tx, tried)?)).await?;
    }
    judged
}

/// The password was right: the failures before it are forgotten.
pub(crate) async fn cleared(app: &App, login: &str) -> Result<(), Error> {
    let names = Names::of(login);
    app.write(move |tx| Ok(limits::forget(tx, &names.failures)?)).await
}

/// Uses up the step of the right code; false if it was used before. The trail has the login.
async fn proved(app: &App, login: &str, user: &StaffUser, step: i64) -> Result<bool, Error> {
    let (names, now) = (Names::of(login), app.now());
    let (id, actor, login) = (user.id, user.actor(), login.to_owned());
    app.write(move |tx| {
        if step <= store::staff::lock_step(tx, id)? {
            return Ok(false);
        }
        store::staff::record_step(tx, id, step, now)?;
        limits::forget(tx, &names.failures)?;
        record(tx, &actor, &login, "登录", now)?;
        Ok(true)
    })
    .await
}

/// The try that [`begin`] counted was wrong.
///
/// # Errors
/// `Limited` if it was the one that locks.
pub(crate) async fn failed(app: &App, login: &str) -> Result<(), Error> {
    let (times, rules, names) = (app.times(), app.settings.login_limits, Names::of(login));
    let (now, login) = (times.steady, login.to_owned());
    let shut = app.write(move |tx| {
        limits::queue_up(tx, &names.lock, now)?;
        if !full(tx, &names, &rules, now)? {
            return Ok(None);
        }
        Ok(Some(shut(tx, &login, &names, after(now, rules.staff_lock), times)?))
    });
    shut.await?.map_or(Ok(()), |shut| Err(shut.refusal(app)))
}

/// True when the failures of as long as a lock lasts are as many as lock.
fn full(tx: &mut Tx, names: &Names, rules: &LoginLimits, now: Timestamp) -> db::Result<bool> {
    Ok(limit::closed_until(tx, &names.failures, rules.staff_failures, rules.staff_lock, now)?.is_some())
}

/// How [`begin`] ends.
enum LoginStart {
    Counted(i64),
    Locked(Closed),
    Shut(Lock),
}

/// A lock that begins.
struct Lock {
    closed: Closed,
    /// Whose login name it is; `None` for one that nobody has.
    staff: Option<StaffId>,
}

impl Lock {
    /// Raises the alarm.
    fn refusal(self, app: &App) -> Error {
        let until = self.closed.until;
        match self.staff.map(StaffId::get) {
            Some(staff) => tracing::error!(staff, %until, "a staff account was locked after failed logins"),
            None => tracing::warn!(%until, "a login name that no staff has was locked after failed logins"),
        }
        self.closed.refusal(app)
    }
}

/// Locks a login name; the trail has it if somebody has the name.
fn shut(tx: &mut Tx, login: &str, names: &Names, until: Timestamp, times: Times) -> db::Result<Lock> {
    limits::forget(tx, &names.failures)?;
    limits::count(tx, &names.lock, times.steady)?;
    let staff = store::staff::find_staff(tx, login)?.map(|account| account.user.id);
    if staff.is_some() {
        record(tx, &Actor::System, login, "连续登录失败，账号已锁定", times.wall)?;
    }
    Ok(Lock { closed: locked(until), staff })
}

/// A row of the trail about a login.
pub(crate) fn record(tx: &mut Tx, actor: &Actor, login: &str, detail: &str, now: Timestamp) -> db::Result<()> {
    let (action, subject, detail) = (audit::Action::StaffLogin, login.to_owned(), detail.to_owned());
    audit::record(tx, &audit::Entry { actor, action, subject, detail }, now)
}

/// Opens a locked login name again: an administrator who resets the password lets its person in.
pub(crate) fn unlock(tx: &mut Tx, login: &str) -> db::Result<()> {
    let names = Names::of(login);
    limits::forget(tx, &names.failures)?;
    limits::forget(tx, &names.lock)
}

/// The step of a right code; `None` for a wrong one, and always while no second factor is enrolled.
pub(crate) fn totp_step(secret: &str, typed: &str, now: Timestamp) -> Result<Option<i64>, Error> {
    if secret.is_empty() {
        return Ok(None);
    }
    let seconds = u64::try_from(now.as_second()).map_err(|e| Fault::credential("a time before 1970", e))?;
    let step = totp(secret)?.check(typed, seconds).map(i64::try_from).transpose();
    Ok(step.map_err(|e| Fault::credential("a TOTP step", e))?)
}

/// Refuses a secret that no login could use: not base32, or shorter than 128 bits.
pub(crate) fn check_secret(secret: &str) -> Result<(), Error> {
    totp(secret).map(drop)
}

fn totp(secret: &str) -> Result<Totp, Error> {
    let secret = TotpSecret::try_from_base32(secret).map_err(|e| Fault::credential("reading a TOTP secret", e))?;
    Ok(Builder::new().with_secret(secret).build().map_err(|e| Fault::credential("using a TOTP secret", e))?)
}

fn locked(until: Timestamp) -> Closed {
    Closed { until, what: "登录" }
}

#[cfg(test)]
mod tests;
