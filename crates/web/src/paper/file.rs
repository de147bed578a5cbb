//! Marks become a PDF. Only the glyphs that are used are embedded, so a form has some 30 KB. No date goes in: printing
//! the same order twice gives the same file.

use super::face::FACE;
use super::sheet::{MARGIN, Mark, PAGE_HEIGHT, PAGE_WIDTH, Sheet, WIDTH};
use krilla::color::rgb;
use krilla::geom::{PathBuilder, Point, Rect};
use krilla::metadata::Metadata;
use krilla::num::NormalizedF32;
use krilla::page::PageSettings;
use krilla::paint::{Fill, FillRule, Stroke, StrokeDash};
use krilla::surface::Surface;
use krilla::{Document, SerializeSettings};
use qrcode::{Color, EcLevel, QrCode};

/// How much a stroke makes letters bolder, in parts of their size: the program has one weight of the font inside.
const BOLDER: f32 = 0.035;
const FOOT: f32 = 8.5;

/// The file with every page of the sheets; pages are counted for each sheet by itself.
///
/// # Errors
/// The library's own words.
pub fn pdf(title: &str, sheets: &[Sheet]) -> Result<Vec<u8>, String> {
    let settings = SerializeSettings { enable_tagging: false, xmp_metadata: false, ..SerializeSettings::default() };
    let mut document = Document::new_with(settings);
    document.set_metadata(Metadata::new().title(title.to_owned()).language("zh-CN".to_owned()));
    for sheet in sheets {
        for (index, marks) in sheet.pages.iter().enumerate() {
            let size = PageSettings::from_wh(PAGE_WIDTH, PAGE_HEIGHT).ok_or("A4 is no size of a page")?;
            let mut page = document.start_page_with(size);
            let mut surface = page.surface();
            for mark in marks.iter().chain(&foot(sheet, index)) {
                draw(&mut surface, mark);
            }
            surface.finish();
            page.finish();
        }
    }
    document.finish().map_err(|error| format!("{error:?}"))
}

/// Whose form it is; on a form of several pages also which page of it this is. A form is stamped, filed and uploaded by
/// itself, so pages of other forms in the same file do not count, and a form of one page bears no count that a reader
/// might take for the file's.
fn foot(sheet: &Sheet, index: usize) -> [Mark; 3] {
    let y = PAGE_HEIGHT - 36.0;
    let text = |x, text| Mark::Text { x, y, size: FOOT, bold: false, text };
    let count = match sheet.pages.len() {
        1 => sheet.title.clone(),
        several => format!("{} 第 {} 页 共 {several} 页", sheet.title, index + 1),
    };
    let right = MARGIN + WIDTH - FACE.width(&count, FOOT);
    let rule = Mark::Rule { x: MARGIN, y: y - 14.0, width: WIDTH };
    [rule, text(MARGIN, sheet.authority.clone()), text(right, count)]
}

fn draw(surface: &mut Surface, mark: &Mark) {
    match mark {
        Mark::Text { x, y, size, bold, text } => {
            surface.set_fill(Some(ink()));
            surface.set_stroke(bold.then(|| line(size * BOLDER, false)));
            surface.draw_glyphs(Point::from_xy(*x, *y), &FACE.glyphs(text), FACE.font.clone(), text, *size, false);
        }
        Mark::Frame { x, y, width, height, dashed } => {
            surface.set_fill(None);
            surface.set_stroke(Some(line(0.6, *dashed)));
            path(surface, |path| rectangle(path, *x, *y, *width, *height));
        }
        Mark::Rule { x, y, width } => {
            surface.set_fill(None);
            surface.set_stroke(Some(line(0.4, false)));
            path(surface, |path| {
                path.move_to(*x, *y);
                path.line_to(x + width, *y);
            });
        }
        Mark::Code { x, y, side, text } => {
            surface.set_fill(Some(ink()));
            surface.set_stroke(None);
            path(surface, |path| modules(path, *x, *y, *side, text));
        }
    }
}

fn path(surface: &mut Surface, build: impl FnOnce(&mut PathBuilder)) {
    let mut builder = PathBuilder::new();
    build(&mut builder);
    if let Some(path) = builder.finish() {
        surface.draw_path(&path);
    }
}

fn rectangle(path: &mut PathBuilder, x: f32, y: f32, width: f32, height: f32) {
    if let Some(rectangle) = Rect::from_xywh(x, y, width, height) {
        path.push_rect(rectangle);
    }
}

/// The dark modules of a QR code, error correction M, as runs of each row: they meet without seams. The white around
/// it is that of the page.
fn modules(path: &mut PathBuilder, x: f32, y: f32, side: f32, text: &str) {
    let Ok(code) = QrCode::with_error_correction_level(text, EcLevel::M) else { return };
    let (colors, count) = (code.to_colors(), code.width());
    let module = side / count as f32;
    for (row, modules) in colors.chunks(count).enumerate() {
        let mut column = 0;
        while column < count {
            let run = modules[column..].iter().take_while(|color| **color == Color::Dark).count();
            if run > 0 {
                let (left, top) = (x + column as f32 * module, y + row as f32 * module);
                rectangle(path, left, top, run as f32 * module, module);
            }
            column += run.max(1);
        }
    }
}

fn ink() -> Fill {
    Fill { paint: rgb::Color::black().into(), opacity: NormalizedF32::ONE, rule: FillRule::NonZero }
}

fn line(width: f32, dashed: bool) -> Stroke {
    let dash = dashed.then(|| StrokeDash { array: vec![4.0, 3.0], offset: 0.0 });
    Stroke { paint: rgb::Color::black().into(), width, dash, ..Stroke::default() }
}
