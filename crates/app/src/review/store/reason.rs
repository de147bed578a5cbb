//! The library of reasons for rejections.

use crate::rights::sql::may;
use db::{Result, Row, Tx, p};
use domain::id::StaffId;
use domain::order::RejectReason;
use domain::order::staff_form::{LibraryReason, PointsAt};
use domain::rights::Act;
use jiff::Timestamp;

db::sql! {
    LIST = concat!("select r.id, r.code, r.title, r.text, r.points_at, r.position, r.enabled, r.used, r.version
        from reject_reason r where ", may!("$1", "$2"), " order by r.position, r.id");
    OFFERED = "select code, title, text, points_at from reject_reason where enabled order by position, id";
    INSERT = concat!("insert into reject_reason
        (code, title, text, points_at, position, enabled, used, version, created_at, updated_at)
        select $2, $3, $4, $5, $6, $7, 0, 1, $8, $8 where ", may!("$1", "$9"), " on conflict (code) do nothing");
    UPDATE = concat!("update reject_reason set title = $4, text = $5, points_at = $6, position = $7, enabled = $8,
        version = version + 1, updated_at = $9 where id = $2 and version = $3 and ", may!("$1", "$10"));
    COUNT_USE = "update reject_reason set used = used + 1 where code = $1";
}

/// A reason of the library with what the page shows of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptReason {
    pub id: i64,
    /// Its words and its place.
    pub kept: LibraryReason,
    /// How often it was given.
    pub used: i64,
    /// Counts the changes; a page that shows an older one may not save.
    pub version: i64,
}

/// The whole library, for those who keep it.
pub fn list(tx: &mut Tx, staff: StaffId) -> Result<Vec<KeptReason>> {
    tx.all(&LIST, p![staff.get(), Act::KeepReasons.roles_text()], |r| {
        Ok(KeptReason {
            id: r.get(0)?,
            kept: LibraryReason { reason: reason(r, 1)?, position: r.get(5)?, enabled: r.get(6)? },
            used: r.get(7)?,
            version: r.get(8)?,
        })
    })
}

/// What reviewers may tick.
pub fn offered(tx: &mut Tx) -> Result<Vec<RejectReason>> {
    tx.all(&OFFERED, p![], |r| reason(r, 0))
}

/// Adds a reason; false if its code exists.
pub fn insert(tx: &mut Tx, by: StaffId, new: &LibraryReason, now: Timestamp) -> Result<bool> {
    let LibraryReason { reason, position, enabled } = new;
    let points_at = reason.points_at.map(PointsAt::code);
    let at = now.as_millisecond();
    let roles = Act::KeepReasons.roles_text();
    let values = p![by.get(), &reason.code, &reason.title, &reason.text, points_at, *position, *enabled, at, roles];
    Ok(tx.exec(&INSERT, values)? == 1)
}

/// Changes a reason under its version; false if somebody was faster.
pub fn update(tx: &mut Tx, by: StaffId, id: i64, version: i64, new: &LibraryReason, now: Timestamp) -> Result<bool> {
    let LibraryReason { reason, position, enabled } = new;
    let points_at = reason.points_at.map(PointsAt::code);
    let at = now.as_millisecond();
    let roles = Act::KeepReasons.roles_text();
    let values = p![by.get(), id, version, &reason.title, &reason.text, points_at, *position, *enabled, at, roles];
    Ok(tx.exec(&UPDATE, values)? == 1)
}

/// Counts a reason that was given.
pub fn count_use(tx: &mut Tx, code: &str) -> Result<()> {
    tx.exec(&COUNT_USE, p![code]).map(drop)
}

/// Code, title, text and what it points at, from column `first` on.
fn reason(row: &Row, first: usize) -> Result<RejectReason> {
    Ok(RejectReason {
        code: row.get(first)?,
        title: row.get(first + 1)?,
        text: row.get(first + 2)?,
        points_at: row.get::<Option<&str>>(first + 3)?.and_then(PointsAt::parse),
    })
}
