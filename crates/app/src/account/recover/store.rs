//! The tables of requests and of temporary passwords.

use crate::Tx;
use crate::stored::moment;
use db::{Error, Result, p};
use domain::account::TemporaryPassword;
use domain::contact::Mobile;
use domain::id::CompanyId;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

db::sql! {
    INSERT = "insert into recovery (wish, request, secret, created_at) values ($1, $2, '', $3) returning id";
    LOCK = "select wish, request, secret, created_at from recovery where id = $1 /*pg for update */";
    KEEP_SECRET = "update recovery set secret = $2 where id = $1";
    BLANK = "update recovery set request = '', secret = '' where id = $1";
    REPLACE = "insert into temporary_password (company_id, password, tries, created_at, expires_at)
        values ($1, $2, 0, $3, $4) on conflict (company_id) do update
        set password = excluded.password, tries = 0, created_at = excluded.created_at,
        expires_at = excluded.expires_at";
    TEMPORARY = "select t.company_id, t.password, t.tries, t.created_at, t.expires_at
        from temporary_password t join company c on c.id = t.company_id where c.name_key = $1";
    COUNT_TRY = "update temporary_password set tries = tries + 1 where company_id = $1 and password = $2";
    SPEND = "delete from temporary_password where company_id = $1 and password = $2 and tries < $3";
    WITHDRAW = "delete from temporary_password where company_id = $1";
    PURGE_REQUESTS = "delete from recovery where created_at < $1";
    PURGE_TEMPORARY = "delete from temporary_password where expires_at <= $1";
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wish {
    /// 忘记密码: a temporary password.
    Password,
    /// 用短信验证码登录: a code.
    Code,
}

impl Wish {
    fn code(self) -> &'static str {
        match self {
            Wish::Password => "password",
            Wish::Code => "code",
        }
    }
}

/// What was typed, as it is sealed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecoveryInput {
    /// The key of 企业名称.
    pub company_key: String,
    /// 注册手机号.
    pub mobile: Mobile,
}

/// How often one temporary password may be typed.
pub(super) const TRIES: i64 = 5;

/// Sealed texts are bound to their column. Rows live an hour at most, so their keys are never changed.
const REQUEST: &str = "recovery.request";
const SECRET: &str = "recovery.secret";

/// A request, as the worker reads it.
#[derive(Clone, Debug)]
pub struct Request {
    pub wish: Wish,
    /// Who asks.
    pub asked: RecoveryInput,
    /// The temporary password that was drawn for it; it must be the same on every try to send it.
    pub secret: Option<TemporaryPassword>,
    pub created_at: Timestamp,
}

/// Adds a request; its row.
pub fn insert(tx: &mut Tx, wish: Wish, asked: &RecoveryInput, now: Timestamp) -> Result<i64> {
    let asked = tx.seal_json(REQUEST, asked)?;
    tx.one(&INSERT, p![wish.code(), &asked, now.as_millisecond()], |r| r.get(0))
}

/// A request, locked; `None` when it is gone, or its message has been sent.
pub fn lock(tx: &mut Tx, id: i64) -> Result<Option<Request>> {
    let row = tx.opt(&LOCK, p![id], |r| {
        Ok((r.get::<String>(0)?, r.get::<String>(1)?, r.get::<String>(2)?, moment(r.get(3)?)?))
    })?;
    let Some((wish, asked, secret, created_at)) = row.filter(|(_, asked, ..)| !asked.is_empty()) else {
        return Ok(None);
    };
    let wish = match wish.as_str() {
        "password" => Wish::Password,
        "code" => Wish::Code,
        other => return Err(Error::Failed(format!("unknown wish {other}"))),
    };
    let secret = if secret.is_empty() { None } else { TemporaryPassword::read(&tx.open_text(SECRET, &secret)?) };
    Ok(Some(Request { wish, asked: tx.open_json(REQUEST, &asked)?, secret, created_at }))
}

/// Keeps the temporary password of a request until it is sent.
pub fn keep_secret(tx: &mut Tx, id: i64, secret: &TemporaryPassword) -> Result<()> {
    let secret = tx.seal_text(SECRET, secret.as_str())?;
    tx.exec(&KEEP_SECRET, p![id, &secret]).map(drop)
}

/// Empties a request: nothing of it is needed any more.
pub fn blank(tx: &mut Tx, id: i64) -> Result<()> {
    tx.exec(&BLANK, p![id]).map(drop)
}

/// A temporary password that may still be typed.
#[derive(Clone, Debug)]
pub struct IssuedPassword {
    company: CompanyId,
    pub hash: String,
}

/// Stores a company's temporary password; an older one is worth nothing any more.
pub fn replace(tx: &mut Tx, company: CompanyId, hash: &str, now: Timestamp, until: Timestamp) -> Result<()> {
    tx.exec(&REPLACE, p![company.get(), hash, now.as_millisecond(), until.as_millisecond()]).map(drop)
}

/// The temporary password of the company of this name. One from the future was made under a clock that ran ahead.
pub fn temporary(tx: &mut Tx, key: &str, now: Timestamp) -> Result<Option<IssuedPassword>> {
    let row = tx.opt(&TEMPORARY, p![key], |r| {
        let (tries, created, expires): (i64, i64, i64) = (r.get(2)?, r.get(3)?, r.get(4)?);
        let now = now.as_millisecond();
        let usable = tries < TRIES && created <= now && now < expires;
        Ok(usable.then_some(IssuedPassword { company: CompanyId::new(r.get(0)?), hash: r.get(1)? }))
    })?;
    Ok(row.flatten())
}

/// Counts a wrong try.
pub fn count_try(tx: &mut Tx, temporary: &IssuedPassword) -> Result<()> {
    tx.exec(&COUNT_TRY, p![temporary.company.get(), &temporary.hash]).map(drop)
}

/// Uses a temporary password up; false if somebody was faster, or it has been tried too often or replaced meanwhile.
pub fn spend(tx: &mut Tx, temporary: &IssuedPassword) -> Result<bool> {
    Ok(tx.exec(&SPEND, p![temporary.company.get(), &temporary.hash, TRIES])? == 1)
}

/// Takes a company's temporary password away.
pub fn withdraw(tx: &mut Tx, company: CompanyId) -> Result<()> {
    tx.exec(&WITHDRAW, p![company.get()]).map(drop)
}

/// Deletes requests of before this moment, and temporary passwords that have expired; returns how many.
pub fn purge(tx: &mut Tx, before: Timestamp, now: Timestamp) -> Result<u64> {
    let requests = tx.exec(&PURGE_REQUESTS, p![before.as_millisecond()])?;
    Ok(requests + tx.exec(&PURGE_TEMPORARY, p![now.as_millisecond()])?)
}
