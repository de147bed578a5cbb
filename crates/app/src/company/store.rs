//! The table of companies. The password's hash leaves it only through [`credentials`].

use crate::Tx;
use crate::vault::{Sealed, Vault};
use crate::who::CompanyUser;
use db::{Result, Row, p};
use domain::account::CompanyName;
use domain::company::CompanyProfile;
use domain::company::Contact;
use domain::company::InvoiceProfile;
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
        created_at, updated_at, mobile_blind)
        values ($1, $2, $3, $4, $5, null, null, $6, 1, $7, $7, $8) on conflict (name_key) do nothing returning id";
    NEXT_MOBILE = "select id, mobile from company where id >= $1 and mobile not like $2 order by id limit $3";
    PUT_MOBILE = "update company set mobile = $3 where id = $1 and mobile = $2";
    NEXT_CONTACT = "select id, contact from company where id >= $1 and contact not like $2 order by id limit $3";
    PUT_CONTACT = "update company set contact = $3 where id = $1 and contact = $2";
    NEXT_PROFILE = "select id, profile from company where id >= $1 and profile not like $2 order by id limit $3";
    PUT_PROFILE = "update company set profile = $3 where id = $1 and profile = $2";
    NEXT_INVOICE = "select id, invoice_profile from company where id >= $1 and invoice_profile not like $2
        order by id limit $3";
    PUT_INVOICE = "update company set invoice_profile = $3 where id = $1 and invoice_profile = $2";
    UPDATE = "update company set contact = $2, profile = $3, invoice_profile = $4, version = $5, updated_at = $6,
        credit_code = $7, mobile = $8, mobile_blind = $9 where id = $1";
    SET_PASSWORD = "update company set password = $2, updated_at = $3 where id = $1";
}

/// The columns as the vault knows them.
pub(crate) const MOBILE: &str = "company.mobile";
pub(crate) const CONTACT: &str = "company.contact";
const PROFILE: &str = "company.profile";
const INVOICE: &str = "company.invoice_profile";

/// A company with its three profiles.
#[derive(Clone, Debug, PartialEq)]
pub struct Company {
    pub id: CompanyId,
    /// 企业名称, which is also the login name.
    pub name: String,
    /// 注册手机号: the number that was verified. Personal.
    pub mobile: Mobile,
    /// 用户信息. The name is empty until it is given; the mobile is there from the start.
    pub contact: Contact,
    /// 基本信息, once given.
    pub profile: Option<CompanyProfile>,
    /// 发票信息, once given.
    pub invoice_profile: Option<InvoiceProfile>,
    /// Counts the changes; a page that shows an older one may not save.
    pub version: i64,
}

impl Company {
    pub fn user(&self) -> CompanyUser {
        CompanyUser { id: self.id, name: self.name.clone(), contact_name: self.contact.name.clone() }
    }
}

/// The sealed columns of this module.
pub(crate) static SEALED: &[Sealed] = &[
    Sealed { column: MOBILE, next: &NEXT_MOBILE, put: &PUT_MOBILE },
    Sealed { column: CONTACT, next: &NEXT_CONTACT, put: &PUT_CONTACT },
    Sealed { column: PROFILE, next: &NEXT_PROFILE, put: &PUT_PROFILE },
    Sealed { column: INVOICE, next: &NEXT_INVOICE, put: &PUT_INVOICE },
];

pub fn get(tx: &mut Tx, id: CompanyId) -> Result<Option<Company>> {
    let vault = tx.vault();
    tx.opt(&GET, p![id.get()], |r| company(vault, r))
}

/// Reads a company and keeps others from changing it until the transaction ends. Lock companies before sessions.
pub fn lock(tx: &mut Tx, id: CompanyId) -> Result<Option<Company>> {
    let vault = tx.vault();
    tx.opt(&LOCK, p![id.get()], |r| company(vault, r))
}

/// The company of this name, by the key of [`CompanyName::key`].
pub fn find_by_key(tx: &mut Tx, key: &str) -> Result<Option<Company>> {
    let vault = tx.vault();
    tx.opt(&FIND_BY_KEY, p![key], |r| company(vault, r))
}

/// The company of this name and its password's hash, for a login.
pub fn credentials(tx: &mut Tx, key: &str) -> Result<Option<(Company, String)>> {
    let vault = tx.vault();
    tx.opt(&CREDENTIALS, p![key], |r| Ok((company(vault, r)?, r.get(7)?)))
}

/// Replaces the password's hash of a company that the caller has locked.
pub fn set_password(tx: &mut Tx, id: CompanyId, hash: &str, now: Timestamp) -> Result<()> {
    tx.exec(&SET_PASSWORD, p![id.get(), hash, now.as_millisecond()]).map(drop)
}

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
    let (key, (mobile, blind)) = (new.name.key(), sealed_mobile(tx, &new.mobile)?);
    let contact = tx.seal_json(CONTACT, &new.contact)?;
    let (name, now) = (new.name.as_str(), now.as_millisecond());
    let values = p![name, &key, &new.password, &mobile, &contact, &new.consent_version, now, &blind];
    Ok(tx.opt(&INSERT, values, |r| r.get(0))?.map(CompanyId::new))
}

/// A number as it is stored, and its index for look-ups.
fn sealed_mobile(tx: &Tx, mobile: &Mobile) -> Result<(String, String)> {
    Ok((tx.seal_text(MOBILE, mobile.as_str())?, tx.blind(MOBILE, mobile.as_str())))
}

/// Writes the three profiles, the registered mobile and the version of a company that the caller has locked.
pub fn update(tx: &mut Tx, company: &Company, now: Timestamp) -> Result<()> {
    let contact = tx.seal_json(CONTACT, &company.contact)?;
    let profile = company.profile.as_ref().map(|p| tx.seal_json(PROFILE, p)).transpose()?;
    let invoice = company.invoice_profile.as_ref().map(|i| tx.seal_json(INVOICE, i)).transpose()?;
    let code = company.profile.as_ref().map_or("", |profile| profile.credit_code.as_str());
    let (mobile, blind) = sealed_mobile(tx, &company.mobile)?;
    let now = now.as_millisecond();
    let values = p![company.id.get(), &contact, &profile, &invoice, company.version, now, code, &mobile, &blind];
    tx.exec(&UPDATE, values).map(drop)
}

fn company(vault: &Vault, row: &Row) -> Result<Company> {
    let (profile, invoice): (Option<&str>, Option<&str>) = (row.get(4)?, row.get(5)?);
    Ok(Company {
        id: CompanyId::new(row.get(0)?),
        name: row.get(1)?,
        mobile: stored_mobile(&vault.open_text(MOBILE, row.get(2)?)?)?,
        contact: vault.open_json(CONTACT, row.get(3)?)?,
        profile: profile.map(|text| vault.open_json(PROFILE, text)).transpose()?,
        invoice_profile: invoice.map(|text| vault.open_json(INVOICE, text)).transpose()?,
        version: row.get(6)?,
    })
}

/// Reads a stored number. The number itself stays out of the message.
pub(crate) fn stored_mobile(text: &str) -> Result<Mobile> {
    Mobile::parse(text).ok_or_else(|| db::Error::Failed("a stored mobile number is none".into()))
}
