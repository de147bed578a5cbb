//! The tables of sessions, SMS codes and staff accounts. A company's password is in `company::store`.

use super::session::{Living, Origin, Proof, REMEMBERED, Session};
use super::sms_code::Purpose;
use crate::Tx;
use crate::company::store::{CONTACT, stored_mobile};
use crate::settings::{SessionLimits, Settings};
use crate::stored::moment;
use crate::vault::{Sealed, Vault};
use crate::who::{CompanyUser, Duty, StaffUser, Who};
use db::{Error, Result, Row, p};
use domain::company::Contact;
use domain::contact::Mobile;
use domain::id::{CompanyId, OutletId, SessionId, StaffId};
use domain::rights::Role;
use jiff::{SignedDuration, Timestamp};

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

    REPLACE_CODES = "update sms_code set used = $3 where mobile_blind = $1 and purpose = $2 and used <> $3";
    INSERT_CODE = "insert into sms_code
        (mobile, mobile_blind, purpose, code, address, tries, used, created_at, expires_at)
        values ($1, $2, $3, $4, $5, 0, $6, $7, $8) returning id";
    CODE_TO_SEND = "select mobile, code, expires_at from sms_code where id = $1 and used = $2";
    LOCK_CODE = "select id, code, tries from sms_code
        where mobile_blind = $1 and purpose = $2 and used = $3 and expires_at > $4
        order by id desc limit 1 /*pg for update */";
    OPEN_CODE = "select id from sms_code
        where mobile_blind = $1 and purpose = $2 and used = $3 and expires_at > $4 order by id desc limit 1";
    COUNT_TRY = "update sms_code set tries = tries + 1 where id = $1";
    SPEND_CODE = "update sms_code set used = $2 where id = $1";
    NEXT_MOBILE = "select id, mobile from sms_code where id >= $1 and mobile not like $2 order by id limit $3";
    PUT_MOBILE = "update sms_code set mobile = $3 where id = $1 and mobile = $2";
    PURGE_CODES = "delete from sms_code where created_at < $1";

    FIND_STAFF = "select t.id, t.role, t.name, t.outlet_id, o.name, t.password, t.totp_secret
        from staff t left join outlet o on o.id = t.outlet_id where t.login = $1 and t.enabled";
    LOCK_STEP = "select totp_step from staff where id = $1 /*pg for update */";
    RECORD_STEP = "update staff set totp_step = $2, login_at = $3 where id = $1";
    INSERT_STAFF = "insert into staff
        (login, name, role, outlet_id, password, totp_secret, totp_step, failures, locked_until, created_at)
        values ($1, $2, $3, $4, $5, $6, 0, 0, 0, $7) on conflict (login) do nothing";
}

/// The column as the vault knows it, and the purpose of its index.
const MOBILE: &str = "sms_code.mobile";

/// The sealed columns of this module.
pub(crate) static SEALED: &[Sealed] = &[Sealed { column: MOBILE, next: &NEXT_MOBILE, put: &PUT_MOBILE }];

/// A session and its two clocks.
#[derive(Clone, Debug)]
pub struct SessionRow {
    /// The session.
    pub session: Session,
    /// When it began.
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
    /// Where it was opened.
    pub origin: Origin,
    /// When it begins.
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

/// Id, role, name, outlet and its name, from column `first` on.
fn staff_user(row: &Row, first: usize) -> Result<StaffUser> {
    let role: &str = row.get(first + 1)?;
    Ok(StaffUser {
        id: StaffId::new(row.get(first)?),
        role: Role::parse(role).ok_or_else(|| Error::Failed(format!("unknown role {role}")))?,
        name: row.get(first + 2)?,
        outlet: row.get::<Option<i64>>(first + 3)?.map(OutletId::new),
        outlet_name: row.get(first + 4)?,
    })
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

/// Adds a session.
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
pub fn sessions_of(tx: &mut Tx, company: CompanyId, limits: SessionLimits, now: Timestamp) -> Result<Vec<Living>> {
    let before = |age: SignedDuration| now.saturating_sub(age).unwrap_or(Timestamp::MIN).as_millisecond();
    tx.all(&SESSIONS_OF, p![company.get(), before(limits.idle), before(limits.absolute)], |r| {
        Ok(Living {
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
pub struct Shown {
    /// What the image says.
    pub answer: String,
    /// When it was painted.
    pub at: Timestamp,
}

/// Stores the answer of a new image.
pub fn set_captcha(tx: &mut Tx, id: SessionId, answer: &str, now: Timestamp) -> Result<()> {
    tx.exec(&SET_CAPTCHA, p![id.get(), answer, now.as_millisecond()]).map(drop)
}

/// Reads the answer; who comes at the same time waits, and then finds none.
pub fn lock_captcha(tx: &mut Tx, id: SessionId) -> Result<Option<Shown>> {
    tx.opt(&LOCK_CAPTCHA, p![id.get()], |r| Ok(Shown { answer: r.get(0)?, at: moment(r.get(1)?)? }))
}

/// Forgets the answer.
pub fn clear_captcha(tx: &mut Tx, id: SessionId) -> Result<()> {
    tx.exec(&CLEAR_CAPTCHA, p![id.get()]).map(drop)
}

/// Makes the codes that this number still has for this purpose useless.
pub fn replace_codes(tx: &mut Tx, purpose: Purpose, mobile: &Mobile) -> Result<()> {
    let mobile = tx.blind(MOBILE, mobile.as_str());
    tx.exec(&REPLACE_CODES, p![&mobile, &purpose.code(), true]).map(drop)
}

/// A code to be stored.
pub struct NewCode<'a> {
    /// What it is for.
    pub purpose: Purpose,
    /// Where it goes.
    pub mobile: &'a Mobile,
    /// Its digits.
    pub code: &'a str,
    /// Who caused it: an IP address; empty when the worker did for somebody who had asked.
    pub address: &'a str,
}

/// Adds a code.
pub fn insert_code(tx: &mut Tx, new: &NewCode, now: Timestamp, expires_at: Timestamp) -> Result<i64> {
    let (now, expires_at, purpose) = (now.as_millisecond(), expires_at.as_millisecond(), new.purpose.code());
    let (mobile, blind) = (tx.seal_text(MOBILE, new.mobile.as_str())?, tx.blind(MOBILE, new.mobile.as_str()));
    let values = p![&mobile, &blind, &purpose, new.code, new.address, false, now, expires_at];
    tx.one(&INSERT_CODE, values, |r| r.get(0))
}

/// Number, digits and end of a code, for the worker; `None` once it was used or replaced.
pub fn code_to_send(tx: &mut Tx, id: i64) -> Result<Option<(Mobile, String, Timestamp)>> {
    let vault = tx.vault();
    tx.opt(&CODE_TO_SEND, p![id, false], |r| {
        Ok((stored_mobile(&vault.open_text(MOBILE, r.get(0)?)?)?, r.get(1)?, moment(r.get(2)?)?))
    })
}

/// A code that may still be typed.
pub struct OpenCode {
    /// Its row.
    pub id: i64,
    /// Its digits.
    pub code: String,
    /// How often it was typed.
    pub tries: i64,
}

/// The valid code of a number, locked.
pub fn lock_code(tx: &mut Tx, purpose: Purpose, mobile: &Mobile, now: Timestamp) -> Result<Option<OpenCode>> {
    let mobile = tx.blind(MOBILE, mobile.as_str());
    tx.opt(&LOCK_CODE, p![&mobile, &purpose.code(), false, now.as_millisecond()], |r| {
        Ok(OpenCode { id: r.get(0)?, code: r.get(1)?, tries: r.get(2)? })
    })
}

/// True when a number has a valid code.
pub fn has_code(tx: &mut Tx, purpose: Purpose, mobile: &Mobile, now: Timestamp) -> Result<bool> {
    let (mobile, purpose) = (tx.blind(MOBILE, mobile.as_str()), purpose.code());
    let values = p![&mobile, &purpose, false, now.as_millisecond()];
    Ok(tx.opt(&OPEN_CODE, values, |r| r.get::<i64>(0))?.is_some())
}

/// Counts a try.
pub fn count_try(tx: &mut Tx, id: i64) -> Result<()> {
    tx.exec(&COUNT_TRY, p![id]).map(drop)
}

/// Marks a code as used.
pub fn spend_code(tx: &mut Tx, id: i64) -> Result<()> {
    tx.exec(&SPEND_CODE, p![id, true]).map(drop)
}

/// Deletes codes of before this moment.
pub fn purge_codes(tx: &mut Tx, before: Timestamp) -> Result<u64> {
    tx.exec(&PURGE_CODES, p![before.as_millisecond()])
}

/// A staff account, as a login needs it.
pub struct StaffAccount {
    /// The person.
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
    /// The person's name.
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
