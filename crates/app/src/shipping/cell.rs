//! Lines and cells of an uploaded table, whatever its format, the limits of it, and why it is refused as a whole.

/// The largest file, in bytes.
pub const FILE_MAX: usize = 2 * 1024 * 1024;

/// The most lines below the headings. Each is a transaction of its own, and a person looks at all of them.
pub const ROWS_MAX: usize = 1000;

/// Columns beyond this are not read.
pub(super) const COLUMNS_MAX: usize = 20;

/// The most lines that are read at all: the rows, the headings, and notes above them.
pub(super) const LINES_MAX: usize = ROWS_MAX + HEADINGS_WITHIN;

/// The headings stand among the first lines.
pub(super) const HEADINGS_WITHIN: usize = 5;

/// The longest cell, in characters; the rest is cut off, and no rule accepts what is left.
const CELL_MAX: usize = 80;

/// A cell as its program shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Cell {
    Text(String),
    /// What it says cannot be trusted; a sentence that says what to do.
    Odd(&'static str),
}

/// A line of the table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct TableLine {
    /// Its number in the file, from 1.
    pub number: i64,
    /// Its cells from the left; `None` where nothing is.
    pub cells: Vec<Option<Cell>>,
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

/// One text, cleaned and cut to a length that can be shown.
pub(super) fn text(raw: &str) -> Option<Cell> {
    let text: String = raw.trim().chars().take(CELL_MAX).collect();
    (!text.is_empty()).then_some(Cell::Text(text))
}
