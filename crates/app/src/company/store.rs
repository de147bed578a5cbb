//! The table of companies. The password's hash leaves it only through [`credentials`].

use super::Company;
use crate::stored::{from_json, to_json};
use db::{Result, Row, Tx, p};
use domain::account::CompanyName;
use domain::company::Contact;
use domain::contact::Mobile;
use domain::id::CompanyId;
use jiff::Timestamp;

db::sql! {
    GET = "select id, name, mobile, contact, profile, invoice_profile, version from company where id = $1";
    LOCK = "select id, name, mobile, contact, profile, invoice_profile, version from company
        where id = $1 /*pg for update */";
    FIND_BY_KEY = "select id, name, mobile, contact, profile, invoice_profile, version from company
        where name_key = $1";
    CREDENTIALS = "select id, name, mobile, contact, profile, invoice_profile, version, password from company
        where name_key = $1";
    INSERT = "insert into company
        (name, name_key, password, mobile, contact, profile, invoice_profile, consent_version, version,
        created_at, updated_at)
        values ($1, $2, $3, $4, $5, null, null, $6, 1, $7, $7) on conflict (name_key) do nothing returning id";
    UPDATE = "update company set contact = $2, profile = $3, invoice_profile = $4, version = $5, updated_at = $6,
        credit_code = $7 where id = $1";
    SET_PASSWORD = "update company set password = $2, updated_at = $3 where id = $1";
}

/// Reads a company.
pub fn get(tx: &mut Tx, id: CompanyId) -> Result<Option<Company>> {
    tx.opt(&GET, p![id.get()], company)
}

/// Reads a company and keeps others from changing it until the transaction ends. Lock companies before sessions.
pub fn lock(tx: &mut Tx, id: CompanyId) -> Result<Option<Company>> {
    tx.opt(&LOCK, p![id.get()], company)
}

/// The company of this name, by the key of [`CompanyName::key`].
pub fn find_by_key(tx: &mut Tx, key: &str) -> Result<Option<Company>> {
    tx.opt(&FIND_BY_KEY, p![key], company)
}

/// The company of this name and its password's hash, for a login.
pub fn credentials(tx: &mut Tx, key: &str) -> Result<Option<(Company, String)>> {
    tx.opt(&CREDENTIALS, p![key], |r| Ok((company(r)?, r.get(7)?)))
}

/// Replaces the password's hash of a company that the caller has locked.
pub fn set_password(tx: &mut Tx, id: CompanyId, hash: &str, now: Timestamp) -> Result<()> {
    tx.exec(&SET_PASSWORD, p![id.get(), hash, now.as_millisecond()]).map(drop)
}

/// What a registration stores.
#[derive(Clone)]
pub struct NewCompany {
    /// The login name.
    pub name: CompanyName,
    /// The password's hash.
    pub password: String,
    /// The verified number.
    pub mobile: Mobile,
    /// 联系人姓名 if given, and the same number.
    pub contact: Contact,
    /// The terms that were agreed to.
    pub consent_version: String,
}

/// Adds a company at version 1; `None` if the name is taken.
pub fn insert(tx: &mut Tx, new: &NewCompany, now: Timestamp) -> Result<Option<CompanyId>> {
    let (key, contact) = (new.name.key(), to_json(&new.contact)?);
    let values = p![
        new.name.as_str(),
        &key,
        &new.password,
        new.mobile.as_str(),
        &contact,
        &new.consent_version,
        now.as_millisecond()
    ];
    Ok(tx.opt(&INSERT, values, |r| r.get(0))?.map(CompanyId::new))
}

/// Writes the three profiles and the version of a company that the caller has locked.
pub fn update(tx: &mut Tx, company: &Company, now: Timestamp) -> Result<()> {
    let contact = to_json(&company.contact)?;
    let profile = company.profile.as_ref().map(to_json).transpose()?;
    let invoice = company.invoice_profile.as_ref().map(to_json).transpose()?;
    let code = company.profile.as_ref().map_or("", |profile| profile.credit_code.as_str());
    let values = p![company.id.get(), &contact, &profile, &invoice, company.version, now.as_millisecond(), code];
    tx.exec(&UPDATE, values).map(drop)
}

fn company(row: &Row) -> Result<Company> {
    let (profile, invoice): (Option<&str>, Option<&str>) = (row.get(4)?, row.get(5)?);
    Ok(Company {
        id: CompanyId::new(row.get(0)?),
        name: row.get(1)?,
        mobile: stored_mobile(row.get(2)?)?,
        contact: from_json(row.get(3)?)?,
        profile: profile.map(from_json).transpose()?,
        invoice_profile: invoice.map(from_json).transpose()?,
        version: row.get(6)?,
    })
}

/// Reads a stored number. The number itself stays out of the message.
pub(crate) fn stored_mobile(text: &str) -> Result<Mobile> {
    Mobile::parse(text).ok_or_else(|| db::Error::Failed("a stored mobile number is none".into()))
}
