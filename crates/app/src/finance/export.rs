//! A day's payments and refunds as CSV, page by page, so that neither memory nor a database connection is held for long.
//! What starts like a formula is quoted: the file is opened in a spreadsheet.

use super::PaymentFilter;
use super::store::{self, PaymentLine, RefundLine};
use crate::audit::{self, Action};
use crate::who::StaffUser;
use crate::{App, Error};
use domain::id::StaffId;
use domain::time;
use jiff::civil::Date;

/// The most rows of one export, payments and refunds each.
pub const ROWS_MAX: usize = 50_000;

/// Rows that are read at once.
const CHUNK: i64 = 500;

/// The beginning of the file: the mark by which Excel knows UTF-8, and the headings.
pub const HEAD: &str = "\u{feff}类别,时间,订单号,企业名称,商户订单号,平台交易号/退款号,金额（元）,状态,原因\r\n";

#[derive(Clone, Debug)]
pub struct Export {
    staff: StaffId,
    day: Date,
    place: Place,
    rows: usize,
}

#[derive(Clone, Copy, Debug)]
enum Place {
    Payments(i64),
    Refunds(i64),
    End,
}

/// Begins an export, and says so in the trail.
pub async fn begin(app: &App, staff: &StaffUser, day: Date) -> Result<Export, Error> {
    let (now, actor) = (app.now(), staff.actor());
    app.write(move |tx| {
        let (subject, detail) = (day.to_string(), "当日收款与退款 CSV".to_owned());
        Ok(audit::record(tx, &audit::Entry { actor: &actor, action: Action::Export, subject, detail }, now)?)
    })
    .await?;
    Ok(Export { staff: staff.id, day, place: Place::Payments(i64::MAX), rows: 0 })
}

impl Export {
    /// The next lines; `None` at the end.
    ///
    /// # Errors
    /// Only the database's.
    pub async fn next(&mut self, app: &App) -> Result<Option<String>, Error> {
        let (staff, day) = (self.staff, self.day);
        match self.place {
            Place::Payments(before) => {
                let filter = PaymentFilter { day: Some(day), order: None };
                let rows = app.read(move |tx| Ok(store::payments(tx, staff, &filter, before, CHUNK)?)).await?;
                let last = rows.last().map(|row| row.id);
                self.place = last.map_or(Place::Refunds(i64::MAX), Place::Payments);
                Ok(Some(self.lines(rows.iter().map(payment), Place::Refunds(i64::MAX))))
            }
            Place::Refunds(before) => {
                let rows = app.read(move |tx| Ok(store::refunds_of_day(tx, staff, day, before, CHUNK)?)).await?;
                self.place = rows.last().map_or(Place::End, |row| Place::Refunds(row.id.get()));
                Ok(Some(self.lines(rows.iter().map(refund), Place::End)))
            }
            Place::End => Ok(None),
        }
    }

    fn lines(&mut self, lines: impl ExactSizeIterator<Item = String>, after_cap: Place) -> String {
        self.rows += lines.len();
        let mut text: String = lines.collect();
        if self.rows > ROWS_MAX {
            text.push_str(&format!("超过 {ROWS_MAX} 行，其余未导出\r\n"));
            (self.place, self.rows) = (after_cap, 0);
        }
        text
    }
}

fn payment(line: &PaymentLine) -> String {
    let at = line.settled_at.map(time::second_text).unwrap_or_default();
    let number = line.gateway_trade.as_deref().unwrap_or_default();
    let amount = line.amount.to_yuan_text();
    joined(&["收款", &at, &line.order, &line.company, &line.trade, number, &amount, line.state.label(), ""])
}

fn refund(line: &RefundLine) -> String {
    let (at, amount) = (time::second_text(line.updated_at), format!("-{}", line.amount.to_yuan_text()));
    let (state, reason) = (line.state.label(), line.reason.label());
    let cells = ["退款", &at, &line.order, &line.company, &line.trade, &line.number];
    let mut text = cells.map(quoted).join(",");
    text.push_str(&format!(",{amount},{},{}\r\n", quoted(state), quoted(reason)));
    text
}

fn joined(cells: &[&str]) -> String {
    let cells: Vec<String> = cells.iter().map(|cell| quoted(cell)).collect();
    cells.join(",") + "\r\n"
}

/// A cell that no spreadsheet takes for a formula.
fn quoted(cell: &str) -> String {
    let formula = cell.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let guarded = if formula { format!("'{cell}") } else { cell.to_owned() };
    if guarded.contains([',', '"', '\n', '\r']) { format!("\"{}\"", guarded.replace('"', "\"\"")) } else { guarded }
}

#[cfg(test)]
mod tests {
    use super::quoted;

    #[test]
    fn no_cell_is_a_formula_or_breaks_its_line() {
        for (cell, written) in [
            ("澜州青禾建设", "澜州青禾建设"),
            ("=HYPERLINK(\"http://evil.example\")", "\"'=HYPERLINK(\"\"http://evil.example\"\")\""),
            ("+86", "'+86"),
            ("-1", "'-1"),
            ("@x", "'@x"),
            ("a,b", "\"a,b\""),
            ("a\nb", "\"a\nb\""),
        ] {
            assert_eq!(quoted(cell), written);
        }
    }
}
