//! Failed logins. A try is counted before the password is looked at and taken back when it proves right, so that a
//! hundred tries at once are not a hundred tries for one. The name is what was typed, whether it exists or not.

use super::{Closed, Name, closed_until, network, store};
use crate::settings::LoginLimits;
use crate::{App, Error, Tx};
use domain::account::CompanyName;
use domain::time::after;
use jiff::{SignedDuration, Timestamp};
use std::net::IpAddr;

/// What a refusal calls it.
const WHAT: &str = "登录失败";
/// Failures are remembered for so long, unless a success clears them.
const REMEMBERED: SignedDuration = super::KEPT;
const HOUR: SignedDuration = SignedDuration::from_hours(1);

/// A company's account as logins count it: from one network, and from everywhere.
#[derive(Clone, Debug)]
pub struct Account {
    near: Name,
    anywhere: Name,
}

impl Account {
    /// The account of this name, tried from this address.
    pub fn of(company: &CompanyName, from: IpAddr) -> Account {
        let key = company.key();
        Account {
            near: Name::new("login-network", format!("{key}\n{}", network(from))),
            anywhere: Name::new("login-account", key),
        }
    }
}

/// A try that has been counted.
#[derive(Clone, Copy, Debug)]
pub struct Try {
    anywhere: i64,
}

/// By what a try wants to come in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    /// 登录密码, also a temporary one.
    Password,
    /// 短信验证码: the way that stays open when passwords were tried too often from everywhere.
    Code,
}

/// Whether a try may go on.
#[derive(Clone, Copy, Debug)]
pub enum Admission {
    /// It may; it counts as a failure until [`proved`] is called.
    Counted(Try),
    /// Too many failures over all addresses: only a code by SMS opens the account for now.
    NeedsCode,
}

impl LoginLimits {
    /// How long to wait after the n-th failure in a row: nothing, then 1, 2, 4 … minutes up to the longest.
    fn wait(&self, failures: i64) -> SignedDuration {
        if self.failures <= 0 || failures < self.failures {
            return SignedDuration::ZERO;
        }
        let doublings = u32::try_from(failures - self.failures).unwrap_or(u32::MAX).min(20);
        SignedDuration::from_mins(1_i64 << doublings).min(self.longest_wait)
    }
}

/// Judges and counts a try.
///
/// # Errors
/// `Limited` while the network has to wait for this account.
pub async fn begin(app: &App, account: &Account, by: By) -> Result<Admission, Error> {
    let (now, limits, account) = (app.steady(), app.settings.login_limits, account.clone());
    let begun = app.write(move |tx| {
        for name in [&account.near, &account.anywhere] {
            store::queue_up(tx, name, now)?;
        }
        let since = now.saturating_sub(REMEMBERED).unwrap_or(Timestamp::MIN);
        let (failures, last) = store::since(tx, &account.near, since)?;
        let until = last.map(|last| after(last, limits.wait(failures)));
        if let Some(until) = until.filter(|until| *until > now) {
            return Ok(Err(Closed { until, what: WHAT }));
        }
        let tired = closed_until(tx, &account.anywhere, limits.account_per_hour, HOUR, now)?.is_some();
        if tired && by == By::Password {
            return Ok(Ok(Admission::NeedsCode));
        }
        store::count(tx, &account.near, now)?;
        Ok(Ok(Admission::Counted(Try { anywhere: store::count(tx, &account.anywhere, now)? })))
    });
    begun.await?.map_err(|closed| closed.refusal(app))
}

/// The password was right: the network's failures are forgotten, the others' stay.
pub fn proved(tx: &mut Tx, account: &Account, tried: Try) -> db::Result<()> {
    store::forget(tx, &account.near)?;
    store::take_back(tx, tried.anywhere)
}

/// A code by SMS was right: whoever holds the number is the owner, and all failures are forgotten.
pub fn cleared(tx: &mut Tx, account: &Account) -> db::Result<()> {
    store::forget(tx, &account.near)?;
    store::forget(tx, &account.anywhere)
}
