//! Login of staff: a password and a one-time code (RFC 6238: SHA-1, 6 digits, 30 s, one step either way).
//! Five failures lock an account for 30 minutes; a step that was used is never accepted again.

use super::session::StaffUser;
use super::store::{self, StaffAccount};
use crate::{App, Error};
use db::Tx;
use domain::account::Secret;
use domain::id::StaffId;
use domain::time::after;
use jiff::{SignedDuration, Timestamp};
use totp_rs::{Builder, Secret as TotpSecret, Totp};

/// So many failures in a row lock an account.
const FAILURES_MAX: i64 = 5;
/// For how long.
const LOCKED_FOR: SignedDuration = SignedDuration::from_mins(30);

/// How a try ended. All of them are stored.
enum Outcome {
    In,
    Wrong,
    Locked(Timestamp),
}

/// The member of staff with this login name, password and one-time code; `None` when one of them is wrong.
///
/// # Errors
/// `Limited` while the account is locked, and for the failure that locks it. `Busy` when too many log in at once.
pub async fn login_staff(app: &App, login: &str, password: &Secret, totp: &str) -> Result<Option<StaffUser>, Error> {
    let (now, name) = (app.now(), login.to_owned());
    let found = app.read(move |tx| Ok(store::find_staff(tx, &name)?)).await?;
    if let Some(until) = found.as_ref().and_then(|account| account.locked_until(now)) {
        return Err(locked(until));
    }
    let stored = found.as_ref().map(|account| account.password.as_str());
    let right = app.hasher.verify(password.as_str(), stored).await?;
    let Some(account) = found else { return Ok(None) };
    let step = if right { totp_step(&account.totp_secret, totp, now)? } else { None };
    let id = account.user.id;
    match app.write(move |tx| Ok(settle(tx, id, step, now)?)).await? {
        Outcome::In => Ok(Some(account.user)),
        Outcome::Wrong => Ok(None),
        Outcome::Locked(until) => {
            tracing::warn!(staff = id.get(), %until, "a staff account was locked after failed logins");
            Err(locked(until))
        }
    }
}

/// Stores a try: `step` is the step of the right code, `None` when anything was wrong.
fn settle(tx: &mut Tx, id: StaffId, step: Option<i64>, now: Timestamp) -> db::Result<Outcome> {
    let tried = store::lock_tries(tx, id)?;
    if tried.locked_until > now {
        return Ok(Outcome::Locked(tried.locked_until));
    }
    if let Some(step) = step.filter(|step| *step > tried.totp_step) {
        store::record_login(tx, id, step)?;
        return Ok(Outcome::In);
    }
    if tried.failures + 1 < FAILURES_MAX {
        store::record_failure(tx, id, tried.failures + 1, Timestamp::UNIX_EPOCH)?;
        return Ok(Outcome::Wrong);
    }
    let until = after(now, LOCKED_FOR);
    store::record_failure(tx, id, 0, until)?;
    Ok(Outcome::Locked(until))
}

/// The step of a right code; `None` for a wrong one, and always while no second factor is enrolled.
fn totp_step(secret: &str, typed: &str, now: Timestamp) -> Result<Option<i64>, Error> {
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

fn locked(until: Timestamp) -> Error {
    Error::Limited { until, what: "登录" }
}

impl StaffAccount {
    fn locked_until(&self, now: Timestamp) -> Option<Timestamp> {
        (self.locked_until > now).then_some(self.locked_until)
    }
}

#[cfg(test)]
mod tests;
