//! The table of consents, and the newest one in the company's row.

use db::{Result, Tx, p};
use domain::id::CompanyId;
use jiff::Timestamp;

db::sql! {
    AGREED_VERSION = "select consent_version from company where id = $1";
    AGREE = "update company set consent_version = $2, updated_at = $3 where id = $1";
    RECORD = "insert into consent (company_id, version, at) values ($1, $2, $3)
        on conflict (company_id, version) do nothing";
}

/// The version that a company agreed to last.
pub fn agreed_version(tx: &mut Tx, company: CompanyId) -> Result<Option<String>> {
    tx.opt(&AGREED_VERSION, p![company.get()], |r| r.get(0))
}

/// Makes a version the one that the company agreed to last.
pub fn agree(tx: &mut Tx, company: CompanyId, version: &str, now: Timestamp) -> Result<()> {
    tx.exec(&AGREE, p![company.get(), version, now.as_millisecond()]).map(drop)
}

/// Keeps when a version was agreed to for the first time.
pub fn record(tx: &mut Tx, company: CompanyId, version: &str, now: Timestamp) -> Result<()> {
    tx.exec(&RECORD, p![company.get(), version, now.as_millisecond()]).map(drop)
}
