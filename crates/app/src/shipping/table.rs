//! A table as it was uploaded: which format it is, its lines and cells, and why it is refused as a whole.

use super::{csv, xlsx};

/// The largest file, in bytes.
pub const FILE_MAX: usize = 2 * 1024 * 1024;

/// The most lines below the headings. Each is a transaction of its own, and a person looks at all of them.
pub const ROWS_MAX: usize = 1000;

/// Columns beyond this are not read.
pub(super) const COLUMNS_MAX: usize = 20;

/// The most lines that are read at all: the rows, the headings, and notes above them.
pub(super) const LINES_MAX: usize = ROWS_MAX + HEADINGS_WITHIN;

/// The headings stand among the first lines.
const HEADINGS_WITHIN: usize = 5;

/// The longest cell, in characters; the rest is cut off, and no rule accepts what is left.
const CELL_MAX: usize = 80;

/// A cell as its program shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Cell {
    /// What it says.
    Text(String),
    /// What it says cannot be trusted; a sentence that says what to do.
    Odd(&'static str),
}

/// A line of the table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Line {
    /// Its number in the file, from 1.
    pub number: i64,
    /// Its cells from the left; `None` where nothing is.
    pub cells: Vec<Option<Cell>>,
}

/// One row below the headings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableRow {
    /// Its line in the file, from 1.
    pub line: i64,
    pub(super) order: Option<Cell>,
    pub(super) carrier: Option<Cell>,
    pub(super) waybill: Option<Cell>,
}

/// Why a file is refused as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TableError {
    /// Larger than [`FILE_MAX`].
    FileTooLarge,
    /// More rows than [`ROWS_MAX`].
    TooManyRows,
    /// Small as it is, it holds far more than a list of waybills can: a bomb, or a table of something else.
    Inflates,
    /// No xlsx, though it looks like one.
    BadWorkbook,
    /// The old format of Excel.
    OldWorkbook,
    /// Neither xlsx nor a text in an encoding that we read.
    NoText,
    /// The three headings are not there.
    NoHeadings,
    /// Headings, and nothing below them.
    Empty,
}

impl TableError {
    /// What to do about it.
    pub fn message(self) -> String {
        let mb = FILE_MAX / 1024 / 1024;
        match self {
            TableError::FileTooLarge => {
                format!("文件超过 {mb} MB，没有读取。请只保留订单号、快递公司、快递单号三列后再上传")
            }
            TableError::TooManyRows => format!("文件超过 {ROWS_MAX} 行，没有读取。请分成几个文件上传"),
            TableError::Inflates => "文件展开后过大，没有读取。请新建一个只有三列的表格，只粘贴数值后再上传".into(),
            TableError::BadWorkbook => {
                "这个 xlsx 文件已损坏或带有密码，没有读取。请用 Excel 或 WPS 另存为 xlsx 后再上传".into()
            }
            TableError::OldWorkbook => "这是旧版 xls 文件，没有读取。请用 Excel 或 WPS 另存为 xlsx 后再上传".into(),
            TableError::NoText => "文件不是 xlsx，也不是 UTF-8 或 GB18030 编码的 csv，没有读取。请下载模板重填".into(),
            TableError::NoHeadings => {
                "前几行没有找到表头“订单号、快递公司、快递单号”。请下载模板，按模板的表头填写".into()
            }
            TableError::Empty => "表头下面没有内容。请从第二行起填写订单号、快递公司、快递单号".into(),
        }
    }
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

/// One text, cleaned and cut to a length that can be shown.
pub(super) fn text(raw: &str) -> Option<Cell> {
    let text: String = raw.trim().chars().take(CELL_MAX).collect();
    (!text.is_empty()).then_some(Cell::Text(text))
}

fn below_headings(lines: &[Line]) -> Result<Vec<TableRow>, TableError> {
    let found = lines.iter().take(HEADINGS_WITHIN).enumerate().find_map(|(at, line)| Some((at, columns(line)?)));
    let (at, [order, carrier, waybill]) = found.ok_or(TableError::NoHeadings)?;
    let cell = |line: &Line, column: usize| line.cells.get(column).cloned().flatten();
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
fn columns(line: &Line) -> Option<[usize; 3]> {
    let place = |names: &[&str]| {
        line.cells.iter().position(|cell| match cell {
            Some(Cell::Text(text)) => names.contains(&text.trim_matches(['*', ' ', '：', ':'])),
            _ => false,
        })
    };
    let carrier = place(&["快递公司", "承运商", "物流公司"])?;
    Some([place(&["订单号", "订单编号"])?, carrier, place(&["快递单号", "运单号", "物流单号"])?])
}
