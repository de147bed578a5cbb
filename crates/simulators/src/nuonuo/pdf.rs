//! The sample e-invoice as a PDF page of 210 mm width, laid out in code. It carries a 样票 watermark and no imitation of
//! the seal of the tax bureau (监制章). The text can be copied. Source of the fields: protocols 4.3.

use std::sync::Arc;

use krilla::Document;
use krilla::geom::Transform;
use krilla::metadata::Metadata;
use krilla::page::PageSettings;
use qrcode::{Color, EcLevel, QrCode};

use super::amount::{capitals, percent, unit_price, yuan};
use super::order::{Amounts, Line};
use super::paper::{BROWN, GREY, INK, Paper, Typeface};

const WIDTH: f32 = 595.28;
const HEIGHT: f32 = 396.85;
const LEFT: f32 = 20.0;
const RIGHT: f32 = WIDTH - 20.0;
const MIDDLE: f32 = WIDTH / 2.0;
/// Width of the columns of upright headings such as 购买方信息.
const UPRIGHT: f32 = 16.0;
const ROW: f32 = 13.0;
/// A page of the usual height holds this many rows; more make it taller.
const ROWS: usize = 8;
const TABLE_TOP: f32 = 146.0;
const SMALL: f32 = 8.0;
const MEDIUM: f32 = 9.0;

/// What stands on the page.
pub(super) struct Sheet<'a> {
    pub(super) number: &'a str,
    pub(super) qr: &'a str,
    /// `2026年11月23日`.
    pub(super) date: String,
    /// Name and tax number.
    pub(super) buyer: (&'a str, &'a str),
    pub(super) seller: (&'a str, &'a str),
    pub(super) lines: &'a [Line],
    pub(super) total: Amounts,
    pub(super) remark: &'a str,
    pub(super) clerk: &'a str,
}

/// Columns of the table: left edge, right edge, heading, side that the text keeps to.
const COLUMNS: [(f32, f32, &str, Side); 8] = [
    (24.0, 150.0, "项目名称", Side::Left),
    (152.0, 208.0, "规格型号", Side::Left),
    (210.0, 240.0, "单位", Side::Middle),
    (240.0, 284.0, "数量", Side::Right),
    (286.0, 354.0, "单价", Side::Right),
    (356.0, 424.0, "金额", Side::Right),
    (428.0, 492.0, "税率/征收率", Side::Middle),
    (496.0, 571.0, "税额", Side::Right),
];

#[derive(Clone, Copy)]
enum Side {
    Left,
    Middle,
    Right,
}

/// Draws the page.
///
/// # Errors
/// The font is no font, or the PDF cannot be written: a sentence for the log.
pub(super) fn draw(sheet: &Sheet<'_>, face: &Typeface) -> Result<Vec<u8>, String> {
    let rows = table_rows(sheet.lines, face);
    let grown = ROW * f32::from(u16::try_from(rows.len().saturating_sub(ROWS)).unwrap_or(u16::MAX));
    let mut document = Document::new();
    let metadata = Metadata::new().title(format!("样票 {}", sheet.number)).language("zh-CN".into());
    document.set_metadata(metadata);
    let settings = PageSettings::from_wh(WIDTH, HEIGHT + grown).ok_or("the page has no size")?;
    let mut page = document.start_page_with(settings);
    let mut paper = Paper::new(page.surface(), face);
    watermark(&mut paper, grown);
    head(&mut paper, sheet);
    parties(&mut paper, sheet);
    let bottom = table(&mut paper, sheet, &rows);
    foot(&mut paper, sheet, bottom);
    paper.finish();
    page.finish();
    document.finish().map_err(|error| format!("writing the sample invoice: {error:?}"))
}

fn watermark(paper: &mut Paper<'_, '_>, grown: f32) {
    let middle = (HEIGHT + grown) / 2.0;
    paper.turned(&Transform::from_rotate_at(-28.0, MIDDLE, middle), |paper| {
        paper.faint("样　票", MIDDLE, middle + 50.0, 140.0);
    });
}

fn head(paper: &mut Paper<'_, '_>, sheet: &Sheet<'_>) {
    draw_qr(paper, sheet.qr, LEFT + 4.0, 14.0, 60.0);
    paper.centred("电子发票（普通发票）", MIDDLE, 38.0, 20.0, BROWN);
    paper.line((190.0, 46.0), (WIDTH - 190.0, 46.0), 0.8);
    paper.line((190.0, 48.5), (WIDTH - 190.0, 48.5), 0.8);
    paper.centred("样票：演示环境，无效，不得作为报销或抵扣凭证", MIDDLE, 62.0, SMALL, GREY);
    paper.label("发票号码：", sheet.number, 418.0, 32.0, MEDIUM);
    paper.label("开票日期：", &sheet.date, 418.0, 48.0, MEDIUM);
}

fn parties(paper: &mut Paper<'_, '_>, sheet: &Sheet<'_>) {
    let (top, bottom) = (82.0, TABLE_TOP);
    paper.frame(LEFT, top, RIGHT, bottom);
    for (left, heading, (name, tax_no)) in [(LEFT, "购买方信息", sheet.buyer), (MIDDLE, "销售方信息", sheet.seller)]
    {
        paper.line((left, top), (left, bottom), 0.8);
        paper.line((left + UPRIGHT, top), (left + UPRIGHT, bottom), 0.8);
        paper.upright(heading, left + UPRIGHT / 2.0, top, bottom, SMALL);
        let text = left + UPRIGHT + 6.0;
        let width = MIDDLE - LEFT - UPRIGHT - 12.0;
        let lines = paper.wrap(&format!("名称：{name}"), width, MEDIUM);
        for (index, line) in (0u16..).zip(lines.iter().take(3)) {
            paper.text(line, text, top + 16.0 + f32::from(index) * 12.0, MEDIUM, INK);
        }
        paper.label("统一社会信用代码/纳税人识别号：", tax_no, text, bottom - 8.0, SMALL);
    }
}

/// The table of lines; returns its lower edge.
fn table(paper: &mut Paper<'_, '_>, sheet: &Sheet<'_>, rows: &[[String; 8]]) -> f32 {
    let headings = COLUMNS.map(|(_, _, heading, _)| heading.to_owned());
    row(paper, &headings, TABLE_TOP + 13.0, BROWN);
    let mut y = TABLE_TOP + 13.0;
    for cells in rows {
        y += ROW;
        row(paper, cells, y, INK);
    }
    let bottom = TABLE_TOP + 13.0 + ROW * f32::from(u16::try_from(rows.len().max(ROWS)).unwrap_or(u16::MAX)) + 22.0;
    let (excluded, tax) = (format!("¥{}", yuan(sheet.total.excluded)), format!("¥{}", yuan(sheet.total.tax)));
    let empty = String::new;
    let sums = [empty(), empty(), empty(), empty(), empty(), excluded, empty(), tax];
    paper.text("合　　　计", 52.0, bottom - 6.0, MEDIUM, BROWN);
    row(paper, &sums, bottom - 6.0, INK);
    paper.frame(LEFT, TABLE_TOP, RIGHT, bottom);
    bottom
}

fn foot(paper: &mut Paper<'_, '_>, sheet: &Sheet<'_>, top: f32) {
    let (split, bottom) = (top + 22.0, top + 78.0);
    paper.frame(LEFT, top, RIGHT, split);
    paper.line((150.0, top), (150.0, split), 0.8);
    paper.centred("价税合计（大写）", 85.0, top + 15.0, MEDIUM, BROWN);
    paper.text(&capitals(sheet.total.included), 160.0, top + 15.0, MEDIUM, INK);
    paper.label("（小写）", &format!("¥{}", yuan(sheet.total.included)), 430.0, top + 15.0, MEDIUM);
    paper.frame(LEFT, split, RIGHT, bottom);
    paper.line((LEFT + UPRIGHT, split), (LEFT + UPRIGHT, bottom), 0.8);
    paper.upright("备注", LEFT + UPRIGHT / 2.0, split, bottom, SMALL);
    let remark = paper.wrap(sheet.remark, RIGHT - LEFT - UPRIGHT - 12.0, SMALL);
    for (index, line) in (0u16..).zip(remark.iter().take(4)) {
        paper.text(line, LEFT + UPRIGHT + 6.0, split + 14.0 + f32::from(index) * 11.0, SMALL, INK);
    }
    paper.label("开票人：", sheet.clerk, 70.0, bottom + 15.0, MEDIUM);
}

fn row(paper: &mut Paper<'_, '_>, cells: &[String; 8], y: f32, colour: [u8; 3]) {
    for ((left, right, _, side), cell) in COLUMNS.into_iter().zip(cells) {
        match side {
            Side::Left => paper.text(cell, left, y, SMALL, colour),
            Side::Middle => paper.centred(cell, (left + right) / 2.0, y, SMALL, colour),
            Side::Right => paper.text(cell, right - paper.width(cell, SMALL), y, SMALL, colour),
        }
    }
}

/// The cells of all lines; a long name goes on in rows of its own.
fn table_rows(lines: &[Line], face: &Typeface) -> Vec<[String; 8]> {
    let (left, right, ..) = COLUMNS[0];
    let mut rows = Vec::new();
    for line in lines {
        let Some(Amounts { excluded, tax, .. }) = line.accepted_amounts() else { continue };
        let mut names = face.wrap(&line.goods_name, right - left, SMALL).into_iter();
        rows.push([
            names.next().unwrap_or_default(),
            line.spec_type.clone(),
            line.unit.clone(),
            line.num.clone(),
            unit_price(excluded, &line.num),
            yuan(excluded),
            percent(&line.tax_rate),
            yuan(tax),
        ]);
        rows.extend(names.map(|name| {
            let mut cells: [String; 8] = Default::default();
            cells[0] = name;
            cells
        }));
    }
    rows
}

fn draw_qr(paper: &mut Paper<'_, '_>, text: &str, left: f32, top: f32, size: f32) {
    // A text of 60 characters always fits; a page without the code is better than none.
    let Ok(code) = QrCode::with_error_correction_level(text, EcLevel::M) else { return };
    let width = code.width();
    let module = size / f32::from(u16::try_from(width).unwrap_or(u16::MAX));
    let at = |index: usize| module * f32::from(u16::try_from(index).unwrap_or(u16::MAX));
    let dark = code.to_colors().into_iter().enumerate().filter(|(_, colour)| *colour == Color::Dark);
    let squares = dark.map(|(index, _)| (left + at(index % width), top + at(index / width)));
    paper.squares(squares, module);
}

/// Reads the font once.
///
/// # Errors
/// The bytes are no font.
pub(super) fn typeface(bytes: &Arc<Vec<u8>>) -> Result<Typeface, String> {
    Typeface::new(bytes).ok_or_else(|| "the bytes given as font are no font".to_owned())
}

#[cfg(test)]
mod tests {
    use super::super::order::tests::order;
    use super::*;

    #[test]
    fn the_sample_invoice_can_be_read_by_a_program_that_reads_pdf() {
        let font = Arc::new(std::fs::read(super::super::tests::FONT).unwrap());
        let order = order();
        let sheet = Sheet {
            number: "26322000000123456789",
            qr: "01,32,,26322000000123456789,400.00,20261123,,0000",
            date: "2026年11月23日".into(),
            buyer: (&order.buyer_name, &order.buyer_tax_num),
            seller: ("澜州电子认证有限公司（示例）", "91320000MA0000000X"),
            lines: &order.invoice_detail,
            total: order.check("91320000MA0000000X").unwrap(),
            remark: &order.remark,
            clerk: &order.clerk,
        };
        let pdf = draw(&sheet, &typeface(&font).unwrap()).unwrap();
        let file = std::env::temp_dir().join(format!("sample-{}.pdf", crate::chance::hex_id()));
        std::fs::write(&file, pdf).unwrap();
        let output = std::process::Command::new("pdftotext").arg("-layout").arg(&file).arg("-").output().unwrap();
        let text = String::from_utf8(output.stdout).unwrap();
        for expected in [
            "电子发票（普通发票）",
            "26322000000123456789",
            "澜州示例建设工程有限公司",
            "91320100MA0000001Y",
            "数字证书服务费",
            "283.02",
            "肆佰圆整",
            "¥400.00",
            "周开票",
            "演示环境，无效",
        ] {
            assert!(text.contains(expected), "{expected} is missing in:\n{text}");
        }
        std::fs::remove_file(&file).unwrap();
    }
}
