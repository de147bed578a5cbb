//! Companies as staff look them up. Who may see them stands in each statement.

use db::{Result, Row, Tx, p};
use domain::id::{CompanyId, StaffId};

db::sql! {
    NAME = "select c.name from company c where c.id = $2 and exists (select 1 from staff t where t.id = $1
        and t.enabled and t.role in ('reviewer', 'shipper', 'support', 'finance', 'supervisor', 'auditor'))";
    NAMED_FIRST = "select c.id, c.name from company c
        where c.name_key /*pg collate \"C\" */ >= $2 and c.name_key /*pg collate \"C\" */ < $3
        and exists (select 1 from staff t where t.id = $1
        and t.enabled and t.role in ('reviewer', 'shipper', 'support', 'finance', 'supervisor', 'auditor'))
        order by c.name_key /*pg collate \"C\" */ limit $4";
    NAMED_INSIDE = "select c.id, c.name from company c where c.name_key like $2 escape '!'
        and exists (select 1 from staff t where t.id = $1
        and t.enabled and t.role in ('reviewer', 'shipper', 'support', 'finance', 'supervisor', 'auditor'))
        order by c.id desc limit $3";
}

/// The name of a company.
pub fn name(tx: &mut Tx, staff: StaffId, id: CompanyId) -> Result<Option<String>> {
    tx.opt(&NAME, p![staff.get(), id.get()], |r| r.get(0))
}

/// Names that begin with a key, by the index; if there are none, names that contain it, newest first.
pub fn named(tx: &mut Tx, staff: StaffId, key: &str, limit: i64) -> Result<Vec<(CompanyId, String)>> {
    let line = |r: &Row| Ok((CompanyId::new(r.get(0)?), r.get(1)?));
    let end = format!("{key}\u{10FFFF}");
    let found = tx.all(&NAMED_FIRST, p![staff.get(), key, &end, limit], line)?;
    if !found.is_empty() {
        return Ok(found);
    }
    let escaped = key.replace('!', "!!").replace('%', "!%").replace('_', "!_");
    tx.all(&NAMED_INSIDE, p![staff.get(), &format!("%{escaped}%"), limit], line)
}
