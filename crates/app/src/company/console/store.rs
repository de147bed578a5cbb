//! Companies as staff look them up. Who may see them stands in each statement.

use crate::company::store::stored_mobile;
use crate::rights::sql::may;
use crate::stored::moment;
use crate::vault::Vault;
use crate::{Tx, company::store as companies};
use db::{Result, Row, p};
use domain::id::{CompanyId, StaffId};
use domain::rights::Act;
use jiff::Timestamp;

/// Most characters of a reason.
pub const REASON_MAX: usize = 200;

/// A search's columns and the rest of the statement.
macro_rules! found {
    ($($rest:tt)*) => {
        concat!("select c.id, c.name, c.credit_code, c.mobile, c.disabled, c.created_at from company c ", $($rest)*)
    };
}

db::sql! {
    NAME = concat!("select c.name from company c where c.id = $2 and ", may!("$1", "$3"));
    NAMED_FIRST = concat!("select c.id, c.name from company c
        where c.name_key /*pg collate \"C\" */ >= $2 and c.name_key /*pg collate \"C\" */ < $3
        and ", may!("$1", "$5"), " order by c.name_key /*pg collate \"C\" */ limit $4");
    NAMED_INSIDE = concat!("select c.id, c.name from company c where c.name_key like $2 escape '!'
        and ", may!("$1", "$4"), " order by c.id desc limit $3");
    FOUND = found!("where c.id = $2 and ", may!("$1", "$3"));
    BY_MOBILE = found!("where c.mobile_blind = $2 and ", may!("$1", "$4"), " order by c.id desc limit $3");
    BY_CREDIT_CODE = found!("where c.credit_code = $2 and ", may!("$1", "$4"), " order by c.id desc limit $3");
    NEWEST = found!("where ", may!("$1", "$3"), " order by c.id desc limit $2");
    ACCOUNT = concat!("select c.disabled, c.disabled_reason, c.created_at from company c where c.id = $2
        and ", may!("$1", "$3"));
    SET_DISABLED = concat!("update company set disabled = $3, disabled_reason = $4, updated_at = $5 where id = $2
        and ", may!("$1", "$6"));
}

/// A line of a search.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CompanyLine {
    pub id: CompanyId,
    /// 企业名称.
    pub name: String,
    /// 统一社会信用代码; empty until 基本信息 is given.
    pub credit_code: String,
    /// The registered mobile, masked.
    pub mobile: String,
    /// 停用.
    pub disabled: bool,
    /// 注册时间.
    pub created_at: Timestamp,
}

/// The name of a company.
pub fn name(tx: &mut Tx, staff: StaffId, id: CompanyId) -> Result<Option<String>> {
    tx.opt(&NAME, p![staff.get(), id.get(), Act::FindCompanies.roles_text()], |r| r.get(0))
}

/// Names that begin with a key, by the index; if there are none, names that contain it, newest first.
pub fn named(tx: &mut Tx, staff: StaffId, key: &str, limit: i64) -> Result<Vec<(CompanyId, String)>> {
    let line = |r: &Row| Ok((CompanyId::new(r.get(0)?), r.get(1)?));
    let end = format!("{key}\u{10FFFF}");
    let found = tx.all(&NAMED_FIRST, p![staff.get(), key, &end, limit, Act::FindCompanies.roles_text()], line)?;
    if !found.is_empty() {
        return Ok(found);
    }
    let escaped = key.replace('!', "!!").replace('%', "!%").replace('_', "!_");
    tx.all(&NAMED_INSIDE, p![staff.get(), &format!("%{escaped}%"), limit, Act::FindCompanies.roles_text()], line)
}

/// One company as a line.
pub fn found(tx: &mut Tx, staff: StaffId, id: CompanyId) -> Result<Option<CompanyLine>> {
    let vault = tx.vault();
    tx.opt(&FOUND, p![staff.get(), id.get(), Act::ReadCompanies.roles_text()], |r| line(vault, r))
}

/// The companies of a registered mobile, by its blind index.
pub fn by_mobile(tx: &mut Tx, staff: StaffId, blind: &str, limit: i64) -> Result<Vec<CompanyLine>> {
    let vault = tx.vault();
    tx.all(&BY_MOBILE, p![staff.get(), blind, limit, Act::ReadCompanies.roles_text()], |r| line(vault, r))
}

/// The companies of a credit code.
pub fn by_credit_code(tx: &mut Tx, staff: StaffId, code: &str, limit: i64) -> Result<Vec<CompanyLine>> {
    let vault = tx.vault();
    tx.all(&BY_CREDIT_CODE, p![staff.get(), code, limit, Act::ReadCompanies.roles_text()], |r| line(vault, r))
}

/// The newest companies.
pub fn newest(tx: &mut Tx, staff: StaffId, limit: i64) -> Result<Vec<CompanyLine>> {
    let vault = tx.vault();
    tx.all(&NEWEST, p![staff.get(), limit, Act::ReadCompanies.roles_text()], |r| line(vault, r))
}

fn line(vault: &Vault, row: &Row) -> Result<CompanyLine> {
    let mobile = stored_mobile(&vault.open_text(companies::MOBILE, row.get(3)?)?)?;
    Ok(CompanyLine {
        id: CompanyId::new(row.get(0)?),
        name: row.get(1)?,
        credit_code: row.get(2)?,
        mobile: mobile.masked(),
        disabled: row.get(4)?,
        created_at: moment(row.get(5)?)?,
    })
}

/// Why a company may not log in, if it may not, and since when it is registered.
pub fn account(tx: &mut Tx, staff: StaffId, id: CompanyId) -> Result<Option<(Option<String>, Timestamp)>> {
    tx.opt(&ACCOUNT, p![staff.get(), id.get(), Act::ReadCompanies.roles_text()], |r| {
        let disabled: bool = r.get(0)?;
        let reason: String = r.get(1)?;
        Ok((disabled.then_some(reason), moment(r.get(2)?)?))
    })
}

/// Takes the login away, or gives it back. False for whoever may not.
pub fn set_disabled(
    tx: &mut Tx,
    staff: StaffId,
    id: CompanyId,
    disabled: bool,
    reason: &str,
    now: Timestamp,
) -> Result<bool> {
    let roles = Act::SwitchCompanies.roles_text();
    Ok(tx.exec(&SET_DISABLED, p![staff.get(), id.get(), disabled, reason, now.as_millisecond(), roles])? == 1)
}
