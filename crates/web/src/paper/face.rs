//! The typeface of the forms: which glyph a character has and how wide it is. Read once, since the table of a font with
//! 50,000 characters is not small.

use crate::font;
use krilla::text::{Font, GlyphId, KrillaGlyph};
use skrifa::MetadataProvider;
use skrifa::charmap::Charmap;
use skrifa::instance::{LocationRef, Size};
use skrifa::metrics::GlyphMetrics;
use std::sync::LazyLock;

/// Drawn in the place of a character that the font does not have, for the user to write it in by hand.
const MISSING: char = '〓';

/// A typeface, ready to measure and to draw.
pub struct Face {
    /// What the PDF library draws with; it embeds only the glyphs that were used.
    pub font: Font,
    characters: Charmap<'static>,
    metrics: GlyphMetrics<'static>,
    units: f32,
}

/// Noto Sans SC.
pub static FACE: LazyLock<Face> = LazyLock::new(|| {
    let read = font::noto_sans_sc();
    let font = Font::new(font::BYTES.into(), 0).expect("the embedded font is checked by a test");
    Face {
        units: font.units_per_em(),
        font,
        characters: read.charmap(),
        metrics: read.glyph_metrics(Size::unscaled(), LocationRef::default()),
    }
});

impl Face {
    /// True when the font can draw it.
    #[cfg(test)]
    pub fn has(&self, sign: char) -> bool {
        self.characters.map(sign).is_some()
    }

    /// The width of a text, in points.
    pub fn width(&self, text: &str, size: f32) -> f32 {
        text.chars().map(|sign| self.advance(sign)).sum::<f32>() * size
    }

    /// The glyphs of a text. A character without a glyph keeps its place in the text, so that it can still be copied.
    pub fn glyphs(&self, text: &str) -> Vec<KrillaGlyph> {
        let glyph = |(at, sign): (usize, char)| {
            let id = GlyphId::new(self.glyph(sign).to_u32());
            KrillaGlyph::new(id, self.advance(sign), 0.0, 0.0, 0.0, at..at + sign.len_utf8(), None)
        };
        text.char_indices().map(glyph).collect()
    }

    /// In parts of the size.
    fn advance(&self, sign: char) -> f32 {
        self.metrics.advance_width(self.glyph(sign)).unwrap_or(self.units) / self.units
    }

    fn glyph(&self, sign: char) -> skrifa::GlyphId {
        let found = self.characters.map(sign).or_else(|| self.characters.map(MISSING));
        found.unwrap_or(skrifa::GlyphId::NOTDEF)
    }
}
