//! The staff accounts as a login reads them. Administrators change them in `staff::store`.

use crate::Tx;
use crate::who::StaffUser;
use db::{Error, Result, Row, p};
use domain::id::{OutletId, StaffId};
use domain::rights::Role;
use jiff::Timestamp;

db::sql! {
    FIND_STAFF = "select t.id, t.role, t.name, t.outlet_id, o.name, t.password, t.totp_secret
        from staff t left join outlet o on o.id = t.outlet_id where t.login = $1 and t.enabled";
    LOCK_STEP = "select totp_step from staff where id = $1 /*pg for update */";
    RECORD_STEP = "update staff set totp_step = $2, login_at = $3 where id = $1";
    INSERT_STAFF = "insert into staff
        (login, name, role, outlet_id, password, totp_secret, totp_step, failures, locked_until, created_at)
        values ($1, $2, $3, $4, $5, $6, 0, 0, 0, $7) on conflict (login) do nothing";
}

/// A staff account, as a login needs it.
pub struct StaffAccount {
    pub user: StaffUser,
    /// The password's hash.
    pub password: String,
    /// The secret of the one-time codes in base32; empty while none is enrolled.
    pub totp_secret: String,
}

/// The enabled account of a login name.
pub fn find_staff(tx: &mut Tx, login: &str) -> Result<Option<StaffAccount>> {
    tx.opt(&FIND_STAFF, p![login], |r| {
        Ok(StaffAccount { user: staff_user(r, 0)?, password: r.get(5)?, totp_secret: r.get(6)? })
    })
}

/// The last TOTP step that was accepted, locked.
pub fn lock_step(tx: &mut Tx, id: StaffId) -> Result<i64> {
    tx.one(&LOCK_STEP, p![id.get()], |r| r.get(0))
}

/// Stores the step that a login used up.
pub fn record_step(tx: &mut Tx, id: StaffId, totp_step: i64, now: Timestamp) -> Result<()> {
    tx.exec(&RECORD_STEP, p![id.get(), totp_step, now.as_millisecond()]).map(drop)
}

/// A staff account to be stored.
#[derive(Clone)]
pub struct NewStaff {
    /// The login name, in lower case.
    pub login: String,
    pub name: String,
    /// What the person may do.
    pub role: Role,
    /// The outlet of an outlet's staff.
    pub outlet: Option<OutletId>,
    /// The password's hash.
    pub password: String,
    /// The secret of the one-time codes in base32.
    pub totp_secret: String,
}

/// Adds a staff account; does nothing if the login name exists.
pub fn insert_staff(tx: &mut Tx, new: &NewStaff, now: Timestamp) -> Result<()> {
    let values = p![
        &new.login,
        &new.name,
        new.role.code(),
        new.outlet.map(OutletId::get),
        &new.password,
        &new.totp_secret,
        now.as_millisecond()
    ];
    tx.exec(&INSERT_STAFF, values).map(drop)
}

/// Id, role, name, outlet and its name, from column `first` on.
pub(super) fn staff_user(row: &Row, first: usize) -> Result<StaffUser> {
    let role: &str = row.get(first + 1)?;
    Ok(StaffUser {
        id: StaffId::new(row.get(first)?),
        role: Role::parse(role).ok_or_else(|| Error::Failed(format!("unknown role {role}")))?,
        name: row.get(first + 2)?,
        outlet: row.get::<Option<i64>>(first + 3)?.map(OutletId::new),
        outlet_name: row.get(first + 4)?,
    })
}
