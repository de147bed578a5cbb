//! The table of certificates.

use super::Certificate;
use crate::Tx;
use crate::order::Stored;
use crate::vault::{Sealed, Vault};
use db::{Result, Row, p};
use domain::id::{CompanyId, OrderId, ProjectId};
use domain::order::{CertificateItem, CertificateKind, Held, Holder, KeyRole, Order, SealKind};
use jiff::Timestamp;

db::sql! {
    INSERT = "insert into certificate (order_id, submission, position, sealed, state, created_at, company_id,
        project_id, kind, role, years, seal, holder) values ($1, $2, $3, $4, 'requested', $5, $6, $7, $8, $9, $10, $11,
        $12) on conflict (order_id, submission, position) do nothing";
    NEXT_HOLDER = "select id, holder from certificate where id >= $1 and holder not like $2 order by id limit $3";
    PUT_HOLDER = "update certificate set holder = $3 where id = $1 and holder = $2";
    REVOKE = "update certificate set state = 'revoked' where order_id = $1";
    ISSUE = "update certificate set state = 'issued' where order_id = $1 and submission = $2 and state = 'requested'";
    OF_SUBMISSION = "select position, kind, role, years, seal, holder, state from certificate
        where order_id = $1 and submission = $2 order by position";
    HELD = "select count(*) as keys, count(seal) as seals from (select seal from certificate
        where company_id = $1 and project_id = $2 and role = 'main' and state <> 'revoked' limit 100) main_keys";
}

/// The column as the vault knows it.
const HOLDER: &str = "certificate.holder";

/// The sealed columns of this module.
pub(crate) static SEALED: &[Sealed] = &[Sealed { column: HOLDER, next: &NEXT_HOLDER, put: &PUT_HOLDER }];

/// Registers the ordered certificates for making.
pub fn add(tx: &mut Tx, stored: &Stored, now: Timestamp) -> Result<()> {
    let order = &stored.order;
    for (position, item) in (1_i64..).zip(&stored.draft.items) {
        let holder = item.holder.as_ref().map(|holder| tx.seal_json(HOLDER, holder)).transpose()?;
        let values = p![
            order.id.get(),
            order.submission,
            position,
            item.seal.is_some(),
            now.as_millisecond(),
            order.company.get(),
            stored.draft.project.get(),
            item.kind.code(),
            item.role.code(),
            item.years,
            item.seal.map(SealKind::code),
            holder.as_deref()
        ];
        tx.exec(&INSERT, values)?;
    }
    Ok(())
}

/// The certificates of an order that leaves the maker are made.
pub fn issue(tx: &mut Tx, order: &Order) -> Result<()> {
    tx.exec(&ISSUE, p![order.id.get(), order.submission]).map(drop)
}

/// Revokes an order's certificates (after sale).
pub fn revoke(tx: &mut Tx, order: OrderId) -> Result<()> {
    tx.exec(&REVOKE, p![order.get()]).map(drop)
}

/// The certificates of a submission.
pub fn of_submission(tx: &mut Tx, order: OrderId, submission: i64) -> Result<Vec<Certificate>> {
    let vault = tx.vault();
    tx.all(&OF_SUBMISSION, p![order.get(), submission], |r| certificate(vault, r))
}

/// The main keys that a company has on a platform.
pub fn held(tx: &mut Tx, company: CompanyId, project: ProjectId) -> Result<Held> {
    tx.one(&HELD, p![company.get(), project.get()], |r| Ok(Held { main_keys: r.get(0)?, sealed: r.get::<i64>(1)? > 0 }))
}

fn certificate(vault: &Vault, row: &Row) -> Result<Certificate> {
    let (kind, role): (&str, &str) = (row.get(1)?, row.get(2)?);
    let (seal, holder): (Option<&str>, Option<&str>) = (row.get(4)?, row.get(5)?);
    let unreadable = |what: &str| db::Error::Failed(format!("stored {what} of a certificate"));
    Ok(Certificate {
        position: row.get(0)?,
        item: CertificateItem {
            kind: CertificateKind::parse(kind).ok_or_else(|| unreadable("kind"))?,
            role: KeyRole::parse(role).ok_or_else(|| unreadable("role"))?,
            holder: holder.map(|text| vault.open_json::<Holder>(HOLDER, text)).transpose()?,
            years: row.get(3)?,
            seal: seal.map(|code| SealKind::parse(code).ok_or_else(|| unreadable("seal"))).transpose()?,
        },
        state: row.get(6)?,
    })
}
