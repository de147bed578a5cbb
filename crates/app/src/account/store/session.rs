//! The table of sessions, and the answer of the verification image that a session shows.

use super::staff::staff_user;
use crate::Tx;
use crate::company::store::CONTACT;
use crate::settings::{SessionLimits, Settings};
use crate::stored::moment;
use crate::vault::Vault;
use crate::who::{CompanyUser, Duty, Who};
use db::{Result, Row, p};
use domain::company::Contact;
use domain::id::{CompanyId, SessionId, StaffId};
use jiff::{SignedDuration, Timestamp};
use std::fmt;

db::sql! {
    FIND_SESSION = "select s.id, s.csrf, s.captcha, s.created_at, s.seen_at, c.id, c.name, c.contact,
        t.id, t.role, t.name, t.outlet_id, o.name, s.duty
        from session s
        left join company c on c.id = s.company_id
        left join staff t on t.id = s.staff_id
        left join outlet o on o.id = t.outlet_id
        where s.token_hash = $1 and (s.staff_id is null or t.enabled)";
    INSERT_SESSION = "insert into session
        (token_hash, company_id, staff_id, csrf, captcha, captcha_at, created_at, seen_at, duty, address, browser)
        values ($1, $2, $3, $4, null, 0, $5, $5, $6, $7, $8) returning id";
    COMPANY_STANDS = "select disabled, version, password from company where id = $1 /*pg for share */";
    STAFF_STANDS = "select password from staff where id = $1 and enabled /*pg for share */";
    HAS_SESSION = "select id from session where id = $2 and company_id = $1";
    TOUCH_SESSION = "update session set seen_at = $2 where id = $1 and seen_at < $2";
    DELETE_SESSION = "delete from session where id = $1";
    SESSIONS_OF = "select id, created_at, seen_at, address, browser from session
        where company_id = $1 and seen_at > $2 and created_at > $3 order by seen_at desc, id desc limit 100";
    END_SESSION_OF = "delete from session where id = $2 and company_id = $1";
    END_SESSIONS_BUT = "delete from session where company_id = $1 and id <> $2";
    DISCHARGE = "update session set duty = '' where id = $1 and company_id = $2";
    PURGE_SESSIONS = "delete from session
        where (staff_id is null and company_id is null and (seen_at <= $1 or created_at <= $2))
        or (staff_id is not null and (seen_at <= $3 or created_at <= $4))
        or (company_id is not null and (seen_at <= $5 or created_at <= $6))";
    SET_CAPTCHA = "update session set captcha = $2, captcha_at = $3 where id = $1";
    LOCK_CAPTCHA = "select captcha, captcha_at from session where id = $1 and captcha is not null
        /*pg for update */";
    CLEAR_CAPTCHA = "update session set captcha = null where id = $1 and captcha is not null";
}

/// Whose session it is, and what protects its forms.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    pub id: SessionId,
    pub who: Who,
    /// The token that every form must send back.
    pub csrf: String,
    /// The answer of the verification image that is shown, used or not yet; `None` when there is none.
    pub captcha: Option<String>,
}

/// Where a session was opened, as its owner may recognise it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Origin {
    /// The address with its end hidden: `203.0.113.*`.
    pub address: String,
    /// `Chrome 119 · Windows`.
    pub browser: String,
}

/// A living session of a company, as its owner reads it.
#[derive(Clone, Debug)]
pub struct OwnSession {
    pub id: SessionId,
    pub since: Timestamp,
    /// Its last request, to within a minute.
    pub seen_at: Timestamp,
    pub origin: Origin,
}

/// How an account stood when somebody was let in to it. It must stand so still in the transaction that opens the
/// session, or a login under way would outlive what ends all sessions.
#[derive(Clone, PartialEq, Eq)]
pub struct Proof {
    /// The stored hash of the password.
    password: String,
    /// The version of a company, which a new registered mobile changes.
    version: Option<i64>,
}

impl Proof {
    /// A company of this version, with this hash.
    pub fn company(version: i64, password: String) -> Proof {
        Proof { password, version: Some(version) }
    }

    /// A member of staff with this hash.
    pub fn staff(password: String) -> Proof {
        Proof { password, version: None }
    }
}

impl fmt::Debug for Proof {
    /// The hash must not reach a log.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Proof").finish_non_exhaustive()
    }
}

/// How long a company's session that ran out is remembered, for a form of it that comes late.
pub(crate) const REMEMBERED: SignedDuration = SignedDuration::from_hours(12);

/// A session and its two clocks.
#[derive(Clone, Debug)]
pub struct SessionRow {
    pub session: Session,
    pub created_at: Timestamp,
    /// Its last request, to within a minute.
    pub seen_at: Timestamp,
}

/// A session to be stored.
#[derive(Clone)]
pub struct NewSession {
    /// SHA-256 of the token.
    pub token_hash: [u8; 32],
    /// The company that logged in.
    pub company: Option<CompanyId>,
    /// The member of staff who logged in.
    pub staff: Option<StaffId>,
    /// What it must do first.
    pub duty: Option<Duty>,
    /// The token of its forms.
    pub csrf: String,
    pub origin: Origin,
    pub now: Timestamp,
}

/// The session of a token's hash, whether or not it still lives. A disabled member of staff has none.
pub fn find_session(tx: &mut Tx, token_hash: &[u8; 32]) -> Result<Option<SessionRow>> {
    let vault = tx.vault();
    tx.opt(&FIND_SESSION, p![token_hash], |r| session_row(vault, r))
}

fn session_row(vault: &Vault, row: &Row) -> Result<SessionRow> {
    let company: Option<i64> = row.get(5)?;
    let staff: Option<i64> = row.get(8)?;
    let who = match (company, staff) {
        (Some(id), _) => {
            let contact: Contact = vault.open_json(CONTACT, row.get(7)?)?;
            let user = CompanyUser { id: CompanyId::new(id), name: row.get(6)?, contact_name: contact.name };
            match Duty::from_code(row.get(13)?)? {
                None => Who::Company(user),
                Some(duty) => Who::Restricted(user, duty),
            }
        }
        (None, Some(_)) => Who::Staff(staff_user(row, 8)?),
        (None, None) => Who::Nobody,
    };
    let session = Session { id: SessionId::new(row.get(0)?), who, csrf: row.get(1)?, captcha: row.get(2)? };
    Ok(SessionRow { session, created_at: moment(row.get(3)?)?, seen_at: moment(row.get(4)?)? })
}

/// Whether a company may not log in, and how it stands. It stays so until the transaction ends.
pub fn company_stands(tx: &mut Tx, company: CompanyId) -> Result<Option<(bool, Proof)>> {
    tx.opt(&COMPANY_STANDS, p![company.get()], |r| Ok((r.get(0)?, Proof::company(r.get(1)?, r.get(2)?))))
}

/// How an enabled member of staff stands. It stays so until the transaction ends.
pub fn staff_stands(tx: &mut Tx, staff: StaffId) -> Result<Option<Proof>> {
    tx.opt(&STAFF_STANDS, p![staff.get()], |r| Ok(Proof::staff(r.get(0)?)))
}

/// True while the company has this session.
pub fn has_session(tx: &mut Tx, company: CompanyId, id: SessionId) -> Result<bool> {
    Ok(tx.opt(&HAS_SESSION, p![company.get(), id.get()], |r| r.get::<i64>(0))?.is_some())
}

pub fn insert_session(tx: &mut Tx, new: &NewSession) -> Result<SessionId> {
    let (company, staff) = (new.company.map(CompanyId::get), new.staff.map(StaffId::get));
    let (duty, origin) = (new.duty.map_or("", Duty::code), &new.origin);
    let now = new.now.as_millisecond();
    let values = p![&new.token_hash, company, staff, &new.csrf, now, duty, &origin.address, &origin.browser];
    tx.one(&INSERT_SESSION, values, |r| r.get(0)).map(SessionId::new)
}

/// Stores when a session was last used.
pub fn touch_session(tx: &mut Tx, id: SessionId, now: Timestamp) -> Result<()> {
    tx.exec(&TOUCH_SESSION, p![id.get(), now.as_millisecond()]).map(drop)
}

/// Deletes a session if it is there.
pub fn delete_session(tx: &mut Tx, id: SessionId) -> Result<()> {
    tx.exec(&DELETE_SESSION, p![id.get()]).map(drop)
}

/// The living sessions of a company, the one used last first.
pub fn sessions_of(tx: &mut Tx, company: CompanyId, limits: SessionLimits, now: Timestamp) -> Result<Vec<OwnSession>> {
    let before = |age: SignedDuration| now.saturating_sub(age).unwrap_or(Timestamp::MIN).as_millisecond();
    tx.all(&SESSIONS_OF, p![company.get(), before(limits.idle), before(limits.absolute)], |r| {
        Ok(OwnSession {
            id: SessionId::new(r.get(0)?),
            since: moment(r.get(1)?)?,
            seen_at: moment(r.get(2)?)?,
            origin: Origin { address: r.get(3)?, browser: r.get(4)? },
        })
    })
}

/// Deletes a session of a company, if it is that company's.
pub fn end_session_of(tx: &mut Tx, company: CompanyId, id: SessionId) -> Result<()> {
    tx.exec(&END_SESSION_OF, p![company.get(), id.get()]).map(drop)
}

/// Deletes the sessions of a company, but for one if it is named; returns how many.
pub fn end_sessions_but(tx: &mut Tx, company: CompanyId, kept: Option<SessionId>) -> Result<u64> {
    tx.exec(&END_SESSIONS_BUT, p![company.get(), kept.map_or(0, SessionId::get)])
}

/// The duty of a session is done.
pub fn discharge(tx: &mut Tx, company: CompanyId, id: SessionId) -> Result<()> {
    tx.exec(&DISCHARGE, p![id.get(), company.get()]).map(drop)
}

/// Deletes the sessions that have run out; those of companies are remembered a while longer.
pub fn purge_sessions(tx: &mut Tx, settings: &Settings, now: Timestamp) -> Result<u64> {
    let before = |age: SignedDuration| now.saturating_sub(age).unwrap_or(Timestamp::MIN).as_millisecond();
    let (others, staff) = (settings.session, settings.staff_session);
    let late = |age: SignedDuration| before(age.saturating_add(REMEMBERED));
    let values = p![
        before(others.idle),
        before(others.absolute),
        before(staff.idle),
        before(staff.absolute),
        late(others.idle),
        late(others.absolute)
    ];
    tx.exec(&PURGE_SESSIONS, values)
}

/// The answer of the image that is shown, and since when.
#[derive(Clone, Debug)]
pub struct CaptchaAnswer {
    pub answer: String,
    /// When it was painted.
    pub at: Timestamp,
}

/// Stores the answer of a new image.
pub fn set_captcha(tx: &mut Tx, id: SessionId, answer: &str, now: Timestamp) -> Result<()> {
    tx.exec(&SET_CAPTCHA, p![id.get(), answer, now.as_millisecond()]).map(drop)
}

/// Reads the answer; who comes at the same time waits, and then finds none.
pub fn lock_captcha(tx: &mut Tx, id: SessionId) -> Result<Option<CaptchaAnswer>> {
    tx.opt(&LOCK_CAPTCHA, p![id.get()], |r| Ok(CaptchaAnswer { answer: r.get(0)?, at: moment(r.get(1)?)? }))
}

pub fn clear_captcha(tx: &mut Tx, id: SessionId) -> Result<()> {
    tx.exec(&CLEAR_CAPTCHA, p![id.get()]).map(drop)
}
