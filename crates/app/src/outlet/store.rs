//! The table of outlets.

use db::{Result, Row, Tx, p};
use domain::id::OutletId;
use domain::outlet::{Outlet, OutletEntry};

db::sql! {
    LIST_OPEN = "select id, name, address, phone, hours, open from outlet where open order by id";
    ALL_OUTLETS = "select id, name, address, phone, hours, open from outlet order by id";
    GET = "select id, name, address, phone, hours, open from outlet where id = $1";
    FIND = "select id from outlet where name = $1";
    INSERT = "insert into outlet (name, address, phone, hours, open) values ($1, $2, $3, $4, $5)
        on conflict (name) do nothing";
    ADD = "insert into outlet (name, address, phone, hours, open) values ($1, $2, $3, $4, $5)
        on conflict (name) do nothing returning id";
    KEPT = "select id, name, address, phone, hours, open, version,
        (select count(*) from (select 1 as one from orders where orders.outlet_id = outlet.id
        and status in ('draft', 'awaiting_payment', 'under_review', 'processing') limit $1) capped) as waiting
        from outlet order by id";
    CHANGE = "update outlet set name = $3, address = $4, phone = $5, hours = $6, version = version + 1
        where id = $1 and version = $2";
    SET_OPEN = "update outlet set open = $3, version = version + 1 where id = $1 and version = $2";
}

/// An outlet as it is set up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutletSetup {
    pub outlet: Outlet,
    /// Orders that wait to be collected there, counted up to `edit::WAITING_MAX`.
    pub waiting: i64,
    /// Counts the changes; a page that shows an older one may not save.
    pub version: i64,
}

/// The outlets that take new orders.
pub fn list_open(tx: &mut Tx) -> Result<Vec<Outlet>> {
    tx.all(&LIST_OPEN, p![], outlet)
}

/// Every outlet, closed ones too.
pub fn all(tx: &mut Tx) -> Result<Vec<Outlet>> {
    tx.all(&ALL_OUTLETS, p![], outlet)
}

/// One outlet, open or not.
pub fn get(tx: &mut Tx, id: OutletId) -> Result<Option<Outlet>> {
    tx.opt(&GET, p![id.get()], outlet)
}

/// The outlet of this name.
pub fn find(tx: &mut Tx, name: &str) -> Result<Option<OutletId>> {
    Ok(tx.opt(&FIND, p![name], |r| r.get(0))?.map(OutletId::new))
}

/// Adds an open outlet; does nothing if the name exists.
pub fn insert(tx: &mut Tx, name: &str, address: &str, phone: &str, hours: &str) -> Result<()> {
    tx.exec(&INSERT, p![name, address, phone, hours, true]).map(drop)
}

/// Adds an open outlet; `None` if the name exists.
pub fn add(tx: &mut Tx, entry: &OutletEntry) -> Result<Option<OutletId>> {
    let values = p![&entry.name, &entry.address, &entry.phone, &entry.hours, true];
    Ok(tx.opt(&ADD, values, |r| r.get(0))?.map(OutletId::new))
}

/// Every outlet with what waits there, counted up to a limit.
pub fn kept(tx: &mut Tx, limit: i64) -> Result<Vec<OutletSetup>> {
    tx.all(&KEPT, p![limit], |r| Ok(OutletSetup { outlet: outlet(r)?, version: r.get(6)?, waiting: r.get(7)? }))
}

/// Writes what users read. False if somebody was faster.
pub fn change(tx: &mut Tx, id: OutletId, seen: i64, entry: &OutletEntry) -> Result<bool> {
    let values = p![id.get(), seen, &entry.name, &entry.address, &entry.phone, &entry.hours];
    Ok(tx.exec(&CHANGE, values)? == 1)
}

/// Opens or closes. False if somebody was faster.
pub fn set_open(tx: &mut Tx, id: OutletId, seen: i64, open: bool) -> Result<bool> {
    Ok(tx.exec(&SET_OPEN, p![id.get(), seen, open])? == 1)
}

fn outlet(row: &Row) -> Result<Outlet> {
    Ok(Outlet {
        id: OutletId::new(row.get(0)?),
        name: row.get(1)?,
        address: row.get(2)?,
        phone: row.get(3)?,
        hours: row.get(4)?,
        open: row.get(5)?,
    })
}
