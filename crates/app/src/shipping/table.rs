//! A table as it was uploaded: which format it is, its lines and cells, and why it is refused as a whole.

use super::cell::{Cell, HEADINGS_WITHIN, TableLine};
use super::{csv, xlsx};

pub use super::cell::{FILE_MAX, ROWS_MAX, TableError};

/// One row below the headings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableRow {
    /// Its line in the file, from 1.
    pub line: i64,
    pub(super) order: Option<Cell>,
    pub(super) carrier: Option<Cell>,
    pub(super) waybill: Option<Cell>,
}

/// Reads a file of at most [`FILE_MAX`] bytes. Takes the time and memory that its limits allow: call it away from
/// asynchronous threads.
///
/// # Errors
/// Why the file is refused as a whole. What is wrong with a single row is told when the rows are judged.
pub fn read(bytes: &[u8]) -> Result<Vec<TableRow>, TableError> {
    if bytes.len() > FILE_MAX {
        return Err(TableError::FileTooLarge);
    }
    let lines = match bytes {
        [b'P', b'K', 3, 4, ..] => xlsx::read(bytes)?,
        [0xd0, 0xcf, 0x11, 0xe0, ..] => return Err(TableError::OldWorkbook),
        _ => csv::read(bytes)?,
    };
    below_headings(&lines)
}

fn below_headings(lines: &[TableLine]) -> Result<Vec<TableRow>, TableError> {
    let found = lines.iter().take(HEADINGS_WITHIN).enumerate().find_map(|(at, line)| Some((at, columns(line)?)));
    let (at, [order, carrier, waybill]) = found.ok_or(TableError::NoHeadings)?;
    let cell = |line: &TableLine, column: usize| line.cells.get(column).cloned().flatten();
    let rows: Vec<TableRow> = lines[at + 1..]
        .iter()
        .map(|line| TableRow {
            line: line.number,
            order: cell(line, order),
            carrier: cell(line, carrier),
            waybill: cell(line, waybill),
        })
        .filter(|row| row.order.is_some() || row.carrier.is_some() || row.waybill.is_some())
        .collect();
    match rows.len() {
        0 => Err(TableError::Empty),
        n if n > ROWS_MAX => Err(TableError::TooManyRows),
        _ => Ok(rows),
    }
}

/// The places of 订单号, 快递公司 and 快递单号, if this line has all three.
fn columns(line: &TableLine) -> Option<[usize; 3]> {
    let place = |names: &[&str]| {
        line.cells.iter().position(|cell| match cell {
            Some(Cell::Text(text)) => names.contains(&text.trim_matches(['*', ' ', '：', ':'])),
            _ => false,
        })
    };
    let carrier = place(&["快递公司", "承运商", "物流公司"])?;
    Some([place(&["订单号", "订单编号"])?, carrier, place(&["快递单号", "运单号", "物流单号"])?])
}
