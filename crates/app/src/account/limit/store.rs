//! The table of what limits count. Rows of the future are those of a clock that ran ahead: they count from now on.

use crate::Tx;
use crate::stored::moment;
use db::{Result, p};
use jiff::Timestamp;

db::sql! {
    QUEUE_UP = "insert into operation (key, result, created_at) values ($1, '', $2)
        on conflict (key) do update set created_at = excluded.created_at";
    PURGE_QUEUE = "delete from operation where key like 'limit:%' and created_at < $1";
    CATCH_UP = "update limit_event set at = $2 where name = $1 and at > $2";
    NTH_LAST = "select at from limit_event where name = $1 order by at desc limit 1 offset $2";
    SINCE = "select count(*) as n, max(at) as last from limit_event where name = $1 and at > $2";
    COUNT = "insert into limit_event (name, at) values ($1, $2) returning id";
    TAKE_BACK = "delete from limit_event where id = $1";
    FORGET = "delete from limit_event where name = $1";
    PURGE = "delete from limit_event where at < $1";
}

/// What events are counted under.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name {
    kind: &'static str,
    text: String,
}

impl Name {
    /// A kind of event, and whose.
    pub fn new(kind: &'static str, text: impl Into<String>) -> Name {
        Name { kind, text: text.into() }
    }

    /// The stored form: names hold mobiles, addresses and companies, which nobody should read in a table of counts.
    pub(super) fn key(&self, tx: &Tx) -> String {
        format!("{}:{}", self.kind, tx.blind("limit_event.name", &self.text))
    }
}

/// Makes whoever counts under this name at the same time wait until this transaction ends: a limit counts rows, and a
/// row that is not there yet cannot be locked. Takes rows of the future back to now.
pub fn queue_up(tx: &mut Tx, name: &Name, now: Timestamp) -> Result<()> {
    let (key, now) = (name.key(tx), now.as_millisecond());
    tx.exec(&QUEUE_UP, p![&format!("limit:{key}"), now])?;
    tx.exec(&CATCH_UP, p![&key, now]).map(drop)
}

/// When the n-th last event happened, `n` from 1.
pub fn nth_last(tx: &mut Tx, name: &Name, n: i64) -> Result<Option<Timestamp>> {
    let key = name.key(tx);
    tx.opt(&NTH_LAST, p![&key, n - 1], |r| moment(r.get(0)?))
}

/// How many events happened after a moment, and when the last of them did.
pub fn since(tx: &mut Tx, name: &Name, after: Timestamp) -> Result<(i64, Option<Timestamp>)> {
    let key = name.key(tx);
    tx.one(&SINCE, p![&key, after.as_millisecond()], |r| {
        Ok((r.get(0)?, r.get::<Option<i64>>(1)?.map(moment).transpose()?))
    })
}

/// Adds an event; its row.
pub fn count(tx: &mut Tx, name: &Name, now: Timestamp) -> Result<i64> {
    let key = name.key(tx);
    tx.one(&COUNT, p![&key, now.as_millisecond()], |r| r.get(0))
}

pub fn take_back(tx: &mut Tx, event: i64) -> Result<()> {
    tx.exec(&TAKE_BACK, p![event]).map(drop)
}

/// Forgets everything under a name.
pub fn forget(tx: &mut Tx, name: &Name) -> Result<()> {
    let key = name.key(tx);
    tx.exec(&FORGET, p![&key]).map(drop)
}

/// Deletes what happened before this moment; returns how many events that were.
pub fn purge(tx: &mut Tx, before: Timestamp) -> Result<u64> {
    let before = before.as_millisecond();
    tx.exec(&PURGE_QUEUE, p![before])?;
    tx.exec(&PURGE, p![before])
}
