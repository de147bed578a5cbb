//! A table as a workbook. What the archive says of its sizes is not believed: every part is inflated once into nothing,
//! up to a limit, before the reader sees it. Counts that the reader would reserve memory for are judged as well.

use super::cell::{COLUMNS_MAX, Cell, LINES_MAX, TableError, TableLine, text};
use calamine::{DataRef, Reader, Xlsx};
use std::io::{Cursor, Read};
use zip::ZipArchive;

/// The most parts of a workbook.
const PARTS_MAX: usize = 200;

/// All parts inflated, in bytes. A thousand rows of three columns take a tenth of a megabyte.
const INFLATED_MAX: u64 = 8 * 1024 * 1024;

/// A part that is neither a sheet nor its texts. The reader makes a record of some hundred bytes of each style, so this
/// bounds memory far more than its size says.
const SMALL_PART_MAX: u64 = 512 * 1024;

/// The most texts that a workbook may announce: the reader reserves room for them unseen.
const TEXTS_MAX: u64 = 500_000;

/// The attribute that announces them.
const ANNOUNCES: &[u8] = b"uniqueCount";

/// From here on a number of Excel has lost digits.
const EXACT_BELOW: f64 = 1e15;

const LOST_DIGITS: &str = "单号按数字保存且超过 15 位，末几位已丢失，请把单元格设为文本，照面单重填";
const NO_VALUE: &str = "单元格里是公式错误或逻辑值，请改成文字";
const A_FRACTION: &str = "单元格里是小数，请把单元格设为文本，照面单重填";

/// Reads the lines of the first sheet. Formulas count as what they show; of merged cells only the first has a value.
pub(super) fn read(bytes: &[u8]) -> Result<Vec<TableLine>, TableError> {
    measure(bytes)?;
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|_| TableError::BadWorkbook)?;
    let sheet = book.sheet_names().first().cloned().ok_or(TableError::BadWorkbook)?;
    let mut cells = book.worksheet_cells_reader(&sheet).map_err(|_| TableError::BadWorkbook)?;
    let mut lines: Vec<TableLine> = Vec::new();
    while let Some(cell) = cells.next_cell().map_err(|_| TableError::BadWorkbook)? {
        let (row, column) = cell.get_position();
        let (number, column) = (i64::from(row) + 1, column as usize);
        let Some(value) = value(cell.get_value()).filter(|_| column < COLUMNS_MAX) else { continue };
        match lines.last().map(|line| line.number) {
            Some(last) if last > number => return Err(TableError::BadWorkbook),
            Some(last) if last == number => {}
            _ if lines.len() == LINES_MAX => return Err(TableError::TooManyRows),
            _ => lines.push(TableLine { number, cells: Vec::new() }),
        }
        if let Some(line) = lines.last_mut() {
            let width = line.cells.len().max(column + 1);
            line.cells.resize(width, None);
            line.cells[column] = Some(value);
        }
    }
    Ok(lines)
}

/// Inflates every part into nothing and counts.
fn measure(bytes: &[u8]) -> Result<(), TableError> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| TableError::BadWorkbook)?;
    if archive.len() > PARTS_MAX {
        return Err(TableError::Inflates);
    }
    let (mut left, mut part) = (INFLATED_MAX, Vec::new());
    for index in 0..archive.len() {
        let mut file = archive.by_index(index).map_err(|_| TableError::BadWorkbook)?;
        let name = file.name().map_err(|_| TableError::BadWorkbook)?.to_lowercase();
        let most = if is_large(&name) { left } else { left.min(SMALL_PART_MAX) };
        part.clear();
        file.by_ref().take(most + 1).read_to_end(&mut part).map_err(|_| TableError::BadWorkbook)?;
        let size = part.len() as u64;
        if size > most || announced(&part) > TEXTS_MAX {
            return Err(TableError::Inflates);
        }
        left -= size;
    }
    Ok(())
}

/// Sheets and their texts may be large; whatever the reader may take for styles may not.
fn is_large(name: &str) -> bool {
    let styles = name.ends_with("styles.xml") || name.contains("theme");
    !styles && (name.contains("worksheets") || name.ends_with("sharedstrings.xml"))
}

/// The largest number that stands after the announcing attribute, anywhere in the part.
fn announced(part: &[u8]) -> u64 {
    let places = part.windows(ANNOUNCES.len()).enumerate().filter(|(_, window)| *window == ANNOUNCES);
    let number = |at: usize| {
        let rest = part[at + ANNOUNCES.len()..].iter().take(40).copied();
        let digits: String =
            rest.skip_while(|b| !b.is_ascii_digit()).take_while(u8::is_ascii_digit).map(char::from).collect();
        if digits.is_empty() { 0 } else { digits.parse().unwrap_or(u64::MAX) }
    };
    places.map(|(at, _)| number(at)).max().unwrap_or(0)
}

fn value(data: &DataRef) -> Option<Cell> {
    match data {
        DataRef::Empty => None,
        DataRef::String(said) => text(said),
        DataRef::SharedString(said) => text(said),
        DataRef::DateTimeIso(said) | DataRef::DurationIso(said) => text(said),
        DataRef::Int(number) => text(&number.to_string()),
        DataRef::Float(number) => Some(digits(*number)),
        DataRef::DateTime(moment) => Some(digits(moment.as_f64())),
        DataRef::Bool(_) | DataRef::Error(_) => Some(Cell::Odd(NO_VALUE)),
    }
}

/// `1.2345E+13` is stored as a number and shown so: its digits are all there, up to fifteen of them.
fn digits(number: f64) -> Cell {
    if number.fract() != 0.0 || number < 0.0 {
        Cell::Odd(A_FRACTION)
    } else if number >= EXACT_BELOW {
        Cell::Odd(LOST_DIGITS)
    } else {
        Cell::Text(format!("{number:.0}"))
    }
}

#[cfg(test)]
#[path = "xlsx_tests.rs"]
mod tests;
