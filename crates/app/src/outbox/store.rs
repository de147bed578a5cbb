//! The outbox's table.

use super::{Job, JobState};
use crate::stored::moment;
use db::{Result, Row, Tx, p};
use domain::id::EffectId;
use jiff::{SignedDuration, Timestamp};

db::sql! {
    INSERT = "insert into outbox
        (kind, key, payload, state, run_at, lease_until, attempts, last_error, created_at, updated_at)
        values ($1, $2, $3, 'ready', $4, 0, 0, '', $5, $5) on conflict (key) do nothing";
    NEXT_DUE = "select min(run_at) as due from outbox where state = 'ready' and lease_until <= $1";
    CLAIM = "update outbox set lease_until = $2, attempts = attempts + 1, updated_at = $1
        where id in (select id from outbox where state = 'ready' and run_at <= $1 and lease_until <= $1
            order by run_at limit $3 /*pg for update skip locked */)
        returning id, payload, attempts, created_at";
    MARK = "update outbox set state = $2, run_at = $3, lease_until = 0, last_error = $4, updated_at = $5,
        attempts = $7 where id = $1 and lease_until = $6";
    FORGET_LEASES = "update outbox set lease_until = 0, attempts = case when attempts > 1 then attempts - 1 else 1 end
        where state = 'ready' and lease_until > 0";
    HURRY = "update outbox set run_at = $2, updated_at = $2
        where key = $1 and state = 'ready' and lease_until <= $2 and run_at > $2";
    AGAIN = "update outbox set state = 'ready', run_at = $2, lease_until = 0, attempts = 1, updated_at = $2
        where key = $1 and state in ('dead', 'done')";
    SETTLE = "update outbox set state = 'done', updated_at = $2 where key = $1 and state = 'dead'";
    SUPERSEDE = "update outbox set state = 'done', updated_at = $3
        where state = 'dead' and (key = $1 or substr(key, 1, length($2)) = $2)";
    COUNT_STATE = "select count(*) as n from outbox where state = $1";
}

/// A claimed row. Only its holder may mark it: the lease is part of the condition.
#[derive(Clone, Debug)]
pub struct Claimed {
    pub id: EffectId,
    pub job: Job,
    /// How often it has been tried since it last went well, this time included.
    pub attempts: i64,
    pub created_at: Timestamp,
    pub lease_until: Timestamp,
}

/// Stores a row; does nothing if the key exists.
pub fn insert(tx: &mut Tx, kind: &str, key: &str, payload: &str, run_at: Timestamp, now: Timestamp) -> Result<()> {
    tx.exec(&INSERT, p![kind, key, payload, run_at.as_millisecond(), now.as_millisecond()]).map(drop)
}

/// When the next row that nobody holds is due; `None` when there is none.
pub fn next_due(tx: &mut Tx, now: Timestamp) -> Result<Option<Timestamp>> {
    let due = tx.one(&NEXT_DUE, p![now.as_millisecond()], |r| r.get::<Option<i64>>(0))?;
    due.map(moment).transpose()
}

/// Claims up to `limit` due rows for `lease`.
pub fn claim(tx: &mut Tx, now: Timestamp, lease: SignedDuration, limit: i64) -> Result<Vec<Claimed>> {
    let until = domain::time::after(now, lease);
    tx.all(&CLAIM, p![now.as_millisecond(), until.as_millisecond(), limit], |r| claimed(r, until))
}

fn claimed(row: &Row, lease_until: Timestamp) -> Result<Claimed> {
    let payload: &str = row.get(1)?;
    let job = serde_json::from_str(payload).unwrap_or(Job::Unreadable);
    Ok(Claimed {
        id: EffectId::new(row.get(0)?),
        job,
        attempts: row.get(2)?,
        created_at: moment(row.get(3)?)?,
        lease_until,
    })
}

/// What becomes of a claimed row.
#[derive(Clone, Debug)]
pub struct Mark {
    /// Ready again, done, or dead.
    pub state: JobState,
    /// When it is due again.
    pub run_at: Timestamp,
    /// Failures in a row so far.
    pub attempts: i64,
    /// What went wrong last; empty when nothing did.
    pub error: String,
}

/// Marks a claimed row. False if the lease was lost to another worker.
pub fn mark(tx: &mut Tx, row: &Claimed, mark: &Mark, now: Timestamp) -> Result<bool> {
    let values = p![
        row.id.get(),
        mark.state.code(),
        mark.run_at.as_millisecond(),
        &mark.error,
        now.as_millisecond(),
        row.lease_until.as_millisecond(),
        mark.attempts
    ];
    Ok(tx.exec(&MARK, values)? == 1)
}

/// Forgets every lease: for the start of the only worker there is, whose predecessor was killed. A try that was cut off
/// is no failure of the vendor's, so it makes no pause longer; yet it leaves one try behind, because it may have reached
/// the vendor, and who finds a try before his own asks first.
pub fn forget_leases(tx: &mut Tx) -> Result<u64> {
    tx.exec(&FORGET_LEASES, p![])
}

/// Brings a waiting row forward: somebody stands before the screen.
pub fn hurry(tx: &mut Tx, key: &str, now: Timestamp) -> Result<()> {
    tx.exec(&HURRY, p![key, now.as_millisecond()]).map(drop)
}

/// Sends a dead or done row once more, under the same key. False if there is no such row.
pub fn again(tx: &mut Tx, key: &str, now: Timestamp) -> Result<bool> {
    Ok(tx.exec(&AGAIN, p![key, now.as_millisecond()])? == 1)
}

/// A dead row is done: its work was done by hand, by another row, or is not wanted any more. Other rows are left alone.
pub fn settle(tx: &mut Tx, key: &str, now: Timestamp) -> Result<()> {
    tx.exec(&SETTLE, p![key, now.as_millisecond()]).map(drop)
}

/// A row is sent anew under another key: it, and those that were sent anew before under keys that begin with `key` and
/// `mark`, are done if they are dead. Nobody is to send them once more, or count them as waiting.
pub fn supersede(tx: &mut Tx, key: &str, mark: char, now: Timestamp) -> Result<()> {
    let begins = format!("{key}{mark}");
    tx.exec(&SUPERSEDE, p![key, &begins, now.as_millisecond()]).map(drop)
}

/// How many rows stand in this state.
pub fn count(tx: &mut Tx, state: JobState) -> Result<i64> {
    tx.one(&COUNT_STATE, p![state.code()], |r| r.get(0))
}
