//! The table of money cases and their notes.

use crate::rights::sql::may;
use crate::stored::moment;
use crate::who::StaffUser;
use db::{Result, Row, Tx, p};
use domain::id::StaffId;
use domain::money::Fen;
use domain::rights::Act;
use jiff::Timestamp;

/// The columns that [`case`] reads, for staff $1 with the roles $2.
macro_rules! cases {
    ($($rest:tt)*) => {
        concat!(
            "select m.id, m.kind, m.detail, m.open, m.created_at, o.number, a.trade, a.amount, c.name
            from money_case m join payment_attempt a on a.id = m.attempt_id join orders o on o.id = a.order_id
            join company c on c.id = o.company_id where ",
            may!("$1", "$2"),
            $($rest)*
        )
    };
}

db::sql! {
    LIST = cases!(" and m.open = $5 and m.id < $3 order by m.id desc limit $4");
    GET = cases!(" and m.id = $3");
    NOTES = "select staff_name, kind, note, at from money_case_note where case_id = $1 order by id";
    ADD_NOTE = "insert into money_case_note (case_id, staff_id, staff_name, kind, note, at)
        values ($1, $2, $3, $4, $5, $6)";
    CLOSE = "update money_case set open = $2 where id = $1 and open";
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Case {
    pub id: i64,
    pub kind: String,
    /// What the program knows of it.
    pub detail: String,
    /// True until a person closes it.
    pub open: bool,
    /// When it was opened first.
    pub created_at: Timestamp,
    /// 订单号.
    pub order: String,
    /// 商户订单号.
    pub trade: String,
    /// What was to be paid.
    pub amount: Fen,
    /// 企业名称.
    pub company: String,
}

/// A note on a case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseNote {
    pub name: String,
    /// True for the one that closed it.
    pub closed: bool,
    pub text: String,
    pub at: Timestamp,
}

fn case(row: &Row) -> Result<Case> {
    Ok(Case {
        id: row.get(0)?,
        kind: row.get(1)?,
        detail: row.get(2)?,
        open: row.get(3)?,
        created_at: moment(row.get(4)?)?,
        order: row.get(5)?,
        trade: row.get(6)?,
        amount: Fen::new(row.get(7)?),
        company: row.get(8)?,
    })
}

/// Cases older than `before`, newest first.
pub fn list(tx: &mut Tx, staff: StaffId, open: bool, before: i64, limit: i64) -> Result<Vec<Case>> {
    tx.all(&LIST, p![staff.get(), Act::ReadFinance.roles_text(), before, limit, open], case)
}

pub fn get(tx: &mut Tx, staff: StaffId, id: i64) -> Result<Option<Case>> {
    tx.opt(&GET, p![staff.get(), Act::ReadFinance.roles_text(), id], case)
}

/// The notes of a case, oldest first.
pub fn notes(tx: &mut Tx, id: i64) -> Result<Vec<CaseNote>> {
    tx.all(&NOTES, p![id], |r| {
        let kind: &str = r.get(1)?;
        Ok(CaseNote { name: r.get(0)?, closed: kind == "close", text: r.get(2)?, at: moment(r.get(3)?)? })
    })
}

pub fn add_note(tx: &mut Tx, id: i64, by: &StaffUser, kind: &str, text: &str, now: Timestamp) -> Result<()> {
    tx.exec(&ADD_NOTE, p![id, by.id.get(), &by.name, kind, text, now.as_millisecond()]).map(drop)
}

/// Closes a case. False if it was closed already.
pub fn close(tx: &mut Tx, id: i64) -> Result<bool> {
    Ok(tx.exec(&CLOSE, p![id, false])? == 1)
}
