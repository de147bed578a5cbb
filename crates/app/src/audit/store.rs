//! The tables of the audit trail. Rows are added and read; nothing here changes or deletes one.

use crate::audit::Action;
use crate::stored::moment;
use db::{Result, Tx, p};
use domain::actor::Actor;
use jiff::Timestamp;

db::sql! {
    LOCK_HEAD = "insert into audit_head (id, seq, hash) values (1, 0, $1)
        on conflict (id) do update set seq = audit_head.seq returning seq, hash";
    SET_HEAD = "update audit_head set seq = $1, hash = $2 where id = 1";
    HEAD = "select seq, hash from audit_head where id = 1";
    ADD = "insert into audit (seq, at, action, actor, actor_name, subject, detail, hash)
        values ($1, $2, $3, $4, $5, $6, $7, $8)";
    WALK = "select seq, at, action, actor, actor_name, subject, detail, hash from audit order by seq";
    FIRST_SINCE = "select min(seq) as seq from audit where at >= $1";
    LAST_BEFORE = "select max(seq) as seq from audit where at < $1";
    OLDER = "select seq, at, action, actor, actor_name, subject, detail from audit
        where seq < $1 and seq >= $2 order by seq desc limit $3";
    OLDER_ACTION = "select seq, at, action, actor, actor_name, subject, detail from audit
        where seq < $1 and seq >= $2 and action = $4 order by seq desc limit $3";
    OLDER_PERSON = "select seq, at, action, actor, actor_name, subject, detail from audit
        where seq < $1 and seq >= $2 and actor_name = $4 order by seq desc limit $3";
    OLDER_ACTION_PERSON = "select seq, at, action, actor, actor_name, subject, detail from audit
        where seq < $1 and seq >= $2 and action = $4 and actor_name = $5 order by seq desc limit $3";
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TrailLine {
    /// Its place in the chain.
    pub seq: i64,
    pub at: Timestamp,
    pub action: Action,
    pub actor: Actor,
    pub subject: String,
    pub detail: String,
}

/// The end of the chain.
pub struct Head {
    /// The last row; 0 before the first.
    pub seq: i64,
    /// Its hash; empty before the first.
    pub hash: Vec<u8>,
}

/// A row as it is stored and hashed.
pub struct Row<'a> {
    /// Its place, from 1, without a gap.
    pub seq: i64,
    pub at: Timestamp,
    /// What, as stored.
    pub action: &'a str,
    /// Who, as stored JSON.
    pub actor: &'a str,
    /// Who, as shown.
    pub actor_name: &'a str,
    pub subject: &'a str,
    pub detail: &'a str,
}

/// Reads the end of the chain and keeps others from adding until the transaction ends.
pub fn lock_head(tx: &mut Tx) -> Result<Head> {
    tx.one(&LOCK_HEAD, p![&[0_u8; 0]], |r| Ok(Head { seq: r.get(0)?, hash: r.get(1)? }))
}

/// The end of the chain; `None` before the first row.
pub fn head(tx: &mut Tx) -> Result<Option<Head>> {
    tx.opt(&HEAD, p![], |r| Ok(Head { seq: r.get(0)?, hash: r.get(1)? }))
}

/// Moves the end of the chain.
pub fn set_head(tx: &mut Tx, seq: i64, hash: &[u8]) -> Result<()> {
    tx.exec(&SET_HEAD, p![seq, hash]).map(drop)
}

pub fn add(tx: &mut Tx, row: &Row, hash: &[u8]) -> Result<()> {
    let at = row.at.as_millisecond();
    let values = p![row.seq, at, row.action, row.actor, row.actor_name, row.subject, row.detail, hash];
    tx.exec(&ADD, values).map(drop)
}

/// Streams every row with its hash, in the order of the chain.
pub fn walk(tx: &mut Tx, mut each: impl FnMut(&Row, &[u8])) -> Result<()> {
    tx.step(&WALK, p![], |r| {
        let row = Row {
            seq: r.get(0)?,
            at: moment(r.get(1)?)?,
            action: r.get(2)?,
            actor: r.get(3)?,
            actor_name: r.get(4)?,
            subject: r.get(5)?,
            detail: r.get(6)?,
        };
        let hash: Vec<u8> = r.get(7)?;
        each(&row, &hash);
        Ok(true)
    })
    .map(drop)
}

/// The place of the first row at or after a moment, if there is one.
pub fn first_since(tx: &mut Tx, at: Timestamp) -> Result<Option<i64>> {
    tx.one(&FIRST_SINCE, p![at.as_millisecond()], |r| r.get(0))
}

/// The place of the last row before a moment, if there is one.
pub fn last_before(tx: &mut Tx, at: Timestamp) -> Result<Option<i64>> {
    tx.one(&LAST_BEFORE, p![at.as_millisecond()], |r| r.get(0))
}

/// Places of the trail: before `below` and not before `from`.
#[derive(Clone, Copy, Debug)]
pub struct TrailRange {
    pub below: i64,
    pub from: i64,
}

/// Rows of a range, newest first.
pub fn older(
    tx: &mut Tx,
    TrailRange { below, from }: TrailRange,
    action: Option<&str>,
    person: Option<&str>,
    limit: i64,
) -> Result<Vec<TrailLine>> {
    match (action, person) {
        (None, None) => tx.all(&OLDER, p![below, from, limit], line),
        (Some(action), None) => tx.all(&OLDER_ACTION, p![below, from, limit, action], line),
        (None, Some(person)) => tx.all(&OLDER_PERSON, p![below, from, limit, person], line),
        (Some(action), Some(person)) => tx.all(&OLDER_ACTION_PERSON, p![below, from, limit, action, person], line),
    }
}

fn line(row: &db::Row) -> Result<TrailLine> {
    let action: &str = row.get(2)?;
    let unreadable = || db::Error::Failed(format!("unknown audit action {action}"));
    Ok(TrailLine {
        seq: row.get(0)?,
        at: moment(row.get(1)?)?,
        action: super::Action::from_code(action).ok_or_else(unreadable)?,
        actor: crate::stored::from_json(row.get(3)?)?,
        subject: row.get(5)?,
        detail: row.get(6)?,
    })
}
