//! The staff accounts as administrators change them, their links and enrolments. Logins read the same table in
//! `account::store`. A password's hash is written here and never read.

use crate::account::session::{Origin, OwnSession};
use crate::stored::moment;
use db::{Result, Row, Tx, p};
use domain::account::StaffEntry;
use domain::id::{OutletId, SessionId, StaffId};
use domain::rights::{Act, Role};
use jiff::Timestamp;

/// More accounts than any authority has.
const ACCOUNTS_MAX: i64 = 1000;

db::sql! {
    LOCK_KEEPERS = "select t.id from staff t where t.enabled and $1 like '%,' || t.role || ',%'
        order by t.id /*pg for update */";
    ANYBODY = "select count(*) as n from staff";
    LIST = "select t.id, t.login, t.name, t.role, t.outlet_id, o.name, t.enabled, t.password <> '' as activated,
        t.totp_secret <> '' as enrolled, t.login_at, t.version
        from staff t left join outlet o on o.id = t.outlet_id order by t.enabled desc, t.id limit $1";
    GET = "select t.id, t.login, t.name, t.role, t.outlet_id, o.name, t.enabled, t.password <> '' as activated,
        t.totp_secret <> '' as enrolled, t.login_at, t.version
        from staff t left join outlet o on o.id = t.outlet_id where t.id = $1";
    INSERT = "insert into staff (login, name, role, outlet_id, password, totp_secret, totp_step, failures, locked_until,
        created_at, created_by) values ($1, $2, $3, $4, '', '', 0, 0, 0, $5, $6)
        on conflict (login) do nothing returning id";
    UPDATE = "update staff set name = $3, role = $4, outlet_id = $5, version = version + 1
        where id = $1 and version = $2";
    SET_ENABLED = "update staff set enabled = $3, version = version + 1 where id = $1 and version = $2";
    SET_PASSWORD = "update staff set password = $2, password_at = $3, version = version + 1
        where id = $1 and enabled and password = $4";
    TAKE_PASSWORD = "update staff set password = '', version = version + 1 where id = $1 and version = $2";
    TAKE_FACTOR = "update staff set totp_secret = '', totp_step = 0 where id = $1";
    SET_FACTOR = "update staff set totp_secret = $2, totp_step = $3, login_at = $4, version = version + 1
        where id = $1 and enabled and totp_secret = '' and password <> ''";
    PASSWORD = "select password from staff where id = $1 and enabled";

    END_SESSIONS = "delete from session where staff_id = $1 and id <> $2";
    SESSIONS = "select id, created_at, seen_at, address, browser from session where staff_id = $1 and seen_at > $2 and created_at > $3
        order by seen_at desc, id desc limit 100";
    END_SESSION = "delete from session where id = $2 and staff_id = $1";

    PUT_LINK = "insert into staff_link (token_hash, staff_id, created_at, expires_at) values ($1, $2, $3, $4)
        on conflict (staff_id) do update set token_hash = excluded.token_hash, created_at = excluded.created_at,
        expires_at = excluded.expires_at";
    LINK = "select l.staff_id, t.login, t.name from staff_link l left join staff t on t.id = l.staff_id
        where l.token_hash = $1 and l.expires_at > $2 and (l.staff_id is null or t.enabled)";
    USE_LINK = "delete from staff_link where token_hash = $1 and expires_at > $2 returning staff_id";
    DROP_LINK = "delete from staff_link where staff_id = $1";
    DROP_FIRST_LINKS = "delete from staff_link where staff_id is null";

    PUT_ENROLMENT = "insert into staff_enrolment (session_id, staff_id, secret, expires_at) values ($1, $2, $3, $4)
        on conflict (session_id) do update set staff_id = excluded.staff_id, secret = excluded.secret,
        expires_at = excluded.expires_at";
    ENROLMENT = "select e.staff_id, t.login, t.name, e.secret from staff_enrolment e join staff t on t.id = e.staff_id
        where e.session_id = $1 and e.expires_at > $2 and t.enabled and t.totp_secret = '' and t.password <> ''";
    DROP_ENROLMENTS = "delete from staff_enrolment where staff_id = $1";
}

/// An account as administrators see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    pub id: StaffId,
    /// 登录名.
    pub login: String,
    /// 姓名.
    pub name: String,
    /// 角色.
    pub role: Role,
    /// 网点, of outlet staff.
    pub outlet: Option<OutletId>,
    pub outlet_name: Option<String>,
    /// False when the person may not log in.
    pub enabled: bool,
    /// True once the person has set a password.
    pub activated: bool,
    /// True once the second factor is enrolled.
    pub enrolled: bool,
    /// The last login; `None` before the first.
    pub login_at: Option<Timestamp>,
    /// Counts the changes; a page that shows an older one may not save.
    pub version: i64,
}

/// Everybody who may keep accounts, locked.
pub fn lock_keepers(tx: &mut Tx) -> Result<Vec<StaffId>> {
    tx.all(&LOCK_KEEPERS, p![Act::KeepAccounts.roles_text()], |r| r.get(0).map(StaffId::new))
}

/// True when there is any account, enabled or not.
pub fn anybody(tx: &mut Tx) -> Result<bool> {
    tx.one(&ANYBODY, p![], |r| r.get::<i64>(0)).map(|count| count > 0)
}

/// Every account, enabled ones first; at most a thousand.
pub fn list(tx: &mut Tx) -> Result<Vec<Account>> {
    tx.all(&LIST, p![ACCOUNTS_MAX], account)
}

pub fn get(tx: &mut Tx, id: StaffId) -> Result<Option<Account>> {
    tx.opt(&GET, p![id.get()], account)
}

fn account(row: &Row) -> Result<Account> {
    let login_at: i64 = row.get(9)?;
    Ok(Account {
        id: StaffId::new(row.get(0)?),
        login: row.get(1)?,
        name: row.get(2)?,
        role: role(row.get(3)?)?,
        outlet: row.get::<Option<i64>>(4)?.map(OutletId::new),
        outlet_name: row.get(5)?,
        enabled: row.get(6)?,
        activated: row.get(7)?,
        enrolled: row.get(8)?,
        login_at: if login_at > 0 { Some(moment(login_at)?) } else { None },
        version: row.get(10)?,
    })
}

fn role(code: &str) -> Result<Role> {
    Role::parse(code).ok_or_else(|| db::Error::Failed(format!("unknown role {code}")))
}

/// Adds an account without a password; `None` if the login name is taken.
pub fn insert(tx: &mut Tx, entry: &StaffEntry, by: Option<StaffId>, now: Timestamp) -> Result<Option<StaffId>> {
    let values = p![
        &entry.login,
        &entry.name,
        entry.role.code(),
        entry.outlet.map(OutletId::get),
        now.as_millisecond(),
        by.map(StaffId::get)
    ];
    Ok(tx.opt(&INSERT, values, |r| r.get(0))?.map(StaffId::new))
}

/// Writes name, role and outlet. False if somebody was faster.
pub fn update(tx: &mut Tx, id: StaffId, seen: i64, entry: &StaffEntry) -> Result<bool> {
    let values = p![id.get(), seen, &entry.name, entry.role.code(), entry.outlet.map(OutletId::get)];
    Ok(tx.exec(&UPDATE, values)? == 1)
}

/// Enables or disables. False if somebody was faster.
pub fn set_enabled(tx: &mut Tx, id: StaffId, seen: i64, enabled: bool) -> Result<bool> {
    Ok(tx.exec(&SET_ENABLED, p![id.get(), seen, enabled])? == 1)
}

/// Writes a password's hash in the place of the one that was proved, empty for none; false if that is not the present
/// one any more, and for an account that is disabled.
pub fn set_password(tx: &mut Tx, id: StaffId, proved: &str, hash: &str, now: Timestamp) -> Result<bool> {
    Ok(tx.exec(&SET_PASSWORD, p![id.get(), hash, now.as_millisecond(), proved])? == 1)
}

/// Takes the password away. False if somebody was faster.
pub fn take_password(tx: &mut Tx, id: StaffId, seen: i64) -> Result<bool> {
    Ok(tx.exec(&TAKE_PASSWORD, p![id.get(), seen])? == 1)
}

/// Takes the second factor away.
pub fn take_factor(tx: &mut Tx, id: StaffId) -> Result<()> {
    tx.exec(&TAKE_FACTOR, p![id.get()]).map(drop)
}

/// Writes the second factor of an account that has a password and no factor yet; false for any other.
pub fn set_factor(tx: &mut Tx, id: StaffId, secret: &str, step: i64, now: Timestamp) -> Result<bool> {
    Ok(tx.exec(&SET_FACTOR, p![id.get(), secret, step, now.as_millisecond()])? == 1)
}

/// The password's hash of an enabled account, to be compared with what its owner types.
pub fn password(tx: &mut Tx, id: StaffId) -> Result<Option<String>> {
    tx.opt(&PASSWORD, p![id.get()], |r| r.get(0))
}

/// Ends what was begun under an account: sessions, links, enrolments.
pub fn end_all(tx: &mut Tx, id: StaffId) -> Result<()> {
    end_sessions(tx, id, None)?;
    tx.exec(&DROP_LINK, p![id.get()])?;
    tx.exec(&DROP_ENROLMENTS, p![id.get()]).map(drop)
}

/// Ends the sessions of an account, but for one if it is named; returns how many.
pub fn end_sessions(tx: &mut Tx, id: StaffId, kept: Option<SessionId>) -> Result<u64> {
    tx.exec(&END_SESSIONS, p![id.get(), kept.map_or(0, SessionId::get)])
}

/// The sessions of an account that were used after the one moment and began after the other.
pub fn sessions(tx: &mut Tx, id: StaffId, seen_after: Timestamp, begun_after: Timestamp) -> Result<Vec<OwnSession>> {
    let values = p![id.get(), seen_after.as_millisecond(), begun_after.as_millisecond()];
    tx.all(&SESSIONS, values, |r| {
        Ok(OwnSession {
            id: SessionId::new(r.get(0)?),
            since: moment(r.get(1)?)?,
            seen_at: moment(r.get(2)?)?,
            origin: Origin { address: r.get(3)?, browser: r.get(4)? },
        })
    })
}

/// Ends one session, if it is this account's.
pub fn end_session(tx: &mut Tx, id: StaffId, session: SessionId) -> Result<()> {
    tx.exec(&END_SESSION, p![id.get(), session.get()]).map(drop)
}

/// Stores a link under its hash; an account has one at most, the first administrator's may be replaced.
pub fn put_link(tx: &mut Tx, hash: &[u8; 32], staff: Option<StaffId>, now: Timestamp, ends: Timestamp) -> Result<()> {
    if staff.is_none() {
        tx.exec(&DROP_FIRST_LINKS, p![])?;
    }
    let values = p![hash, staff.map(StaffId::get), now.as_millisecond(), ends.as_millisecond()];
    tx.exec(&PUT_LINK, values).map(drop)
}

/// Whose a valid link is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Owner {
    /// The first administrator, who does not exist yet.
    First,
    /// An enabled account.
    Staff {
        id: StaffId,
        /// 登录名.
        login: String,
        /// 姓名.
        name: String,
    },
}

/// Whose this link is, if it is valid.
pub fn link(tx: &mut Tx, hash: &[u8; 32], now: Timestamp) -> Result<Option<Owner>> {
    tx.opt(&LINK, p![hash, now.as_millisecond()], |r| {
        Ok(match r.get::<Option<i64>>(0)? {
            Some(id) => Owner::Staff { id: StaffId::new(id), login: r.get(1)?, name: r.get(2)? },
            None => Owner::First,
        })
    })
}

/// Uses a link up; false if it was used or has run out.
pub fn use_link(tx: &mut Tx, hash: &[u8; 32], now: Timestamp) -> Result<bool> {
    Ok(tx.opt(&USE_LINK, p![hash, now.as_millisecond()], |r| r.get::<Option<i64>>(0))?.is_some())
}

/// Somebody with the right password who may enrol a second factor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Enrolment {
    pub staff: StaffId,
    /// 登录名.
    pub login: String,
    /// 姓名.
    pub name: String,
    /// The secret in base32.
    pub secret: String,
}

/// Lets a visitor's session enrol; a newer wish replaces an older one.
pub fn put_enrolment(tx: &mut Tx, session: SessionId, staff: StaffId, secret: &str, ends: Timestamp) -> Result<()> {
    tx.exec(&PUT_ENROLMENT, p![session.get(), staff.get(), secret, ends.as_millisecond()]).map(drop)
}

/// What a visitor's session may enrol.
pub fn enrolment(tx: &mut Tx, session: SessionId, now: Timestamp) -> Result<Option<Enrolment>> {
    tx.opt(&ENROLMENT, p![session.get(), now.as_millisecond()], |r| {
        Ok(Enrolment { staff: StaffId::new(r.get(0)?), login: r.get(1)?, name: r.get(2)?, secret: r.get(3)? })
    })
}

/// Forgets the enrolments of an account.
pub fn drop_enrolments(tx: &mut Tx, staff: StaffId) -> Result<()> {
    tx.exec(&DROP_ENROLMENTS, p![staff.get()]).map(drop)
}
