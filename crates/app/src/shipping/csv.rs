//! A table as text. Excel writes UTF-8 with a mark, or GB18030; other programs UTF-8 without one.

use super::cell::{COLUMNS_MAX, Cell, LINES_MAX, TableError, TableLine, text};
use csv::{ReaderBuilder, StringRecord};
use encoding_rs::{GB18030, UTF_16BE, UTF_16LE};
use std::borrow::Cow;

/// What Excel makes of a long number before it writes it as text: digits are gone for good.
const SCIENTIFIC: &str = "单号成了科学计数法，后面的数字已丢失，请把这一列设为文本，照面单重填";

/// Reads the lines of a text.
pub(super) fn read(bytes: &[u8]) -> Result<Vec<TableLine>, TableError> {
    let text = decode(bytes)?;
    if text.contains('\0') {
        return Err(TableError::NoText);
    }
    let first = text.lines().next().unwrap_or_default();
    let delimiter = if first.contains('\t') && !first.contains(',') { b'\t' } else { b',' };
    let mut reader =
        ReaderBuilder::new().has_headers(false).flexible(true).delimiter(delimiter).from_reader(text.as_bytes());
    let (mut lines, mut record) = (Vec::new(), StringRecord::new());
    while reader.read_record(&mut record).map_err(|_| TableError::NoText)? {
        if lines.len() == LINES_MAX {
            return Err(TableError::TooManyRows);
        }
        let number = line_of(&record, &text);
        let cells: Vec<_> = record.iter().take(COLUMNS_MAX).map(cell).collect();
        if cells.iter().any(Option::is_some) {
            lines.push(TableLine { number, cells });
        }
    }
    Ok(lines)
}

/// The line on which a record begins. Its position is where the one before ended: empty lines lie between.
fn line_of(record: &StringRecord, text: &str) -> i64 {
    let Some(at) = record.position() else { return 0 };
    let rest = text.as_bytes().iter().skip(usize::try_from(at.byte()).unwrap_or(usize::MAX));
    let empty = rest.take_while(|byte| matches!(byte, b'\r' | b'\n')).filter(|byte| **byte == b'\n').count();
    i64::try_from(at.line()).unwrap_or(i64::MAX).saturating_add(i64::try_from(empty).unwrap_or(i64::MAX))
}

fn decode(bytes: &[u8]) -> Result<Cow<'_, str>, TableError> {
    let whole = |decoded: Option<Cow<'_, str>>| decoded.map(|text| Cow::Owned(text.into_owned()));
    match bytes {
        [0xef, 0xbb, 0xbf, rest @ ..] => std::str::from_utf8(rest).map(Cow::Borrowed).map_err(|_| TableError::NoText),
        [0xff, 0xfe, rest @ ..] => {
            whole(UTF_16LE.decode_without_bom_handling_and_without_replacement(rest)).ok_or(TableError::NoText)
        }
        [0xfe, 0xff, rest @ ..] => {
            whole(UTF_16BE.decode_without_bom_handling_and_without_replacement(rest)).ok_or(TableError::NoText)
        }
        _ => match std::str::from_utf8(bytes) {
            Ok(text) => Ok(Cow::Borrowed(text)),
            Err(_) => GB18030.decode_without_bom_handling_and_without_replacement(bytes).ok_or(TableError::NoText),
        },
    }
}

/// `="SF12"` and `'SF12` are how people keep Excel from making a number of a text.
fn cell(raw: &str) -> Option<Cell> {
    let raw = raw.trim();
    let quoted = raw.strip_prefix("=\"").and_then(|rest| rest.strip_suffix('"'));
    let bare = quoted.unwrap_or_else(|| raw.strip_prefix('\'').unwrap_or(raw));
    if is_scientific(bare) { Some(Cell::Odd(SCIENTIFIC)) } else { text(bare) }
}

/// `1.2345E+13`.
fn is_scientific(text: &str) -> bool {
    let Some((digits, power)) = text.split_once(['E', 'e']) else { return false };
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
    is_number(whole) && is_number(fraction) && power.strip_prefix('+').is_some_and(is_number)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn cells(bytes: &[u8]) -> Vec<Vec<Option<Cell>>> {
        read(bytes).unwrap().into_iter().map(|line| line.cells).collect()
    }

    #[test]
    fn every_encoding_that_excel_writes_is_read() {
        let table = "订单号,快递公司,快递单号\r\nDZ1,顺丰,SF1\r\n";
        let wanted = cells(table.as_bytes());
        assert_eq!(wanted[0][1], Some(Cell::Text("快递公司".into())));
        assert_eq!(cells(&[&[0xef, 0xbb, 0xbf], table.as_bytes()].concat()), wanted);
        assert_eq!(cells(&GB18030.encode(table).0), wanted);
        let wide: Vec<u8> = [0xfeff].into_iter().chain(table.encode_utf16()).flat_map(u16::to_le_bytes).collect();
        assert_eq!(cells(&wide), wanted);
        assert_eq!(cells(table.replace(',', "\t").as_bytes()), wanted);
    }

    #[test]
    fn what_is_no_text_is_refused() {
        for bytes in [&b"\x89PNG\r\n\x1a\n\xff\xff\xff"[..], b"a,b\0c", b"\xef\xbb\xbf\xff", b"\xff\xfe\x00\xd8"] {
            assert_eq!(read(bytes), Err(TableError::NoText), "{bytes:?}");
        }
    }

    #[test]
    fn numbers_that_lost_their_digits_are_told_and_guarded_texts_are_unwrapped() {
        let line = &cells(b"1.2345E+13,=\"SF12\",'00123,SF1E+2,x\n")[0];
        assert_eq!(line[0], Some(Cell::Odd(SCIENTIFIC)));
        let said: Vec<_> = line[1..].iter().map(|cell| cell.clone().unwrap()).collect();
        assert_eq!(said, ["SF12", "00123", "SF1E+2", "x"].map(|text| Cell::Text(text.into())));
    }

    #[test]
    fn quotes_commas_and_lines_inside_a_cell_and_lines_of_any_length_are_read() {
        let lines = read(b"a,b\n\"x,\ny\",2,3,4\n\n\nlast\n").unwrap();
        assert_eq!(lines.iter().map(|line| line.number).collect::<Vec<_>>(), [1, 2, 6]);
        assert_eq!(lines[1].cells[0], Some(Cell::Text("x,\ny".into())));
        let wide = format!("{}\n", "x,".repeat(500_000));
        assert_eq!(read(wide.as_bytes()).unwrap()[0].cells.len(), COLUMNS_MAX);
    }
}
