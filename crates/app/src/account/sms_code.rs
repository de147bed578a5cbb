//! 短信验证码: six digits that prove a mobile number. Valid for 5 minutes, once, for 5 tries; a newer code replaces an
//! older one. How often one may be sent is judged by the rows themselves, in the transaction that adds the next.

use super::store;
use crate::outbox::{self, Job};
use crate::settings::SmsLimits;
use crate::{App, Error, chance};
use db::Tx;
use domain::contact::Mobile;
use domain::time::after;
use jiff::{SignedDuration, Timestamp};
use sha2::{Digest, Sha256};

/// Digits of a code.
const DIGITS: u32 = 6;
/// How long a code can be used.
const LASTS: SignedDuration = SignedDuration::from_mins(5);
/// How often one code may be typed, rightly or wrongly.
const TRIES: i64 = 5;
/// The longest window of the limits: older rows count for nothing.
const KEPT: SignedDuration = SignedDuration::from_hours(24);

/// What a code is for; a code for one purpose is worth nothing for another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// 注册.
    Register,
}

impl Purpose {
    /// The stored name.
    pub fn code(self) -> &'static str {
        match self {
            Purpose::Register => "register",
        }
    }
}

/// Sends a new code to a number. `address` is the client's IP address as text.
///
/// # Errors
/// `Limited` when this number or this address has had too many.
pub async fn send(app: &App, purpose: Purpose, mobile: &Mobile, address: &str) -> Result<(), Error> {
    let (now, limits) = (app.now(), app.settings.sms_limits);
    let code = chance::digits(&*app.chance, DIGITS);
    let (mobile, address) = (mobile.clone(), address.to_owned());
    app.write(move |tx| {
        store::queue_up(tx, &mobile, &address, now)?;
        if let Some(until) = limited_until(tx, &limits, &mobile, &address, now)? {
            return Err(Error::Limited { until, what: "短信验证码" });
        }
        store::replace_codes(tx, purpose, &mobile)?;
        let new = store::NewCode { purpose, mobile: &mobile, code: &code, address: &address };
        let id = store::insert_code(tx, &new, now, after(now, LASTS))?;
        outbox::enqueue(tx, &Job::SendCode { code: id }, &format!("code:{id}"), now, now)?;
        Ok(())
    })
    .await
}

/// When the last of the limits that are reached now is open again. A limit of n in a window is reached while the
/// n-th last message lies within the window.
fn limited_until(
    tx: &mut Tx,
    limits: &SmsLimits,
    mobile: &Mobile,
    address: &str,
    now: Timestamp,
) -> Result<Option<Timestamp>, Error> {
    let (hour, day) = (SignedDuration::from_hours(1), SignedDuration::from_hours(24));
    let mut until = None;
    for (count, window) in [(1, limits.pause), (limits.per_hour, hour), (limits.per_day, day)] {
        let sent = store::sent_to(tx, mobile, count)?;
        until = until.max(sent.map(|at| after(at, window)));
    }
    for (count, window) in [(limits.address_per_hour, hour), (limits.address_per_day, day)] {
        let sent = store::sent_by(tx, address, count)?;
        until = until.max(sent.map(|at| after(at, window)));
    }
    Ok(until.filter(|until| *until > now))
}

/// Judges a typed code and spends it if it is right. A wrong try is counted, so the caller must not roll back:
/// it returns `Ok` with what it has to say.
pub fn check(tx: &mut Tx, purpose: Purpose, mobile: &Mobile, typed: &str, now: Timestamp) -> Result<bool, Error> {
    let Some(id) = judge(tx, purpose, mobile, typed, now)? else { return Ok(false) };
    spend(tx, id)?;
    Ok(true)
}

/// Counts a try; the code's row if it was right, still unspent.
pub(super) fn judge(
    tx: &mut Tx,
    purpose: Purpose,
    mobile: &Mobile,
    typed: &str,
    now: Timestamp,
) -> Result<Option<i64>, Error> {
    let Some(open) = store::lock_code(tx, purpose, mobile, now)? else { return Ok(None) };
    if open.tries >= TRIES {
        return Ok(None);
    }
    store::count_try(tx, open.id)?;
    Ok(same(&open.code, typed).then_some(open.id))
}

/// Makes a code useless.
pub(super) fn spend(tx: &mut Tx, id: i64) -> Result<(), Error> {
    Ok(store::spend_code(tx, id)?)
}

/// Compares digests, whose first difference tells nothing about the texts.
fn same(code: &str, typed: &str) -> bool {
    Sha256::digest(code) == Sha256::digest(typed)
}

/// Deletes the codes that no limit counts any more; returns how many.
pub async fn purge(app: &App) -> Result<u64, Error> {
    let before = app.now().saturating_sub(KEPT).unwrap_or(Timestamp::MIN);
    app.write(move |tx| {
        store::purge_queue(tx, before)?;
        Ok(store::purge_codes(tx, before)?)
    })
    .await
}

#[cfg(test)]
mod tests;
