//! The table of codes by SMS.

use crate::Tx;
use crate::company::store::stored_mobile;
use crate::stored::moment;
use crate::vault::Sealed;
use db::{Result, p};
use domain::contact::Mobile;
use domain::id::CompanyId;
use jiff::Timestamp;

db::sql! {
    REPLACE_CODES = "update sms_code set used = $3 where mobile_blind = $1 and purpose = $2 and used <> $3";
    INSERT_CODE = "insert into sms_code
        (mobile, mobile_blind, purpose, code, address, tries, used, created_at, expires_at)
        values ($1, $2, $3, $4, $5, 0, $6, $7, $8) returning id";
    CODE_TO_SEND = "select mobile, code, expires_at from sms_code where id = $1 and used = $2";
    LOCK_CODE = "select id, code, tries from sms_code
        where mobile_blind = $1 and purpose = $2 and used = $3 and expires_at > $4
        order by id desc limit 1 /*pg for update */";
    OPEN_CODE = "select id from sms_code
        where mobile_blind = $1 and purpose = $2 and used = $3 and expires_at > $4 order by id desc limit 1";
    COUNT_TRY = "update sms_code set tries = tries + 1 where id = $1";
    SPEND_CODE = "update sms_code set used = $2 where id = $1";
    NEXT_MOBILE = "select id, mobile from sms_code where id >= $1 and mobile not like $2 order by id limit $3";
    PUT_MOBILE = "update sms_code set mobile = $3 where id = $1 and mobile = $2";
    PURGE_CODES = "delete from sms_code where created_at < $1";
}

/// The column as the vault knows it, and the purpose of its index.
const MOBILE: &str = "sms_code.mobile";

/// The sealed columns of this module.
pub(crate) static SEALED: &[Sealed] = &[Sealed { column: MOBILE, next: &NEXT_MOBILE, put: &PUT_MOBILE }];

/// What a code is for; a code for one purpose is worth nothing for another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// 注册.
    Register,
    /// 登录 of this company.
    Login(CompanyId),
    /// 用户信息: a new number of this company.
    NewMobile(CompanyId),
}

impl Purpose {
    /// The stored name.
    pub fn code(self) -> String {
        match self {
            Purpose::Register => "register".to_owned(),
            Purpose::Login(company) => format!("login:{company}"),
            Purpose::NewMobile(company) => format!("mobile:{company}"),
        }
    }
}

/// Makes the codes that this number still has for this purpose useless.
pub fn replace_codes(tx: &mut Tx, purpose: Purpose, mobile: &Mobile) -> Result<()> {
    let mobile = tx.blind(MOBILE, mobile.as_str());
    tx.exec(&REPLACE_CODES, p![&mobile, &purpose.code(), true]).map(drop)
}

/// A code to be stored.
pub struct NewCode<'a> {
    pub purpose: Purpose,
    pub mobile: &'a Mobile,
    pub code: &'a str,
    /// Who caused it: an IP address; empty when the worker did for somebody who had asked.
    pub address: &'a str,
}

pub fn insert_code(tx: &mut Tx, new: &NewCode, now: Timestamp, expires_at: Timestamp) -> Result<i64> {
    let (now, expires_at, purpose) = (now.as_millisecond(), expires_at.as_millisecond(), new.purpose.code());
    let (mobile, blind) = (tx.seal_text(MOBILE, new.mobile.as_str())?, tx.blind(MOBILE, new.mobile.as_str()));
    let values = p![&mobile, &blind, &purpose, new.code, new.address, false, now, expires_at];
    tx.one(&INSERT_CODE, values, |r| r.get(0))
}

/// Number, digits and end of a code, for the worker; `None` once it was used or replaced.
pub fn code_to_send(tx: &mut Tx, id: i64) -> Result<Option<(Mobile, String, Timestamp)>> {
    let vault = tx.vault();
    tx.opt(&CODE_TO_SEND, p![id, false], |r| {
        Ok((stored_mobile(&vault.open_text(MOBILE, r.get(0)?)?)?, r.get(1)?, moment(r.get(2)?)?))
    })
}

/// A code that may still be typed.
pub struct OpenCode {
    pub id: i64,
    pub code: String,
    /// How often it was typed.
    pub tries: i64,
}

/// The valid code of a number, locked.
pub fn lock_code(tx: &mut Tx, purpose: Purpose, mobile: &Mobile, now: Timestamp) -> Result<Option<OpenCode>> {
    let mobile = tx.blind(MOBILE, mobile.as_str());
    tx.opt(&LOCK_CODE, p![&mobile, &purpose.code(), false, now.as_millisecond()], |r| {
        Ok(OpenCode { id: r.get(0)?, code: r.get(1)?, tries: r.get(2)? })
    })
}

/// True when a number has a valid code.
pub fn has_code(tx: &mut Tx, purpose: Purpose, mobile: &Mobile, now: Timestamp) -> Result<bool> {
    let (mobile, purpose) = (tx.blind(MOBILE, mobile.as_str()), purpose.code());
    let values = p![&mobile, &purpose, false, now.as_millisecond()];
    Ok(tx.opt(&OPEN_CODE, values, |r| r.get::<i64>(0))?.is_some())
}

pub fn count_try(tx: &mut Tx, id: i64) -> Result<()> {
    tx.exec(&COUNT_TRY, p![id]).map(drop)
}

/// Marks a code as used.
pub fn spend_code(tx: &mut Tx, id: i64) -> Result<()> {
    tx.exec(&SPEND_CODE, p![id, true]).map(drop)
}

/// Deletes codes of before this moment.
pub fn purge_codes(tx: &mut Tx, before: Timestamp) -> Result<u64> {
    tx.exec(&PURGE_CODES, p![before.as_millisecond()])
}
