//! The pages of one form: text, tables and boxes below each other. A page that is full is followed by another one,
//! which repeats the name of the form, the order's QR code and the head of the table that goes on.

use super::face::FACE;
use super::line::wrap;

/// A4 in points.
pub const PAGE_WIDTH: f32 = 595.28;
/// A4 in points.
pub const PAGE_HEIGHT: f32 = 841.89;
/// Left and right of everything: 20 mm.
pub const MARGIN: f32 = 56.7;
/// Between the margins.
pub const WIDTH: f32 = PAGE_WIDTH - 2.0 * MARGIN;
const TOP: f32 = 40.0;
const BOTTOM: f32 = PAGE_HEIGHT - 58.0;
/// The side of the QR code: 20 mm, which every scanner at a counter reads.
const CODE: f32 = 56.7;
const TEXT: f32 = 9.5;
const LEADING: f32 = 1.4;
const PADDING: f32 = 4.0;

/// Something on a page; lengths in points from the upper left corner.
#[derive(Clone, Debug, PartialEq)]
pub enum Mark {
    /// A line of text on its base line.
    Text { x: f32, y: f32, size: f32, bold: bool, text: String },
    /// A frame; dashed where something is to be put in.
    Frame { x: f32, y: f32, width: f32, height: f32, dashed: bool },
    /// A line.
    Rule { x: f32, y: f32, width: f32 },
    /// A square QR code.
    Code { x: f32, y: f32, side: f32, text: String },
}

/// A cell of a table: its part of the width, and what stands in it.
pub struct Cell<'a> {
    share: f32,
    text: &'a str,
    label: bool,
}

/// A cell that names what the next one holds.
pub fn label(share: f32, text: &str) -> Cell<'_> {
    Cell { share, text, label: true }
}

/// A cell with what was asked for.
pub fn value(share: f32, text: &str) -> Cell<'_> {
    Cell { share, text, label: false }
}

/// The pages of one form.
pub struct Sheet {
    /// What stands on each page.
    pub pages: Vec<Vec<Mark>>,
    /// The certificate authority, for the foot of each page.
    pub authority: String,
    pub title: String,
    number: String,
    y: f32,
}

impl Sheet {
    /// The first page, with the form's name. `number`: the order's, or empty on a template.
    pub fn new(title: &str, number: &str, authority: &str) -> Sheet {
        let (title, number, authority) = (title.to_owned(), number.to_owned(), authority.to_owned());
        let mut sheet = Sheet { pages: vec![Vec::new()], authority, title, number, y: TOP };
        sheet.head(18.0, &sheet.title.clone());
        sheet
    }

    /// A line between tables that names the next one.
    pub fn section(&mut self, text: &str) {
        self.need(60.0);
        self.y += 7.0;
        self.put(MARGIN, self.y + 10.5, 10.5, true, text);
        self.y += 15.0;
    }

    /// A paragraph over the whole width.
    pub fn paragraph(&mut self, text: &str) {
        self.indented(text, 0.0, TEXT);
    }

    /// A paragraph of small print.
    pub fn small(&mut self, text: &str) {
        self.indented(text, 0.0, 8.5);
    }

    fn indented(&mut self, text: &str, indent: f32, size: f32) {
        for line in wrap(text, size, WIDTH - indent) {
            self.need(size * LEADING);
            self.put(MARGIN + indent, self.y + size * 1.1, size, false, &line);
            self.y += size * LEADING;
        }
        self.y += 3.0;
    }

    /// One row of a table, as high as its fullest cell needs.
    pub fn row(&mut self, cells: &[Cell]) {
        let height = row_height(cells);
        self.need(height);
        self.draw_row(cells, height);
    }

    /// A table whose head is repeated on every page that it reaches.
    pub fn table(&mut self, head: &[Cell], rows: &[Vec<Cell>]) {
        self.row(head);
        for row in rows {
            let height = row_height(row);
            if self.y + height > BOTTOM {
                self.turn();
                self.draw_row(head, row_height(head));
            }
            self.draw_row(row, height);
        }
    }

    /// A framed place of this height with a line of text on top, for a stamp or for what the authority writes.
    pub fn place(&mut self, share_from: f32, share: f32, height: f32, text: &str) {
        let (x, width) = (MARGIN + WIDTH * share_from, WIDTH * share);
        self.frame(x, self.y, width, height, false);
        for (index, line) in wrap(text, TEXT, width - 2.0 * PADDING).iter().enumerate() {
            let y = self.y + PADDING + TEXT * 1.1 + index as f32 * TEXT * LEADING;
            self.put(x + PADDING, y, TEXT, false, line);
        }
    }

    /// A dashed square in which a seal is stamped, with its name below.
    pub fn stamp_box(&mut self, x: f32, side: f32, text: &str) {
        self.frame(x, self.y, side, side, true);
        let width = FACE.width(text, TEXT);
        self.put(x + (side - width) / 2.0, self.y + side + 16.0, TEXT, false, text);
    }

    /// A line of text at a place in what [`Sheet::place`] framed; the cursor stays.
    pub fn line_at(&mut self, share_from: f32, down: f32, text: &str) {
        self.put(MARGIN + WIDTH * share_from + PADDING, self.y + down, TEXT, false, text);
    }

    /// Goes down.
    pub fn skip(&mut self, height: f32) {
        self.y += height;
    }

    /// Turns the page unless so much room is left: what belongs together stays together.
    pub fn need(&mut self, height: f32) {
        if self.y + height > BOTTOM {
            self.turn();
        }
    }

    fn turn(&mut self) {
        self.pages.push(Vec::new());
        self.y = TOP;
        self.head(13.0, &format!("{}（续）", self.title));
    }

    /// Name on the left, number and QR code on the right.
    fn head(&mut self, size: f32, title: &str) {
        let top = self.y;
        self.put(MARGIN, top + 24.0, size, true, title);
        if self.number.is_empty() {
            self.y = top + 38.0;
        } else {
            let number = format!("订单号 {}", self.number);
            self.put(MARGIN, top + 46.0, TEXT, false, &number);
            let code = Mark::Code { x: MARGIN + WIDTH - CODE, y: top - 8.0, side: CODE, text: self.number.clone() };
            self.mark(code);
            self.y = top + CODE;
        }
    }

    fn draw_row(&mut self, cells: &[Cell], height: f32) {
        let mut x = MARGIN;
        for cell in cells {
            let width = WIDTH * cell.share;
            self.frame(x, self.y, width, height, false);
            let lines = wrap(cell.text, TEXT, width - 2.0 * PADDING);
            let free = height - lines.len() as f32 * TEXT * LEADING;
            for (index, line) in lines.iter().enumerate() {
                let y = self.y + free / 2.0 + index as f32 * TEXT * LEADING + TEXT * 1.1;
                self.put(x + PADDING, y, TEXT, cell.label, line);
            }
            x += width;
        }
        self.y += height;
    }

    fn put(&mut self, x: f32, y: f32, size: f32, bold: bool, text: &str) {
        if !text.is_empty() {
            self.mark(Mark::Text { x, y, size, bold, text: text.to_owned() });
        }
    }

    fn frame(&mut self, x: f32, y: f32, width: f32, height: f32, dashed: bool) {
        self.mark(Mark::Frame { x, y, width, height, dashed });
    }

    fn mark(&mut self, mark: Mark) {
        if let Some(page) = self.pages.last_mut() {
            page.push(mark);
        }
    }
}

fn row_height(cells: &[Cell]) -> f32 {
    let lines = |cell: &Cell| wrap(cell.text, TEXT, WIDTH * cell.share - 2.0 * PADDING).len();
    let most = cells.iter().map(lines).max().unwrap_or(1);
    most as f32 * TEXT * LEADING + 2.0 * PADDING
}
