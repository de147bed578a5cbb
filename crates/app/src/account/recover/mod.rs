//! 忘记密码 (manual 3.2 (2)) and the code of 用短信验证码登录. The request only stores what was typed: whether company and
//! mobile belong together is looked up by the worker (`effects::recover`), so that neither words nor time tell it.
//! The present password keeps working until the temporary one has been used: nobody can lock a company out.

pub mod store;

pub use store::{RecoveryInput, Wish};

use super::limit;
use crate::outbox::{self, Job};
use crate::{App, Error};
use domain::account::Recovery;
use jiff::SignedDuration;
use std::net::IpAddr;

/// How long a temporary password can be used, and how long a request is worth being looked up.
pub const LASTS: SignedDuration = SignedDuration::from_mins(15);

/// Rows are deleted after this, sent or not.
const KEPT: SignedDuration = SignedDuration::from_hours(1);

/// Stores a request; the answer is the same whoever asks.
///
/// # Errors
/// `Limited` when this number, this address or its network has asked too often, or everybody has had too many messages.
pub async fn ask(app: &App, wish: Wish, who: &Recovery, from: IpAddr) -> Result<(), Error> {
    let (times, limits) = (app.times(), app.settings.sms_limits);
    let asked = RecoveryInput { company_key: who.company.key(), mobile: who.mobile.clone() };
    let stored = app.write(move |tx| {
        let allowed = limit::asked(tx, &limits, &asked.mobile, from, times.steady)?;
        if allowed.is_ok() {
            let request = store::insert(tx, wish, &asked, times.steady)?;
            let key = format!("recover:{request}");
            outbox::enqueue(tx, &Job::Recover { request }, &key, times.wall, times.wall)?;
        }
        Ok(allowed)
    });
    stored.await?.map_err(|closed| closed.refusal(app))
}

/// Deletes requests and temporary passwords that are over; returns how many.
pub async fn purge(app: &App) -> Result<u64, Error> {
    let now = app.steady();
    let before = now.saturating_sub(KEPT).unwrap_or(jiff::Timestamp::MIN);
    app.write(move |tx| Ok(store::purge(tx, before, now)?)).await
}

#[cfg(test)]
mod tests;
