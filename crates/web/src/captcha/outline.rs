//! A sign's outline as closed polygons, so that any bending of it is a mapping of points.

use crate::font;
use skrifa::MetadataProvider;
use skrifa::instance::{LocationRef, Size};
use skrifa::outline::{DrawSettings, OutlinePen};

/// A point in pixels; `y` grows downwards.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Point {
    pub x: f32,
    pub y: f32,
}

/// Closed polygons; curves and long lines are cut into short pieces.
#[derive(Debug, Default)]
pub struct Outline {
    polygons: Vec<Vec<Point>>,
}

/// Into how many pieces each curve and each line is cut.
const PIECES: u8 = 8;

impl Outline {
    /// The outline of a sign at `em` pixels; empty if the font does not have the sign.
    pub fn of(sign: char, em: f32) -> Self {
        let font = font::noto_sans_sc();
        let mut outline = Outline::default();
        let glyph = font.charmap().map(sign).and_then(|id| font.outline_glyphs().get(id));
        if let Some(glyph) = glyph {
            let settings = DrawSettings::unhinted(Size::new(em), LocationRef::default());
            // An error leaves the sign blank: the person asks for another picture.
            let _ = glyph.draw(settings, &mut outline);
        }
        outline
    }

    pub fn map(&mut self, change: impl Fn(Point) -> Point) {
        for point in self.polygons.iter_mut().flatten() {
            *point = change(*point);
        }
    }

    /// The middle of the box around all points.
    pub fn centre(&self) -> Point {
        let mut points = self.polygons.iter().flatten();
        let Some(first) = points.next() else { return Point::default() };
        let (low, high) = points.fold((*first, *first), |(low, high), point| {
            (
                Point { x: low.x.min(point.x), y: low.y.min(point.y) },
                Point { x: high.x.max(point.x), y: high.y.max(point.y) },
            )
        });
        Point { x: (low.x + high.x) / 2.0, y: (low.y + high.y) / 2.0 }
    }

    /// Every edge, from point to point, the closing ones included.
    pub fn edges(&self) -> impl Iterator<Item = (Point, Point)> {
        self.polygons.iter().flat_map(|polygon| polygon.iter().copied().zip(polygon.iter().copied().cycle().skip(1)))
    }

    fn pen(&self) -> Point {
        self.polygons.last().and_then(|polygon| polygon.last()).copied().unwrap_or_default()
    }

    fn pieces(&mut self, at: impl Fn(f32) -> Point) {
        let Some(polygon) = self.polygons.last_mut() else { return };
        polygon.extend((1..=PIECES).map(|piece| at(f32::from(piece) / f32::from(PIECES))));
    }
}

fn mix(from: Point, to: Point, t: f32) -> Point {
    Point { x: from.x + (to.x - from.x) * t, y: from.y + (to.y - from.y) * t }
}

impl OutlinePen for Outline {
    // The font's `y` grows upwards.
    fn move_to(&mut self, x: f32, y: f32) {
        self.polygons.push(vec![Point { x, y: -y }]);
    }

    fn line_to(&mut self, x: f32, y: f32) {
        let (from, to) = (self.pen(), Point { x, y: -y });
        self.pieces(|t| mix(from, to, t));
    }

    fn quad_to(&mut self, cx0: f32, cy0: f32, x: f32, y: f32) {
        let (from, bend, to) = (self.pen(), Point { x: cx0, y: -cy0 }, Point { x, y: -y });
        self.pieces(|t| mix(mix(from, bend, t), mix(bend, to, t), t));
    }

    fn curve_to(&mut self, cx0: f32, cy0: f32, cx1: f32, cy1: f32, x: f32, y: f32) {
        let (from, to) = (self.pen(), Point { x, y: -y });
        let (first, second) = (Point { x: cx0, y: -cy0 }, Point { x: cx1, y: -cy1 });
        self.pieces(|t| {
            let middle = mix(first, second, t);
            mix(mix(mix(from, first, t), middle, t), mix(middle, mix(second, to, t), t), t)
        });
    }

    fn close(&mut self) {}
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_capital_is_about_three_quarters_of_an_em_high_and_closed() {
        let outline = Outline::of('H', 100.0);
        let heights: Vec<f32> = outline.edges().map(|(from, _)| from.y).collect();
        let top = heights.iter().copied().fold(f32::MAX, f32::min);
        assert!((-76.0..-70.0).contains(&top), "{top}");
        let turn: f32 = outline.edges().map(|(from, to)| to.x - from.x).sum();
        assert!(turn.abs() < 0.01, "edges of closed polygons add up to nothing: {turn}");
    }

    #[test]
    fn a_sign_that_the_font_lacks_has_no_edges() {
        assert_eq!(Outline::of('\u{E000}', 100.0).edges().count(), 0);
    }
}
