//! The table of rescues. The new mobile is sealed.

use crate::Tx;
use crate::company::store::stored_mobile;
use crate::rights::sql::may;
use crate::stored::moment;
use crate::vault::{Sealed, Vault};
use db::{Error, Result, Row, p};
use domain::contact::Mobile;
use domain::id::{CompanyId, StaffId};
use domain::rights::Act;
use jiff::Timestamp;

/// A rescue's columns and the rest of the statement.
macro_rules! rescue {
    ($($rest:tt)*) => {
        concat!(
            "select a.id, a.company_id, c.name, a.mobile, a.reason, a.state, a.asked_by, s.name, a.asked_at, d.name
            from account_rescue a join company c on c.id = a.company_id join staff s on s.id = a.asked_by
            left join staff d on d.id = a.decided_by where ",
            $($rest)*
        )
    };
}

db::sql! {
    OPEN_OF = "select id from account_rescue where company_id = $1 and state = 'asked' limit 1";
    INSERT = concat!("insert into account_rescue
        (company_id, mobile, reason, state, asked_by, asked_at, decided_by, decided_at)
        select $2, $3, $4, 'asked', $1, $5, null, null where ", may!("$1", "$6"));
    OF_COMPANY = rescue!("a.company_id = $2 and ", may!("$1", "$4"), " order by a.id desc limit $3");
    WAITING = rescue!("a.state = 'asked' and ", may!("$1", "$3"), " order by a.id limit $2");
    GET = rescue!("a.id = $2 and ", may!("$1", "$3"));
    DECIDE = concat!("update account_rescue set state = $3, decided_by = $1, decided_at = $4
        where id = $2 and state = 'asked' and asked_by <> $1 and ", may!("$1", "$5"));
    NEXT_MOBILE = "select id, mobile from account_rescue where id >= $1 and mobile not like $2 order by id limit $3";
    PUT_MOBILE = "update account_rescue set mobile = $3 where id = $1 and mobile = $2";
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rescue {
    pub id: i64,
    pub company: CompanyId,
    /// 企业名称.
    pub company_name: String,
    /// The new number. Personal.
    pub mobile: Mobile,
    /// What was checked, and why.
    pub reason: String,
    pub state: RescueState,
    pub asked_by: StaffId,
    pub asked_by_name: String,
    pub asked_at: Timestamp,
    /// Who decided, by name.
    pub decided_by: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RescueState {
    /// Waits for a supervisor.
    Asked,
    /// Done: the new number is registered.
    Released,
    Refused,
}

impl RescueState {
    /// The stored code.
    pub fn code(self) -> &'static str {
        match self {
            RescueState::Asked => "asked",
            RescueState::Released => "released",
            RescueState::Refused => "refused",
        }
    }

    /// Reads a stored code back.
    pub fn from_code(code: &str) -> Option<RescueState> {
        [RescueState::Asked, RescueState::Released, RescueState::Refused].into_iter().find(|s| s.code() == code)
    }

    /// The word on the screen.
    pub fn label(self) -> &'static str {
        match self {
            RescueState::Asked => "待放行",
            RescueState::Released => "已放行",
            RescueState::Refused => "未放行",
        }
    }
}

const MOBILE: &str = "account_rescue.mobile";

/// The sealed column of this module.
pub(crate) static SEALED: &[Sealed] = &[Sealed { column: MOBILE, next: &NEXT_MOBILE, put: &PUT_MOBILE }];

/// True if a rescue of this company waits.
pub fn open_of(tx: &mut Tx, company: CompanyId) -> Result<bool> {
    Ok(tx.opt(&OPEN_OF, p![company.get()], |r| r.get::<i64>(0))?.is_some())
}

/// Adds a rescue. False for whoever may not.
pub fn insert(
    tx: &mut Tx,
    staff: StaffId,
    company: CompanyId,
    mobile: &Mobile,
    reason: &str,
    now: Timestamp,
) -> Result<bool> {
    let sealed = tx.seal_text(MOBILE, mobile.as_str())?;
    let values = p![staff.get(), company.get(), &sealed, reason, now.as_millisecond(), Act::AskRescues.roles_text()];
    Ok(tx.exec(&INSERT, values)? == 1)
}

/// The rescues of a company, newest first.
pub fn of_company(tx: &mut Tx, staff: StaffId, company: CompanyId, limit: i64) -> Result<Vec<Rescue>> {
    let vault = tx.vault();
    tx.all(&OF_COMPANY, p![staff.get(), company.get(), limit, Act::ReadRescues.roles_text()], |r| rescue(vault, r))
}

/// The rescues that wait, oldest first.
pub fn waiting(tx: &mut Tx, staff: StaffId, limit: i64) -> Result<Vec<Rescue>> {
    let vault = tx.vault();
    tx.all(&WAITING, p![staff.get(), limit, Act::ReadRescues.roles_text()], |r| rescue(vault, r))
}

pub fn get(tx: &mut Tx, staff: StaffId, id: i64) -> Result<Option<Rescue>> {
    let vault = tx.vault();
    tx.opt(&GET, p![staff.get(), id, Act::ReadRescues.roles_text()], |r| rescue(vault, r))
}

/// Decides a rescue that waits. False for whoever may not, and for the person who asked.
pub fn decide(tx: &mut Tx, staff: StaffId, id: i64, state: RescueState, now: Timestamp) -> Result<bool> {
    let roles = Act::DecideRescues.roles_text();
    Ok(tx.exec(&DECIDE, p![staff.get(), id, state.code(), now.as_millisecond(), roles])? == 1)
}

fn rescue(vault: &Vault, row: &Row) -> Result<Rescue> {
    let state: &str = row.get(5)?;
    Ok(Rescue {
        id: row.get(0)?,
        company: CompanyId::new(row.get(1)?),
        company_name: row.get(2)?,
        mobile: stored_mobile(&vault.open_text(MOBILE, row.get(3)?)?)?,
        reason: row.get(4)?,
        state: RescueState::from_code(state).ok_or_else(|| Error::Failed(format!("stored rescue {state}")))?,
        asked_by: StaffId::new(row.get(6)?),
        asked_by_name: row.get(7)?,
        asked_at: moment(row.get(8)?)?,
        decided_by: row.get(9)?,
    })
}
