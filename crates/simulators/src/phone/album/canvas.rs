//! A sheet of paper in memory: filled shapes with soft edges, and text from a font's outlines.

use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use image::{ExtendedColorType, ImageEncoder};
use skrifa::instance::{LocationRef, Size};
use skrifa::outline::{DrawSettings, OutlinePen};
use skrifa::{FontRef, MetadataProvider};
use std::f32::consts::TAU;

/// Red, green, blue.
pub(super) type Ink = [u8; 3];
type Point = (f32, f32);

/// Lines of samples in a pixel's height.
const FINE: u32 = 4;
/// Into how many pieces a curve is cut.
const PIECES: u8 = 6;
/// Corners of a circle.
const CORNERS: u16 = 120;

/// Closed polygons; `y` grows downwards.
#[derive(Default)]
pub(super) struct Shape(Vec<Vec<Point>>);

impl Shape {
    /// A ring between two radii; an inner radius of 0 is a disc.
    pub fn ring(centre: Point, outer: f32, inner: f32) -> Shape {
        let circle = |radius: f32, turn: f32| -> Vec<Point> {
            let corner = |n: u16| TAU * turn * f32::from(n) / f32::from(CORNERS);
            (0..CORNERS).map(|n| (centre.0 + radius * corner(n).cos(), centre.1 + radius * corner(n).sin())).collect()
        };
        Shape(if inner > 0.0 { vec![circle(outer, 1.0), circle(inner, -1.0)] } else { vec![circle(outer, 1.0)] })
    }

    /// A star with five points.
    pub fn star(centre: Point, radius: f32) -> Shape {
        let corner = |n: u8| {
            let (angle, far) =
                (TAU * (f32::from(n) / 10.0 - 0.25), if n.is_multiple_of(2) { radius } else { radius * 0.382 });
            (centre.0 + far * angle.cos(), centre.1 + far * angle.sin())
        };
        Shape(vec![(0..10).map(corner).collect()])
    }

    pub fn rectangle(left: f32, top: f32, width: f32, height: f32) -> Shape {
        let (right, bottom) = (left + width, top + height);
        Shape(vec![vec![(left, top), (right, top), (right, bottom), (left, bottom)]])
    }

    /// Turned around a point, in turns of a whole circle.
    pub fn turned(mut self, around: Point, turn: f32) -> Shape {
        let (sin, cos) = (TAU * turn).sin_cos();
        for (x, y) in self.0.iter_mut().flatten() {
            let (dx, dy) = (*x - around.0, *y - around.1);
            (*x, *y) = (around.0 + dx * cos - dy * sin, around.1 + dx * sin + dy * cos);
        }
        self
    }
}

pub(super) struct Canvas<'f> {
    font: Option<FontRef<'f>>,
    width: u32,
    height: u32,
    pixels: Vec<u8>,
}

impl<'f> Canvas<'f> {
    /// A sheet of one colour; sizes in pixels.
    pub fn new(font: &'f [u8], width: u32, height: u32, ground: Ink) -> Canvas<'f> {
        let pixels = ground.repeat((width * height) as usize);
        Canvas { font: FontRef::new(font).ok(), width, height, pixels }
    }

    /// Fills a shape (non-zero winding rule).
    pub fn fill(&mut self, shape: &Shape, ink: Ink) {
        let corners = || shape.0.iter().flatten();
        let top = corners().map(|p| p.1).fold(f32::MAX, f32::min).max(0.0) as u32;
        let bottom = (corners().map(|p| p.1).fold(0.0, f32::max).ceil() as u32).min(self.height);
        let mut covered = vec![0.0_f32; self.width as usize];
        for row in top..bottom {
            covered.fill(0.0);
            for fine in 0..FINE {
                let y = row as f32 + (fine as f32 + 0.5) / FINE as f32;
                spans(shape, y, |from, to| cover(&mut covered, from, to));
            }
            self.blend(row, &covered, ink);
        }
    }

    fn blend(&mut self, row: u32, covered: &[f32], ink: Ink) {
        let start = (row * self.width * 3) as usize;
        for (pixel, part) in self.pixels[start..].chunks_exact_mut(3).zip(covered) {
            let part = (part / FINE as f32).min(1.0);
            for (old, new) in pixel.iter_mut().zip(ink) {
                *old = (f32::from(*old) * (1.0 - part) + f32::from(new) * part).round() as u8;
            }
        }
    }

    /// The outlines of a line of text whose left end stands at `at`, on its base line.
    pub fn outline(&self, text: &str, at: Point, size: f32) -> (Shape, f32) {
        let mut pen = Pen { shape: Shape::default(), origin: at };
        let Some(font) = &self.font else { return (pen.shape, 0.0) };
        let (charmap, glyphs) = (font.charmap(), font.outline_glyphs());
        let metrics = font.glyph_metrics(Size::new(size), LocationRef::default());
        for sign in text.chars() {
            let id = charmap.map(sign).unwrap_or_default();
            if let Some(glyph) = glyphs.get(id) {
                // A sign that cannot be drawn stays blank.
                let _ = glyph.draw(DrawSettings::unhinted(Size::new(size), LocationRef::default()), &mut pen);
            }
            pen.origin.0 += metrics.advance_width(id).unwrap_or(size);
        }
        (pen.shape, pen.origin.0 - at.0)
    }

    pub fn text(&mut self, text: &str, at: Point, size: f32, ink: Ink) {
        let (shape, _) = self.outline(text, at, size);
        self.fill(&shape, ink);
    }

    /// Writes a line around a middle.
    pub fn centred(&mut self, text: &str, middle: Point, size: f32, ink: Ink) {
        let (_, width) = self.outline(text, middle, size);
        self.text(text, (middle.0 - width / 2.0, middle.1), size, ink);
    }

    /// The picture as a file.
    pub fn png(&self) -> Vec<u8> {
        let mut png = Vec::new();
        let encoder = PngEncoder::new_with_quality(&mut png, CompressionType::Default, FilterType::Adaptive);
        // A picture of this size always fits.
        let _ = encoder.write_image(&self.pixels, self.width, self.height, ExtendedColorType::Rgb8);
        png
    }
}

/// Where a line of samples runs inside of a shape.
fn spans(shape: &Shape, y: f32, mut inside: impl FnMut(f32, f32)) {
    let mut crossings: Vec<(f32, i32)> = Vec::new();
    for polygon in &shape.0 {
        for (from, to) in polygon.iter().zip(polygon.iter().cycle().skip(1)) {
            if (from.1 <= y) != (to.1 <= y) {
                let x = from.0 + (y - from.1) / (to.1 - from.1) * (to.0 - from.0);
                crossings.push((x, if to.1 > from.1 { 1 } else { -1 }));
            }
        }
    }
    crossings.sort_by(|a, b| a.0.total_cmp(&b.0));
    let (mut winding, mut entered) = (0, 0.0);
    for (x, direction) in crossings {
        if winding == 0 {
            entered = x;
        }
        winding += direction;
        if winding == 0 {
            inside(entered, x);
        }
    }
}

/// Adds a span to the pixels that it covers, those at its ends in part.
fn cover(row: &mut [f32], from: f32, to: f32) {
    let (from, to) = (from.max(0.0), to.min(row.len() as f32));
    for (column, part) in row.iter_mut().enumerate().take(to.ceil().max(0.0) as usize).skip(from as usize) {
        let left = column as f32;
        *part += (to.min(left + 1.0) - from.max(left)).max(0.0);
    }
}

/// Collects the outlines of signs; the font's `y` grows upwards.
struct Pen {
    shape: Shape,
    origin: Point,
}

impl Pen {
    fn place(&self, x: f32, y: f32) -> Point {
        (self.origin.0 + x, self.origin.1 - y)
    }

    fn last(&self) -> Point {
        self.shape.0.last().and_then(|polygon| polygon.last()).copied().unwrap_or(self.origin)
    }

    fn push(&mut self, points: impl IntoIterator<Item = Point>) {
        if let Some(polygon) = self.shape.0.last_mut() {
            polygon.extend(points);
        }
    }
}

fn mix(from: Point, to: Point, t: f32) -> Point {
    (from.0 + (to.0 - from.0) * t, from.1 + (to.1 - from.1) * t)
}

fn steps() -> impl Iterator<Item = f32> {
    (1..=PIECES).map(|piece| f32::from(piece) / f32::from(PIECES))
}

impl OutlinePen for Pen {
    fn move_to(&mut self, x: f32, y: f32) {
        let start = self.place(x, y);
        self.shape.0.push(vec![start]);
    }

    fn line_to(&mut self, x: f32, y: f32) {
        let to = self.place(x, y);
        self.push([to]);
    }

    fn quad_to(&mut self, cx0: f32, cy0: f32, x: f32, y: f32) {
        let (from, bend, to) = (self.last(), self.place(cx0, cy0), self.place(x, y));
        self.push(steps().map(|t| mix(mix(from, bend, t), mix(bend, to, t), t)));
    }

    fn curve_to(&mut self, cx0: f32, cy0: f32, cx1: f32, cy1: f32, x: f32, y: f32) {
        let (a, b, c, d) = (self.last(), self.place(cx0, cy0), self.place(cx1, cy1), self.place(x, y));
        self.push(steps().map(|t| {
            let (ab, bc, cd) = (mix(a, b, t), mix(b, c, t), mix(c, d, t));
            mix(mix(ab, bc, t), mix(bc, cd, t), t)
        }));
    }

    fn close(&mut self) {}
}
