//! 短信验证码: six digits that prove a mobile number. Valid for 5 minutes, once, for 5 tries; a newer code replaces an
//! older one. How often one may be sent says `limit::sms`, in the transaction that adds the next.

pub use super::store::code::Purpose;

use super::{limit, store};
use crate::clock::Times;
use crate::outbox::{self, Job};
use crate::{App, Error, Tx, chance};
use domain::contact::Mobile;
use domain::time::after;
use jiff::{SignedDuration, Timestamp};
use sha2::{Digest, Sha256};
use std::net::IpAddr;

const DIGITS: u32 = 6;
/// How long a code can be used.
const LASTS: SignedDuration = SignedDuration::from_mins(5);
/// How often one code may be typed, rightly or wrongly.
const TRIES: i64 = 5;
/// How long a row is kept, for support to see what was sent.
const KEPT: SignedDuration = SignedDuration::from_hours(24);

/// Draws a code, for [`issue`]: chance has no place in a transaction that may run twice.
pub fn draw(app: &App) -> String {
    chance::digits(&*app.chance, DIGITS)
}

/// Sends a new code to a number. `from` is the address that asks for it.
///
/// # Errors
/// `Limited` when this number, this address, its network or everybody has had too many.
pub async fn send(app: &App, purpose: Purpose, mobile: &Mobile, from: IpAddr) -> Result<(), Error> {
    let (times, limits) = (app.times(), app.settings.sms_limits);
    let (code, mobile) = (draw(app), mobile.clone());
    let sent = app.write(move |tx| {
        let allowed = limit::sms(tx, &limits, &mobile, from, times.steady)?;
        if allowed.is_ok() {
            let address = from.to_string();
            issue(tx, &store::code::NewCode { purpose, mobile: &mobile, code: &code, address: &address }, times)?;
        }
        Ok(allowed)
    });
    sent.await?.map_err(|closed| closed.refusal(app))
}

/// Stores a code in the place of older ones and queues its message; the caller has judged the limits.
pub(crate) fn issue(tx: &mut Tx, new: &store::code::NewCode, times: Times) -> Result<(), Error> {
    store::code::replace_codes(tx, new.purpose, new.mobile)?;
    let id = store::code::insert_code(tx, new, times.steady, after(times.steady, LASTS))?;
    Ok(outbox::enqueue(tx, &Job::SendCode { code: id }, &format!("code:{id}"), times.wall, times.wall)?)
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
    let Some(open) = store::code::lock_code(tx, purpose, mobile, now)? else { return Ok(None) };
    if open.tries >= TRIES {
        return Ok(None);
    }
    store::code::count_try(tx, open.id)?;
    Ok(same(&open.code, typed).then_some(open.id))
}

/// Makes a code useless.
pub(super) fn spend(tx: &mut Tx, id: i64) -> Result<(), Error> {
    Ok(store::code::spend_code(tx, id)?)
}

/// Compares digests, whose first difference tells nothing about the texts.
fn same(code: &str, typed: &str) -> bool {
    Sha256::digest(code) == Sha256::digest(typed)
}

/// Deletes the codes that no limit counts any more; returns how many.
pub async fn purge(app: &App) -> Result<u64, Error> {
    let before = app.steady().saturating_sub(KEPT).unwrap_or(Timestamp::MIN);
    app.write(move |tx| Ok(store::code::purge_codes(tx, before)?)).await
}

#[cfg(test)]
mod tests;
