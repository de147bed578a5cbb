//! Limits: how often something may happen under a name within a span of time. The events are rows, judged and added in
//! one transaction, so a limit holds across nodes. Times are steady ones (`Clock::steady`): a clock that jumps opens
//! nothing. Unknown names are counted like known ones, so that no refusal tells which exist.

pub mod store;
pub mod tries;

pub use store::Name;

use crate::settings::{CompanyLimits, SmsLimits};
use crate::{App, Error, Tx};
use domain::contact::Mobile;
use domain::id::CompanyId;
use domain::time::after;
use jiff::{SignedDuration, Timestamp};
use std::net::IpAddr;

/// The longest window of any limit: older events count for nothing.
pub const KEPT: SignedDuration = SignedDuration::from_hours(24);
const HOUR: SignedDuration = SignedDuration::from_hours(1);

/// What the global circuit breaker says was too much; the log has it as an alarm.
pub const SMS_OF_ALL: &str = "全站短信发送";

/// The network that shares a limit: the /24 of an IPv4 address, the /64 of an IPv6 one.
pub fn network(address: IpAddr) -> String {
    match address.to_canonical() {
        IpAddr::V4(v4) => {
            let [a, b, c, _] = v4.octets();
            format!("{a}.{b}.{c}.0/24")
        }
        IpAddr::V6(v6) => {
            let [a, b, c, d, ..] = v6.segments();
            format!("{a:x}:{b:x}:{c:x}:{d:x}::/64")
        }
    }
}

/// A limit that is reached. It is an outcome and no error, so that the caller commits: rows of the future, which were
/// taken back to now, must not be there again at the next try.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Closed {
    /// The steady moment when it is open again.
    pub until: Timestamp,
    /// What was asked too often.
    pub what: &'static str,
}

impl Closed {
    /// The refusal, with its moment as the clock on the wall will show it. A tripped circuit breaker is an alarm.
    pub fn refusal(self, app: &App) -> Error {
        let until = app.on_the_wall(self.until);
        if self.what == SMS_OF_ALL {
            tracing::error!(%until, "the limit of all text messages is reached: somebody floods, or it is too low");
        }
        Error::Limited { until, what: self.what }
    }
}

/// When a limit is open again; `None` while it is. The limit is reached while the `most`-th last event lies within the
/// window; a `most` of 0 means no limit.
pub fn closed_until(
    tx: &mut Tx,
    name: &Name,
    most: i64,
    within: SignedDuration,
    now: Timestamp,
) -> db::Result<Option<Timestamp>> {
    if most <= 0 {
        return Ok(None);
    }
    let reached = store::nth_last(tx, name, most)?;
    Ok(reached.map(|at| after(at, within)).filter(|until| *until > now))
}

/// What a company may do so many times a day, as the refusal calls it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Daily {
    /// Saving a new order.
    Order,
    Upload,
}

impl Daily {
    fn most(self, limits: &CompanyLimits) -> i64 {
        match self {
            Daily::Order => limits.orders_per_day,
            Daily::Upload => limits.uploads_per_day,
        }
    }

    fn name(self, company: CompanyId) -> Name {
        let kind = match self {
            Daily::Order => "order-company",
            Daily::Upload => "upload-company",
        };
        Name::new(kind, company.get().to_string())
    }

    fn what(self) -> &'static str {
        match self {
            Daily::Order => "新建订单",
            Daily::Upload => "上传文件",
        }
    }
}

/// Makes whoever does the same for this company at the same time wait until this transaction ends: for who has to look
/// at something before [`daily`] judges.
pub fn queue_up(
    tx: &mut Tx,
    limits: &CompanyLimits,
    what: Daily,
    company: CompanyId,
    now: Timestamp,
) -> db::Result<()> {
    if what.most(limits) > 0 { store::queue_up(tx, &what.name(company), now) } else { Ok(()) }
}

/// Judges what a company does, and counts it unless the day's limit is reached.
pub fn daily(
    tx: &mut Tx,
    limits: &CompanyLimits,
    what: Daily,
    company: CompanyId,
    now: Timestamp,
) -> db::Result<Result<(), Closed>> {
    let (name, most) = (what.name(company), what.most(limits));
    if most <= 0 {
        return Ok(Ok(()));
    }
    store::queue_up(tx, &name, now)?;
    if let Some(until) = closed_until(tx, &name, most, KEPT, now)? {
        return Ok(Err(Closed { until, what: what.what() }));
    }
    store::count(tx, &name, now)?;
    Ok(Ok(()))
}

/// Judges the message that is sent to a number at the wish of an address, and counts it unless a limit is reached.
pub fn sms(
    tx: &mut Tx,
    limits: &SmsLimits,
    to: &Mobile,
    from: IpAddr,
    now: Timestamp,
) -> db::Result<Result<(), Closed>> {
    let allowed = asked(tx, limits, to, from, now)?;
    if allowed.is_ok() {
        store::count(tx, &all(), now)?;
    }
    Ok(allowed)
}

/// Judges and counts the wish for a message of which only the worker finds out whether it is sent: [`queued`] counts it
/// among those of everybody, so that wishes alone stop nobody else's messages. Number and address count the wish itself,
/// or the next refusal would tell what the worker found.
pub fn asked(
    tx: &mut Tx,
    limits: &SmsLimits,
    to: &Mobile,
    from: IpAddr,
    now: Timestamp,
) -> db::Result<Result<(), Closed>> {
    let number = Name::new("sms-number", to.as_str());
    let address = Name::new("sms-address", from.to_canonical().to_string());
    let network = Name::new("sms-network", network(from));
    let all = all();
    // Always in this order, so that two of these never wait for each other.
    let names = [&number, &address, &network, &all];
    for name in names {
        store::queue_up(tx, name, now)?;
    }
    let rules = [
        (&number, 1, limits.pause, "短信"),
        (&number, limits.per_hour, HOUR, "短信"),
        (&number, limits.per_day, KEPT, "短信"),
        (&address, limits.address_per_hour, HOUR, "短信"),
        (&address, limits.address_per_day, KEPT, "短信"),
        (&network, limits.network_per_hour, HOUR, "短信"),
        (&all, limits.all_per_hour, HOUR, SMS_OF_ALL),
    ];
    let mut closed = None;
    for (name, most, within, what) in rules {
        closed = closed.max(closed_until(tx, name, most, within, now)?.map(|until| Closed { until, what }));
    }
    if let Some(closed) = closed {
        return Ok(Err(closed));
    }
    for name in [&number, &address, &network] {
        store::count(tx, name, now)?;
    }
    Ok(Ok(()))
}

/// Judges a message that was asked for before and is sent now, and counts it among those of everybody.
pub fn queued(tx: &mut Tx, limits: &SmsLimits, now: Timestamp) -> db::Result<Result<(), Closed>> {
    let all = all();
    store::queue_up(tx, &all, now)?;
    if let Some(until) = closed_until(tx, &all, limits.all_per_hour, HOUR, now)? {
        return Ok(Err(Closed { until, what: SMS_OF_ALL }));
    }
    store::count(tx, &all, now)?;
    Ok(Ok(()))
}

fn all() -> Name {
    Name::new("sms-all", "")
}

/// Deletes what no limit counts any more; returns how many events that were.
pub async fn purge(app: &App) -> Result<u64, Error> {
    let before = app.steady().saturating_sub(KEPT).unwrap_or(Timestamp::MIN);
    app.write(move |tx| Ok(store::purge(tx, before)?)).await
}

#[cfg(test)]
mod tests;
