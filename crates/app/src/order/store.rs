//! The tables of orders, submissions and history.

use super::snapshot::Snapshot;
use crate::Tx;
use crate::rights::sql::{lies_at, may};
use crate::stored::{from_json, moment, to_json};
use crate::vault::{Sealed, Vault};
use db::{Result, Row, p};
use domain::id::{CompanyId, OrderId, OrderNumber, OutletId, PriceListId, ProjectId, StaffId};
use domain::money::Fen;
use domain::order::{BusinessType, CertificateItem, Delivery, Event, Order, OrderDraft, State, StatusCode};
use domain::rights::Act;
use jiff::Timestamp;

/// The columns that [`stored`] reads, of the orders that the rest of the statement finds.
macro_rules! order {
    ($($rest:tt)*) => {
        concat!(
            "select o.id, o.number, o.company_id, o.project_id, o.entered_by, o.state, o.version, o.submission,
            o.amount, o.certificates, o.seals, o.delivery, o.note, o.created_at, o.updated_at, o.business, o.items,
            o.why from orders o ",
            $($rest)*
        )
    };
}

db::sql! {
    NEXT_NUMBER = "insert into order_sequence (day, last) values ($1, 1)
        on conflict (day) do update set last = order_sequence.last + 1 returning last";
    REMEMBER = "insert into operation (key, result, created_at) values ($1, $2, $3) on conflict (key) do nothing";
    RECALL = "select result from operation where key = $1";
    INSERT = "insert into orders (number, company_id, project_id, outlet_id, entered_by, status, state, version,
        submission, amount, certificates, seals, delivery, note, created_at, updated_at, status_since, business, items,
        why) values ($1, $2, $3, $4, null, $5, $6, 0, 0, $7, $8, $9, $10, $11, $12, $12, $12, $13, $14, $15)
        returning id";
    GET_OWN = order!("where o.number = $1 and o.company_id = $2");
    LOCK_OWN = order!("where o.number = $1 and o.company_id = $2 /*pg for update of o */");
    GET_STAFF = order!("where o.number = $1 and ", may!("$2", "$3", on "o.outlet_id"), " and ", lies_at!("$4"));
    LOCK_STAFF = order!("where o.number = $1 and ", may!("$2", "$3", on "o.outlet_id"), " and ", lies_at!("$4"),
        " /*pg for update of o */");
    GET_SYSTEM = order!("where o.number = $1");
    LOCK_SYSTEM = order!("where o.number = $1 /*pg for update of o */");
    LOCK_ID = order!("where o.id = $1 /*pg for update of o */");
    GET_ID = order!("where o.id = $1");
    UPDATE_DRAFT = "update orders set project_id = $2, certificates = $3, seals = $4, note = $5, business = $6,
        items = $7, why = $8 where id = $1";
    UPDATE = "update orders set status = $3, state = $4, version = version + 1, submission = $5, amount = $6,
        delivery = $7, outlet_id = $8, status_since = case when status = $3 then status_since else $9 end,
        updated_at = $9 where id = $1 and version = $2";
    LAST_HASH = "select hash from history where order_id = $1 and version = $2";
    ADD_HISTORY = "insert into history (order_id, version, at, status, event, actor, actor_name, note, hash)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    EVENTS_SINCE = "select event from history where order_id = $1 and version > $2";
    ADD_SUBMISSION = "insert into submission (order_id, submission, price_list_id, snapshot, created_at, credit_code)
        values ($1, $2, $3, $4, $5, $6)";
    SNAPSHOT = "select snapshot from submission where order_id = $1 and submission = $2";
    NEXT_DELIVERY = "select id, delivery from orders where id >= $1 and delivery not like $2 order by id limit $3";
    PUT_DELIVERY = "update orders set delivery = $3 where id = $1 and delivery = $2";
    NEXT_ITEMS = "select id, items from orders where id >= $1 and items not like $2 and items <> ''
        order by id limit $3";
    PUT_ITEMS = "update orders set items = $3 where id = $1 and items = $2";
    NEXT_SNAPSHOT = "select order_id, snapshot from submission where order_id >= $1 and snapshot not like $2
        order by order_id limit $3";
    PUT_SNAPSHOT = "update submission set snapshot = $3 where order_id = $1 and snapshot = $2";
}

/// The columns as the vault knows them.
pub(crate) const DELIVERY: &str = "orders.delivery";
const ITEMS: &str = "orders.items";
const SNAPSHOT_COLUMN: &str = "submission.snapshot";

/// The sealed columns of this module.
pub(crate) static SEALED: &[Sealed] = &[
    Sealed { column: DELIVERY, next: &NEXT_DELIVERY, put: &PUT_DELIVERY },
    Sealed { column: ITEMS, next: &NEXT_ITEMS, put: &PUT_ITEMS },
    Sealed { column: SNAPSHOT_COLUMN, next: &NEXT_SNAPSHOT, put: &PUT_SNAPSHOT },
];

/// An order with what the machine does not need: what is ordered, and when.
#[derive(Clone, Debug, PartialEq)]
pub struct Stored {
    /// The machine's view.
    pub order: Order,
    pub draft: OrderDraft,
    /// When it was first saved.
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

/// Which order, and for whom: the tenant, and of staff the role and the outlet, stand in the statement, not in a check
/// afterwards.
#[derive(Clone, Debug)]
pub enum Find {
    Own(CompanyId, OrderNumber),
    /// An order on which this member of staff may do this, where it lies for it.
    Staff(StaffId, Act, OrderNumber),
    /// Any order: for workers and checks of the records. No person's request may come here.
    System(OrderNumber),
}

pub fn get(tx: &mut Tx, find: &Find) -> Result<Option<Stored>> {
    let vault = tx.vault();
    let stored = |r: &Row| stored(vault, r);
    match find {
        Find::Own(company, number) => tx.opt(&GET_OWN, p![number.as_str(), company.get()], stored),
        Find::Staff(staff, act, number) => {
            let values = p![number.as_str(), staff.get(), act.roles_text(), act.place_text()];
            tx.opt(&GET_STAFF, values, stored)
        }
        Find::System(number) => tx.opt(&GET_SYSTEM, p![number.as_str()], stored),
    }
}

/// Reads an order and keeps others from changing it until the transaction ends. Lock orders before payments.
pub fn lock(tx: &mut Tx, find: &Find) -> Result<Option<Stored>> {
    let vault = tx.vault();
    let stored = |r: &Row| stored(vault, r);
    match find {
        Find::Own(company, number) => tx.opt(&LOCK_OWN, p![number.as_str(), company.get()], stored),
        Find::Staff(staff, act, number) => {
            let values = p![number.as_str(), staff.get(), act.roles_text(), act.place_text()];
            tx.opt(&LOCK_STAFF, values, stored)
        }
        Find::System(number) => tx.opt(&LOCK_SYSTEM, p![number.as_str()], stored),
    }
}

/// Reads an order by row id, for workers.
pub fn by_id(tx: &mut Tx, id: OrderId) -> Result<Option<Stored>> {
    let vault = tx.vault();
    tx.opt(&GET_ID, p![id.get()], |r| stored(vault, r))
}

/// The same by row id, for facts.
pub fn lock_id(tx: &mut Tx, id: OrderId) -> Result<Option<Stored>> {
    let vault = tx.vault();
    tx.opt(&LOCK_ID, p![id.get()], |r| stored(vault, r))
}

fn stored(vault: &Vault, row: &Row) -> Result<Stored> {
    let delivery: Delivery = vault.open_json(DELIVERY, row.get(11)?)?;
    let business: &str = row.get(15)?;
    let business = BusinessType::parse(business)
        .ok_or_else(|| db::Error::Failed(format!("stored kind of business {business}")))?;
    let order = Order {
        business,
        id: OrderId::new(row.get(0)?),
        number: crate::stored::order_number(row.get(1)?)?,
        company: CompanyId::new(row.get(2)?),
        entered_by: row.get::<Option<i64>>(4)?.map(StaffId::new),
        state: from_json(row.get(5)?)?,
        version: row.get(6)?,
        submission: row.get(7)?,
        amount: Fen::new(row.get(8)?),
        delivery: delivery.clone(),
    };
    let draft = OrderDraft {
        business,
        project: ProjectId::new(row.get(3)?),
        items: items(vault, row.get(16)?, row.get(9)?, row.get(10)?)?,
        delivery,
        note: row.get(12)?,
        why: row.get(17)?,
    };
    Ok(Stored { order, draft, created_at: moment(row.get(13)?)?, updated_at: moment(row.get(14)?)? })
}

/// The next sequence number of a Beijing day (as 20261123); continues even if the clock went back (I12).
pub fn next_sequence(tx: &mut Tx, day: i64) -> Result<i64> {
    tx.one(&NEXT_NUMBER, p![day], |r| r.get(0))
}

/// Remembers what a one-time operation number made. `Some(earlier result)` if it was used before (E24).
pub fn remember(tx: &mut Tx, key: &str, result: &str, now: Timestamp) -> Result<Option<String>> {
    if tx.exec(&REMEMBER, p![key, result, now.as_millisecond()])? == 1 {
        return Ok(None);
    }
    tx.one(&RECALL, p![key], |r| r.get(0)).map(Some)
}

/// What an operation number made, if it was used.
pub fn recall(tx: &mut Tx, key: &str) -> Result<Option<String>> {
    tx.opt(&RECALL, p![key], |r| r.get(0))
}

/// Inserts a new draft at version 0, before its first history entry.
pub fn insert(
    tx: &mut Tx,
    company: CompanyId,
    number: &OrderNumber,
    draft: &OrderDraft,
    price: Fen,
    now: Timestamp,
) -> Result<Stored> {
    let state = State::Draft { rejected: None };
    let (state_text, items) = (to_json(&state)?, items_text(tx.vault(), draft)?);
    let delivery = tx.seal_json(DELIVERY, &draft.delivery)?;
    let values = p![
        number.as_str(),
        company.get(),
        draft.project.get(),
        draft.delivery.outlet().map(OutletId::get),
        state.code().code(),
        &state_text,
        price.get(),
        draft.certificates(),
        draft.seals(),
        &delivery,
        &draft.note,
        now.as_millisecond(),
        draft.business.code(),
        &items,
        &draft.why
    ];
    let id = tx.one(&INSERT, values, |r| r.get(0))?;
    let order = Order {
        id: OrderId::new(id),
        company,
        number: number.clone(),
        version: 0,
        submission: 0,
        business: draft.business,
        delivery: draft.delivery.clone(),
        amount: price,
        entered_by: None,
        state,
    };
    Ok(Stored { order, draft: draft.clone(), created_at: now, updated_at: now })
}

/// Writes what a draft orders; state and version are written by the commit.
pub fn update_draft(tx: &mut Tx, id: OrderId, draft: &OrderDraft) -> Result<()> {
    let items = items_text(tx.vault(), draft)?;
    let values = p![
        id.get(),
        draft.project.get(),
        draft.certificates(),
        draft.seals(),
        &draft.note,
        draft.business.code(),
        &items,
        &draft.why
    ];
    tx.exec(&UPDATE_DRAFT, values).map(drop)
}

/// Writes an order's new state under its version. False if somebody was faster.
pub fn update(tx: &mut Tx, order: &Order, from_version: i64, now: Timestamp) -> Result<bool> {
    let (state, delivery) = (to_json(&order.state)?, tx.seal_json(DELIVERY, &order.delivery)?);
    let values = p![
        order.id.get(),
        from_version,
        order.state.code().code(),
        &state,
        order.submission,
        order.amount.get(),
        &delivery,
        order.delivery.outlet().map(OutletId::get),
        now.as_millisecond()
    ];
    Ok(tx.exec(&UPDATE, values)? == 1)
}

/// A history row, as it is stored and hashed.
#[derive(Clone, Debug)]
pub struct HistoryRow<'a> {
    pub order: OrderId,
    /// The version that it led to.
    pub version: i64,
    pub at: Timestamp,
    /// The status after it.
    pub status: StatusCode,
    pub event: Event,
    /// Who, as stored JSON.
    pub actor: &'a str,
    /// Who, as shown.
    pub actor_name: &'a str,
    pub note: &'a str,
}

/// The hash of the entry that led to `version`; empty before the first.
pub fn hash_at(tx: &mut Tx, order: OrderId, version: i64) -> Result<Vec<u8>> {
    Ok(tx.opt(&LAST_HASH, p![order.get(), version], |r| r.get(0))?.unwrap_or_default())
}

pub fn add_history(tx: &mut Tx, row: &HistoryRow, hash: &[u8]) -> Result<()> {
    let event = row.event.code();
    let values = p![
        row.order.get(),
        row.version,
        row.at.as_millisecond(),
        row.status.code(),
        &event,
        row.actor,
        row.actor_name,
        row.note,
        hash
    ];
    tx.exec(&ADD_HISTORY, values).map(drop)
}

/// The events after a version.
pub fn events_since(tx: &mut Tx, order: OrderId, version: i64) -> Result<Vec<Event>> {
    tx.all(&EVENTS_SINCE, p![order.get(), version], |r| {
        let code: &str = r.get(0)?;
        Event::from_code(code).ok_or_else(|| db::Error::Failed(format!("unknown event {code}")))
    })
}

/// Freezes a submission.
pub fn add_submission(
    tx: &mut Tx,
    order: OrderId,
    submission: i64,
    list: PriceListId,
    snapshot: &Snapshot,
    now: Timestamp,
) -> Result<()> {
    let text = tx.seal_json(SNAPSHOT_COLUMN, snapshot)?;
    let code = snapshot.profile.credit_code.as_str();
    let at = now.as_millisecond();
    tx.exec(&ADD_SUBMISSION, p![order.get(), submission, list.get(), &text, at, code]).map(drop)
}

/// What was frozen at a submission.
pub fn snapshot(tx: &mut Tx, order: OrderId, submission: i64) -> Result<Option<Snapshot>> {
    let vault = tx.vault();
    tx.opt(&SNAPSHOT, p![order.get(), submission], |r| vault.open_json(SNAPSHOT_COLUMN, r.get(0)?))
}

/// The certificates as they are stored: nothing where the counts say everything.
pub(crate) fn items_text(vault: &Vault, draft: &OrderDraft) -> Result<String> {
    let usual = draft.items == CertificateItem::usual(draft.certificates(), draft.seals());
    if usual { Ok(String::new()) } else { vault.seal_json(ITEMS, &draft.items) }
}

pub(crate) fn items(vault: &Vault, text: &str, certificates: i64, seals: i64) -> Result<Vec<CertificateItem>> {
    if text.is_empty() { Ok(CertificateItem::usual(certificates, seals)) } else { vault.open_json(ITEMS, text) }
}
