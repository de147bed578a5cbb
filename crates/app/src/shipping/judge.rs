//! What each row of a table would do, judged against the orders as they stand.

use super::cell::Cell;
use super::table::TableRow;
use crate::Error;
use crate::order::store::{self as orders, Find};
use domain::id::{OrderNumber, StaffId};
use domain::order::staff_form::{Carrier, WaybillForm};
use domain::order::{Delivery, State, Waybill};
use domain::rights::Act;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

/// Whether a row will be imported.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    Good,
    /// Yes, and somebody should look at its number.
    Doubtful,
    /// No need to: the order has this waybill already.
    Known,
    Wrong,
}

/// A row as it was judged. What is imported later is this, not the file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    /// Its line in the file.
    pub line: i64,
    /// 订单号 as it stands there.
    pub order: String,
    /// 快递公司: the name as we know it, or as it stands there.
    pub carrier: String,
    /// 快递单号, normalised.
    pub waybill: String,
    /// Whether it will be imported.
    pub verdict: Verdict,
    /// Why not, or what is doubtful; empty for a good row.
    pub note: String,
    /// The order's version when it was judged.
    pub seen: i64,
}

impl Verdict {
    /// True for rows that importing carries out.
    pub fn is_importable(self) -> bool {
        matches!(self, Verdict::Good | Verdict::Doubtful)
    }
}

/// What the rows before have said.
#[derive(Default)]
pub(super) struct EarlierRows {
    orders: HashMap<OrderNumber, i64>,
    waybills: HashMap<String, i64>,
}

/// Judges one row for this member of staff.
///
/// # Errors
/// Only the database's.
pub(super) fn judge(tx: &mut crate::Tx, staff: StaffId, row: &TableRow, seen: &mut EarlierRows) -> Result<Row, Error> {
    let said = |cell: &Option<Cell>| match cell {
        Some(Cell::Text(text)) => text.clone(),
        Some(Cell::Odd(_)) | None => String::new(),
    };
    let mut judged = Row {
        line: row.line,
        order: said(&row.order),
        carrier: said(&row.carrier),
        waybill: said(&row.waybill),
        verdict: Verdict::Wrong,
        note: String::new(),
        seen: 0,
    };
    match read(row) {
        Ok((number, waybill)) => {
            judged.carrier.clone_from(&waybill.carrier);
            judged.waybill.clone_from(&waybill.number);
            let found = orders::get(tx, &Find::Staff(staff, Act::Ship, number.clone()))?;
            judged.seen = found.as_ref().map_or(0, |stored| stored.order.version);
            let state = found.as_ref().map(|stored| (&stored.order.state, &stored.order.delivery));
            (judged.verdict, judged.note) = against(state, &number, &waybill, row.line, seen);
        }
        Err(note) => judged.note = note,
    }
    Ok(judged)
}

/// The two things that a row must say, or a sentence about what it does not.
fn read(row: &TableRow) -> Result<(OrderNumber, Waybill), String> {
    let cell = |cell: &Option<Cell>, label: &str| match cell {
        Some(Cell::Text(text)) => Ok(text.clone()),
        Some(Cell::Odd(sentence)) => Err((*sentence).to_owned()),
        None => Err(format!("没有{label}；合并的单元格只有第一行有值，请取消合并后逐行填写")),
    };
    let order = cell(&row.order, "订单号")?;
    let number = OrderNumber::parse(&domain::text::compact(&order).to_uppercase());
    let number = number.ok_or("订单号应像 DZ20261123-0127，请照订单核对")?;
    let carrier = cell(&row.carrier, "快递公司")?;
    let carrier = Carrier::named(&carrier).ok_or_else(|| {
        let known: Vec<_> = Carrier::ALL.iter().map(|carrier| carrier.title()).collect();
        format!("快递公司不认识，请写：{}", known.join("、"))
    })?;
    let form = WaybillForm { carrier: carrier.code().to_owned(), waybill: cell(&row.waybill, "快递单号")? };
    let waybill = form.check().map_err(|errors| errors.get("waybill").unwrap_or("快递单号不能使用").to_owned())?;
    Ok((number, waybill))
}

fn against(
    order: Option<(&State, &Delivery)>,
    number: &OrderNumber,
    waybill: &Waybill,
    line: i64,
    seen: &mut EarlierRows,
) -> (Verdict, String) {
    let wrong = |note: String| (Verdict::Wrong, note);
    if let Some(first) = seen.orders.get(number) {
        return wrong(format!("与第 {first} 行是同一个订单，请只留一行"));
    }
    seen.orders.insert(number.clone(), line);
    match order {
        None => wrong("没有这个订单，或者还没有审核通过，请核对订单号".into()),
        Some((_, Delivery::Pickup { .. })) => wrong("这个订单是网点自取，不寄快递".into()),
        Some((State::Shipped { waybill: old, .. }, _)) if old == waybill => {
            (Verdict::Known, "已登记过这个单号，不会重复发短信".into())
        }
        Some((State::Shipped { waybill: old, .. }, _)) => {
            wrong(format!("已登记 {}，要更正请到这个订单的页面", old.sentence()))
        }
        Some((State::ToShip(_), _)) => doubts(waybill, line, seen),
        Some((state, _)) => wrong(format!("订单现在是“{}”，不是待发货", state.code().label())),
    }
}

fn doubts(waybill: &Waybill, line: i64, seen: &mut EarlierRows) -> (Verdict, String) {
    let twice = seen.waybills.insert(waybill.number.clone(), line);
    match (twice, waybill.warning()) {
        (Some(first), _) => (Verdict::Doubtful, format!("与第 {first} 行是同一个单号，请确认两单合寄")),
        (None, Some(warning)) => (Verdict::Doubtful, warning.message().replace("已保存，", "")),
        (None, None) => (Verdict::Good, String::new()),
    }
}
