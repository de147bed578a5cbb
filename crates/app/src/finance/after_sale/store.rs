//! The refunds after sale that wait to be released.

use crate::rights::sql::may;
use crate::stored::{from_json, moment, order_number};
use db::{Result, Tx, p};
use domain::id::{OrderId, OrderNumber, StaffId};
use domain::money::Fen;
use domain::order::State;
use domain::rights::Act;
use jiff::Timestamp;

db::sql! {
    LIST = concat!("select o.number, c.name, o.amount, o.state, o.version, w.asked_at
        from after_sale_waiting w join orders o on o.id = w.order_id join company c on c.id = o.company_id
        where ", may!("$1", "$3"), " order by w.asked_at limit $2");
    INSERT = "insert into after_sale_waiting (order_id, asked_at) values ($1, $2) on conflict (order_id) do nothing";
    REMOVE = "delete from after_sale_waiting where order_id = $1";
}

#[derive(Clone, Debug, PartialEq)]
pub struct Waiting {
    /// 订单号.
    pub order: OrderNumber,
    /// 企业名称.
    pub company: String,
    /// How much would go back.
    pub amount: Fen,
    /// The order's state, which holds who asked and why.
    pub state: State,
    pub version: i64,
    /// When it was asked for.
    pub asked_at: Timestamp,
}

/// The requests, oldest first.
pub fn list(tx: &mut Tx, staff: StaffId, limit: i64) -> Result<Vec<Waiting>> {
    tx.all(&LIST, p![staff.get(), limit, Act::ReadAfterSale.roles_text()], |r| {
        Ok(Waiting {
            order: order_number(r.get(0)?)?,
            company: r.get(1)?,
            amount: Fen::new(r.get(2)?),
            state: from_json(r.get(3)?)?,
            version: r.get(4)?,
            asked_at: moment(r.get(5)?)?,
        })
    })
}

pub fn insert(tx: &mut Tx, order: OrderId, now: Timestamp) -> Result<()> {
    tx.exec(&INSERT, p![order.get(), now.as_millisecond()]).map(drop)
}

pub fn remove(tx: &mut Tx, order: OrderId) -> Result<()> {
    tx.exec(&REMOVE, p![order.get()]).map(drop)
}
