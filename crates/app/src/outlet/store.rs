//! The table of outlets.

use db::{Result, Row, Tx, p};
use domain::id::OutletId;
use domain::outlet::Outlet;

db::sql! {
    LIST_OPEN = "select id, name, address, phone, hours, open from outlet where open order by id";
    ALL_OUTLETS = "select id, name, address, phone, hours, open from outlet order by id";
    GET = "select id, name, address, phone, hours, open from outlet where id = $1";
    FIND = "select id from outlet where name = $1";
    INSERT = "insert into outlet (name, address, phone, hours, open) values ($1, $2, $3, $4, $5)
        on conflict (name) do nothing";
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
