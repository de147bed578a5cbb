//! Login of staff: a password and a one-time code (RFC 6238: SHA-1, 6 digits, 30 s, one step either way).
//! Five failures lock a login name for 30 minutes, whether it exists or not, so that a lock tells nothing; a step that
//! was used is never accepted again.

use super::limit::{self, Closed, Name, store as limits};
use super::session::StaffUser;
use super::store;
use crate::settings::LoginLimits;
use crate::{App, Error, Tx, audit};
use domain::account::Secret;
use domain::actor::Actor;
use domain::id::StaffId;
use domain::time::after;
use jiff::{SignedDuration, Timestamp};
use totp_rs::{Builder, Secret as TotpSecret, Totp};

/// While so many tries as lock an account are still being judged, others wait this long.
const UNDER_WAY: SignedDuration = SignedDuration::from_mins(1);

/// Somebody whose password was right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Entered {
    /// With the one-time code as well: logged in.
    In(StaffUser),
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
pub async fn login_staff(app: &App, login: &str, password: &Secret, totp: &str) -> Result<Option<Entered>, Error> {
    let name = login.to_owned();
    begin(app, login).await?;
    let found = app.read(move |tx| Ok(store::find_staff(tx, &name)?)).await?;
    // Without a password the account waits for its activation: nothing that is typed can be right.
    let found = found.filter(|account| !account.password.is_empty());
    let stored = found.as_ref().map(|account| account.password.as_str());
    let right = app.hasher.verify(password.as_str(), stored).await?;
    if let Some(account) = found.as_ref().filter(|account| right && account.totp_secret.is_empty()) {
        let (user, names) = (account.user.clone(), Names::of(login));
        app.write(move |tx| Ok(limits::forget(tx, &names.failures)?)).await?;
        return Ok(Some(Entered::Enrols(user)));
    }
    if let Some(account) = found.as_ref().filter(|_| right)
        && let Some(step) = totp_step(&account.totp_secret, totp, app.now())?
        && proved(app, login, account.user.id, step).await?
    {
        return Ok(found.map(|account| Entered::In(account.user)));
    }
    let Some(until) = failed(app, login).await? else { return Ok(None) };
    match found {
        Some(account) => {
            let staff = account.user.id.get();
            tracing::error!(staff, %until, "a staff account was locked after failed logins");
            let (now, subject) = (app.now(), login.to_owned());
            let entry = move |subject: String| audit::Entry {
                actor: &Actor::System,
                action: audit::Action::StaffLogin,
                subject,
                detail: "连续登录失败，账号已锁定".to_owned(),
            };
            app.write(move |tx| Ok(audit::record(tx, &entry(subject.clone()), now)?)).await?;
        }
        None => tracing::warn!(%until, "a login name that no staff has was locked after failed logins"),
    }
    Err(locked(until).refusal(app))
}

/// Counts the try as a failure until it proves right, so that many at once are not many for one.
async fn begin(app: &App, login: &str) -> Result<(), Error> {
    let (now, rules, names) = (app.steady(), app.settings.login_limits, Names::of(login));
    let begun = app.write(move |tx| {
        limits::queue_up(tx, &names.lock, now)?;
        limits::queue_up(tx, &names.failures, now)?;
        if let Some(until) = limit::closed_until(tx, &names.lock, 1, rules.staff_lock, now)? {
            return Ok(Err(locked(until)));
        }
        if limit::closed_until(tx, &names.failures, rules.staff_failures, limit::KEPT, now)?.is_some() {
            return Ok(Err(locked(after(now, UNDER_WAY))));
        }
        limits::count(tx, &names.failures, now)?;
        Ok(Ok(()))
    });
    begun.await?.map_err(|closed| closed.refusal(app))
}

/// Uses up the step of the right code; false if it was used before.
async fn proved(app: &App, login: &str, id: StaffId, step: i64) -> Result<bool, Error> {
    let names = Names::of(login);
    let now = app.now();
    app.write(move |tx| {
        if step <= store::lock_step(tx, id)? {
            return Ok(false);
        }
        store::record_step(tx, id, step, now)?;
        limits::forget(tx, &names.failures)?;
        Ok(true)
    })
    .await
}

/// The failure was counted by [`begin`]; the end of the lock, if it was the one that locks.
async fn failed(app: &App, login: &str) -> Result<Option<Timestamp>, Error> {
    let (now, rules, names) = (app.steady(), app.settings.login_limits, Names::of(login));
    app.write(move |tx| Ok(lock(tx, &names, &rules, now)?)).await
}

fn lock(tx: &mut Tx, names: &Names, rules: &LoginLimits, now: Timestamp) -> db::Result<Option<Timestamp>> {
    limits::queue_up(tx, &names.lock, now)?;
    if limit::closed_until(tx, &names.failures, rules.staff_failures, limit::KEPT, now)?.is_none() {
        return Ok(None);
    }
    limits::forget(tx, &names.failures)?;
    limits::count(tx, &names.lock, now)?;
    Ok(Some(after(now, rules.staff_lock)))
}

/// Opens a locked login name again, for whoever may manage staff.
pub fn unlock(tx: &mut Tx, login: &str) -> db::Result<()> {
    let names = Names::of(login);
    limits::forget(tx, &names.failures)?;
    limits::forget(tx, &names.lock)
}

/// Until when a login name is locked, for whoever manages staff.
pub fn locked_until(tx: &mut Tx, login: &str, rules: &LoginLimits, now: Timestamp) -> db::Result<Option<Timestamp>> {
    limit::closed_until(tx, &Names::of(login).lock, 1, rules.staff_lock, now)
}

/// The step of a right code; `None` for a wrong one, and always while no second factor is enrolled.
pub(crate) fn totp_step(secret: &str, typed: &str, now: Timestamp) -> Result<Option<i64>, Error> {
    if secret.is_empty() {
        return Ok(None);
    }
    let seconds = u64::try_from(now.as_second()).map_err(|e| Error::fault("a time before 1970", e))?;
    let step = totp(secret)?.check(typed, seconds).map(i64::try_from).transpose();
    step.map_err(|e| Error::fault("a TOTP step", e))
}

/// Refuses a secret that no login could use: not base32, or shorter than 128 bits.
pub(crate) fn check_secret(secret: &str) -> Result<(), Error> {
    totp(secret).map(drop)
}

fn totp(secret: &str) -> Result<Totp, Error> {
    let secret = TotpSecret::try_from_base32(secret).map_err(|e| Error::fault("reading a TOTP secret", e))?;
    Builder::new().with_secret(secret).build().map_err(|e| Error::fault("using a TOTP secret", e))
}

fn locked(until: Timestamp) -> Closed {
    Closed { until, what: "登录" }
}

#[cfg(test)]
mod tests;
