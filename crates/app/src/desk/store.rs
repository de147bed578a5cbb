//! The tables of an outlet's desk. The outlet stands in each statement.

use crate::Tx;
use crate::order::query::OrderLine;
use crate::order::query::store::{line, of_everybody};
use crate::rights::sql::{lies_at, may};
use crate::stored::{from_json, moment, to_json};
use crate::vault::{Sealed, Vault};
use crate::who::StaffUser;
use db::{Result, Row, p};
use domain::id::{OrderId, OrderNumber, StaffId};
use domain::order::staff_form::CollectorIdentity;
use domain::outlet::{ContactResult, ContactWay, LoggedContact};
use domain::rights::Act;
use jiff::Timestamp;

db::sql! {
    ADD_CONTACT = "insert into outlet_contact (order_id, staff_id, staff_name, way, result, appointment, note, at)
        values ($1, $2, $3, $4, $5, $6, $7, $8)";
    CONTACTS = concat!("select k.staff_name, k.way, k.result, k.appointment, k.note, k.at
        from orders o join outlet_contact k on k.order_id = o.id
        where o.number = $2 and ", may!("$1", "$4", on "o.outlet_id"), " order by k.id desc limit $3");
    LAST_CONTACTS = concat!("select k.staff_name, k.way, k.result, k.appointment, k.note, k.at, o.number,
        (select count(*) from outlet_contact n where n.order_id = o.id and n.result = 'no_answer') as unanswered
        from staff m join orders o on o.outlet_id = m.outlet_id join outlet_contact k on k.order_id = o.id
        where m.id = $1 and o.status = 'processing' and ", may!("$1", "$2", on "o.outlet_id"), "
        and k.id = (select max(x.id) from outlet_contact x where x.order_id = o.id)");
    SEARCH = of_everybody!("", "join staff m on m.outlet_id = o.outlet_id where m.id = $1
        and ", lies_at!("$5"), " and ", may!("$1", "$4", on "o.outlet_id"), "
        and (lower(o.number) like $2 or lower(c.name) like $2) order by o.id desc limit $3");
    ADD_HANDOVER = "insert into handover_record (order_id, staff_id, staff_name, identity, at)
        values ($1, $2, $3, $4, $5)";
    HANDOVER = concat!("select h.staff_name, h.identity, h.at
        from orders o join handover_record h on h.order_id = o.id
        where o.number = $2 and ", may!("$1", "$3", on "o.outlet_id"));
    NEXT_IDENTITY = "select order_id, identity from handover_record where order_id >= $1 and identity not like $2
        order by order_id limit $3";
    PUT_IDENTITY = "update handover_record set identity = $3 where order_id = $1 and identity = $2";
}

const IDENTITY: &str = "handover_record.identity";

/// The sealed columns of this module.
pub(crate) static SEALED: &[Sealed] = &[Sealed { column: IDENTITY, next: &NEXT_IDENTITY, put: &PUT_IDENTITY }];

/// An entry of the contact log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContactEntry {
    pub staff: String,
    pub contact: LoggedContact,
    pub at: Timestamp,
}

/// A handover as it was recorded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredHandover {
    pub staff: String,
    /// Whose document was looked at.
    pub identity: CollectorIdentity,
    pub at: Timestamp,
}

fn contacted(row: &Row) -> Result<ContactEntry> {
    let (way, result): (&str, &str) = (row.get(1)?, row.get(2)?);
    let unreadable = |text: &str| db::Error::Failed(format!("stored contact {text}"));
    let contact = LoggedContact {
        way: ContactWay::parse(way).ok_or_else(|| unreadable(way))?,
        result: ContactResult::parse(result).ok_or_else(|| unreadable(result))?,
        appointment: row.get::<Option<&str>>(3)?.map(from_json).transpose()?,
        note: row.get(4)?,
    };
    Ok(ContactEntry { staff: row.get(0)?, contact, at: moment(row.get(5)?)? })
}

fn stored_handover(vault: &Vault, row: &Row) -> Result<StoredHandover> {
    Ok(StoredHandover {
        staff: row.get(0)?,
        identity: vault.open_json(IDENTITY, row.get(1)?)?,
        at: moment(row.get(2)?)?,
    })
}

/// Adds an entry to the log.
pub fn add_contact(tx: &mut Tx, order: OrderId, by: &StaffUser, contact: &LoggedContact, now: Timestamp) -> Result<()> {
    let appointment = contact.appointment.as_ref().map(to_json).transpose()?;
    let values = p![
        order.get(),
        by.id.get(),
        &by.name,
        contact.way.code(),
        contact.result.code(),
        &appointment,
        &contact.note,
        now.as_millisecond()
    ];
    tx.exec(&ADD_CONTACT, values).map(drop)
}

/// The log of an order at the own outlet, newest first.
pub fn contacts(tx: &mut Tx, staff: StaffId, number: &OrderNumber, limit: i64) -> Result<Vec<ContactEntry>> {
    tx.all(&CONTACTS, p![staff.get(), number.as_str(), limit, Act::ReadPickups.roles_text()], contacted)
}

/// Number, last contact and unanswered calls of each order at the own outlet.
pub fn last_contacts(tx: &mut Tx, staff: StaffId) -> Result<Vec<(String, ContactEntry, i64)>> {
    let values = p![staff.get(), Act::ReadPickups.roles_text()];
    tx.all(&LAST_CONTACTS, values, |r| Ok((r.get(6)?, contacted(r)?, r.get(7)?)))
}

/// Orders at the own outlet whose number or company holds the text.
pub fn search(tx: &mut Tx, staff: StaffId, text: &str, limit: i64) -> Result<Vec<OrderLine>> {
    let plain: String = text.chars().filter(|c| !matches!(c, '%' | '_' | '\\')).collect();
    let pattern = format!("%{}%", plain.to_lowercase());
    let act = Act::ReadPickups;
    tx.all(&SEARCH, p![staff.get(), &pattern, limit, act.roles_text(), act.place_text()], line)
}

/// Keeps whose document was looked at.
pub fn add_handover(
    tx: &mut Tx,
    order: OrderId,
    by: &StaffUser,
    identity: &CollectorIdentity,
    now: Timestamp,
) -> Result<()> {
    let sealed = tx.seal_json(IDENTITY, identity)?;
    tx.exec(&ADD_HANDOVER, p![order.get(), by.id.get(), &by.name, &sealed, now.as_millisecond()]).map(drop)
}

/// The handover of an order at the own outlet.
pub fn handover(tx: &mut Tx, staff: StaffId, number: &OrderNumber) -> Result<Option<StoredHandover>> {
    let vault = tx.vault();
    tx.opt(&HANDOVER, p![staff.get(), number.as_str(), Act::ReadPickups.roles_text()], |r| stored_handover(vault, r))
}
