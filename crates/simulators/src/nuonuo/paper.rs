//! Drawing text and lines on one PDF page: a font with its widths, line breaking, and a surface. Knows no invoice.

use std::sync::Arc;

use krilla::color::rgb;
use krilla::geom::{PathBuilder, Point, Rect, Transform};
use krilla::num::NormalizedF32;
use krilla::paint::{Fill, Stroke};
use krilla::surface::Surface;
use krilla::text::{Font, GlyphId, KrillaGlyph};
use skrifa::instance::{LocationRef, Size};
use skrifa::{FontRef, MetadataProvider as _};

pub(super) const INK: [u8; 3] = [28, 39, 51];
pub(super) const BROWN: [u8; 3] = [128, 64, 32];
pub(super) const GREY: [u8; 3] = [110, 110, 110];
const WATERMARK: [u8; 3] = [200, 60, 60];
const WATERMARK_OPACITY: f32 = 0.10;
/// A line must not begin with one of these.
const NOT_FIRST: &str = "，。、；：！？）》」』】,.;:!?)";

/// A font, ready to draw and to measure.
#[derive(Clone)]
pub(super) struct Typeface {
    font: Font,
    bytes: Arc<Vec<u8>>,
}

impl Typeface {
    /// `None` if the bytes are no OpenType font.
    pub(super) fn new(bytes: &Arc<Vec<u8>>) -> Option<Self> {
        FontRef::new(bytes).ok()?;
        Some(Self { font: Font::new(Arc::clone(bytes).into(), 0)?, bytes: Arc::clone(bytes) })
    }

    /// One glyph for each character: enough for Chinese, digits and Latin.
    fn shape(&self, text: &str) -> Vec<KrillaGlyph> {
        let Ok(font) = FontRef::new(&self.bytes) else { return Vec::new() };
        let (charmap, metrics) = (font.charmap(), font.glyph_metrics(Size::unscaled(), LocationRef::default()));
        let shape = |(start, character): (usize, char)| {
            // A character that the font lacks becomes its box.
            let glyph = charmap.map(character).unwrap_or_default();
            let advance = metrics.advance_width(glyph).unwrap_or_default() / self.font.units_per_em();
            let range = start..start + character.len_utf8();
            KrillaGlyph::new(GlyphId::new(glyph.to_u32()), advance, 0.0, 0.0, 0.0, range, None)
        };
        text.char_indices().map(shape).collect()
    }

    pub(super) fn width(&self, text: &str, size: f32) -> f32 {
        self.shape(text).iter().map(|glyph| glyph.x_advance * size).sum()
    }

    /// Breaks a text anywhere except before closing punctuation, as Chinese is broken.
    pub(super) fn wrap(&self, text: &str, width: f32, size: f32) -> Vec<String> {
        let (mut lines, mut line, mut used) = (Vec::new(), String::new(), 0.0);
        for character in text.chars() {
            let advance = self.width(character.encode_utf8(&mut [0; 4]), size);
            if used + advance > width && !NOT_FIRST.contains(character) && !line.is_empty() {
                lines.push(std::mem::take(&mut line));
                used = 0.0;
            }
            line.push(character);
            used += advance;
        }
        if !line.is_empty() {
            lines.push(line);
        }
        lines
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Shape {
    /// Can be copied.
    Text,
    Outline,
}

/// One page under way. The origin is the upper left corner; text stands on its `y`. Lengths in points.
pub(super) struct Paper<'s, 'f> {
    surface: Surface<'s>,
    face: &'f Typeface,
}

impl<'s, 'f> Paper<'s, 'f> {
    pub(super) fn new(surface: Surface<'s>, face: &'f Typeface) -> Self {
        Self { surface, face }
    }

    pub(super) fn finish(self) {
        self.surface.finish();
    }

    pub(super) fn width(&self, text: &str, size: f32) -> f32 {
        self.face.width(text, size)
    }

    pub(super) fn wrap(&self, text: &str, width: f32, size: f32) -> Vec<String> {
        self.face.wrap(text, width, size)
    }

    pub(super) fn text(&mut self, text: &str, x: f32, y: f32, size: f32, colour: [u8; 3]) {
        self.put(text, (x, y), size, fill(colour, NormalizedF32::ONE), Shape::Text);
    }

    pub(super) fn centred(&mut self, text: &str, x: f32, y: f32, size: f32, colour: [u8; 3]) {
        let x = x - self.width(text, size) / 2.0;
        self.text(text, x, y, size, colour);
    }

    /// A caption and its value behind it.
    pub(super) fn label(&mut self, caption: &str, value: &str, x: f32, y: f32, size: f32) {
        self.text(caption, x, y, size, BROWN);
        let x = x + self.width(caption, size);
        self.text(value, x, y, size, INK);
    }

    /// A watermark, centred. Drawn as outlines, so that it does not stand between the words that are copied.
    pub(super) fn faint(&mut self, text: &str, x: f32, y: f32, size: f32) {
        let opacity = NormalizedF32::new(WATERMARK_OPACITY).unwrap_or(NormalizedF32::ONE);
        let x = x - self.width(text, size) / 2.0;
        self.put(text, (x, y), size, fill(WATERMARK, opacity), Shape::Outline);
    }

    /// One character under the other, in the middle between `top` and `bottom`.
    pub(super) fn upright(&mut self, text: &str, x: f32, top: f32, bottom: f32, size: f32) {
        let step = size * 1.25;
        let count = u16::try_from(text.chars().count()).unwrap_or(u16::MAX);
        let mut y = (top + bottom - step * f32::from(count)) / 2.0 + size;
        for character in text.chars() {
            self.centred(character.encode_utf8(&mut [0; 4]), x, y, size, BROWN);
            y += step;
        }
    }

    /// Draws with the page turned or moved.
    pub(super) fn turned(&mut self, transform: &Transform, draw: impl FnOnce(&mut Self)) {
        self.surface.push_transform(transform);
        draw(self);
        self.surface.pop();
    }

    pub(super) fn line(&mut self, from: (f32, f32), to: (f32, f32), width: f32) {
        let mut path = PathBuilder::new();
        path.move_to(from.0, from.1);
        path.line_to(to.0, to.1);
        self.stroke(path, width);
    }

    pub(super) fn frame(&mut self, left: f32, top: f32, right: f32, bottom: f32) {
        let Some(rect) = Rect::from_ltrb(left, top, right, bottom) else { return };
        let mut path = PathBuilder::new();
        path.push_rect(rect);
        self.stroke(path, 0.8);
    }

    /// Black squares of one size, given by their upper left corners.
    pub(super) fn squares(&mut self, corners: impl Iterator<Item = (f32, f32)>, size: f32) {
        let mut path = PathBuilder::new();
        for rect in corners.filter_map(|(x, y)| Rect::from_xywh(x, y, size, size)) {
            path.push_rect(rect);
        }
        let Some(path) = path.finish() else { return };
        self.surface.set_stroke(None);
        self.surface.set_fill(Some(fill([0, 0, 0], NormalizedF32::ONE)));
        self.surface.draw_path(&path);
    }

    fn stroke(&mut self, path: PathBuilder, width: f32) {
        let Some(path) = path.finish() else { return };
        let [red, green, blue] = BROWN;
        self.surface.set_fill(None);
        self.surface.set_stroke(Some(Stroke {
            paint: rgb::Color::new(red, green, blue).into(),
            width,
            ..Stroke::default()
        }));
        self.surface.draw_path(&path);
    }

    fn put(&mut self, text: &str, (x, y): (f32, f32), size: f32, fill: Fill, shape: Shape) {
        if text.is_empty() {
            return;
        }
        let glyphs = self.face.shape(text);
        self.surface.set_stroke(None);
        self.surface.set_fill(Some(fill));
        self.surface.draw_glyphs(
            Point::from_xy(x, y),
            &glyphs,
            self.face.font.clone(),
            text,
            size,
            shape == Shape::Outline,
        );
    }
}

fn fill([red, green, blue]: [u8; 3], opacity: NormalizedF32) -> Fill {
    Fill { paint: rgb::Color::new(red, green, blue).into(), opacity, ..Fill::default() }
}
