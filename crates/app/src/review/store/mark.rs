//! The table of marks.

use crate::rights::sql::may;
use db::{Result, Tx, p};
use domain::id::{CompanyId, OrderId, StaffId};
use domain::rights::Act;
use jiff::Timestamp;

db::sql! {
    INSERT = "insert into submission_mark (kind, mark, company_id, order_id, at) values ($1, $2, $3, $4, $5)
        on conflict (kind, mark, order_id) do update set at = excluded.at";
    OTHERS = concat!("select distinct c.name from submission_mark m join company c on c.id = m.company_id
        where m.kind = $2 and m.mark = $3 and m.company_id <> $4 and m.at >= $5 and ", may!("$1", "$7"),
        " order by c.name limit $6");
    SEALED_BEFORE = "select o.number from certificate k join orders o on o.id = k.order_id
        where o.company_id = $1 and o.id <> $2 and k.sealed and k.state <> 'revoked' order by o.id desc limit 1";
    PURGE = "delete from submission_mark where at < $1";
}

/// What a mark stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MarkKind {
    /// An identity document.
    Person,
    /// An address to which a parcel goes.
    Address,
}

impl MarkKind {
    /// The stored code, and the purpose of the blind index.
    pub fn code(self) -> &'static str {
        match self {
            MarkKind::Person => "person",
            MarkKind::Address => "address",
        }
    }
}

/// Stores a mark; a later submission of the same order renews it.
pub fn insert(
    tx: &mut Tx,
    kind: MarkKind,
    mark: &str,
    company: CompanyId,
    order: OrderId,
    now: Timestamp,
) -> Result<()> {
    tx.exec(&INSERT, p![kind.code(), mark, company.get(), order.get(), now.as_millisecond()]).map(drop)
}

/// The names of other companies with this mark.
pub fn others(
    tx: &mut Tx,
    staff: StaffId,
    kind: MarkKind,
    mark: &str,
    own: CompanyId,
    since: Timestamp,
    limit: i64,
) -> Result<Vec<String>> {
    let roles = Act::ReadReviews.roles_text();
    let values = p![staff.get(), kind.code(), mark, own.get(), since.as_millisecond(), limit, roles];
    tx.all(&OTHERS, values, |r| r.get(0))
}

/// Deletes the marks of before this moment.
pub fn purge(tx: &mut Tx, before: Timestamp) -> Result<u64> {
    tx.exec(&PURGE, p![before.as_millisecond()])
}

/// The newest other order of a company that made it a certificate with a seal.
pub fn sealed_before(tx: &mut Tx, company: CompanyId, but: OrderId) -> Result<Option<String>> {
    tx.opt(&SEALED_BEFORE, p![company.get(), but.get()], |r| r.get(0))
}
