//! Black-and-white at four times the size, then averaged down: that is all the antialiasing a small picture needs.

use super::outline::{Outline, Point};
use image::{
    ExtendedColorType, ImageEncoder,
    codecs::png::{CompressionType, FilterType, PngEncoder},
};

/// Samples along each side of a pixel.
const FINE: u32 = 4;
/// Navy on the grey of the page.
const INK: [u8; 3] = [0x12, 0x32, 0x5a];
const GROUND: [u8; 3] = [0xf2, 0xf5, 0xf8];

/// The picture while it is painted.
pub struct Raster {
    width: u32,
    height: u32,
    inked: Vec<bool>,
}

impl Raster {
    /// An empty picture; sizes in pixels of the result.
    pub fn new(width: u32, height: u32) -> Self {
        Self { width, height, inked: vec![false; (width * FINE * height * FINE) as usize] }
    }

    /// Fills an outline (non-zero winding rule).
    pub fn fill(&mut self, outline: &Outline) {
        let edges: Vec<(Point, Point)> = outline.edges().collect();
        for row in 0..self.height * FINE {
            let y = (row as f32 + 0.5) / FINE as f32;
            let mut winding = 0;
            let mut entered = 0.0;
            for (x, direction) in crossings(&edges, y) {
                if winding == 0 {
                    entered = x;
                }
                winding += direction;
                if winding == 0 {
                    self.ink_row(row, entered, x);
                }
            }
        }
    }

    pub fn dot(&mut self, centre: Point, radius: f32) {
        let first = ((centre.y - radius) * FINE as f32).floor().max(0.0) as u32;
        let last = ((centre.y + radius) * FINE as f32).ceil().max(0.0) as u32;
        for row in first..=last.min(self.height * FINE - 1) {
            let dy = (row as f32 + 0.5) / FINE as f32 - centre.y;
            let half = (radius * radius - dy * dy).max(0.0).sqrt();
            self.ink_row(row, centre.x - half, centre.x + half);
        }
    }

    fn ink_row(&mut self, row: u32, from: f32, to: f32) {
        let width = self.width * FINE;
        let column = |x: f32| ((x * FINE as f32).round().max(0.0) as u32).min(width);
        let start = row * width;
        self.inked[(start + column(from)) as usize..(start + column(to)) as usize].fill(true);
    }

    pub fn png(&self) -> Vec<u8> {
        let mut pixels = Vec::with_capacity((self.width * self.height * 3) as usize);
        for y in 0..self.height {
            for x in 0..self.width {
                let inked = self.samples(x, y);
                let shade = |ground: u8, ink: u8| {
                    let sum = u32::from(ground) * (FINE * FINE - inked) + u32::from(ink) * inked;
                    (sum / (FINE * FINE)) as u8
                };
                pixels.extend(GROUND.iter().zip(INK).map(|(ground, ink)| shade(*ground, ink)));
            }
        }
        let mut png = Vec::new();
        PngEncoder::new_with_quality(&mut png, CompressionType::Best, FilterType::NoFilter)
            .write_image(&pixels, self.width, self.height, ExtendedColorType::Rgb8)
            .expect("a small picture always fits into memory");
        png
    }

    fn samples(&self, x: u32, y: u32) -> u32 {
        let inked = |dx, dy| self.inked[((y * FINE + dy) * self.width * FINE + x * FINE + dx) as usize];
        (0..FINE).map(|dy| (0..FINE).filter(|dx| inked(*dx, dy)).count() as u32).sum()
    }
}

/// Where the edges cross a horizontal line, from left to right, with the direction: down +1, up -1.
fn crossings(edges: &[(Point, Point)], y: f32) -> Vec<(f32, i32)> {
    let mut found: Vec<(f32, i32)> = edges
        .iter()
        .filter(|(from, to)| (from.y <= y) != (to.y <= y))
        .map(|(from, to)| {
            let x = from.x + (to.x - from.x) * (y - from.y) / (to.y - from.y);
            (x, if to.y > from.y { 1 } else { -1 })
        })
        .collect();
    found.sort_by(|left, right| left.0.total_cmp(&right.0));
    found
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn the_hole_of_a_ring_stays_empty_and_its_stroke_is_full() {
        let mut raster = Raster::new(40, 40);
        let mut outline = Outline::of('O', 40.0);
        let centre = outline.centre();
        outline.map(|point| Point { x: point.x - centre.x + 20.0, y: point.y - centre.y + 20.0 });
        raster.fill(&outline);
        assert_eq!(raster.samples(20, 20), 0, "the hole");
        assert!((0..20).any(|x| raster.samples(x, 20) == FINE * FINE), "the left stroke");
        assert_eq!(raster.samples(1, 1), 0, "outside");
    }

    #[test]
    fn what_lies_outside_the_picture_is_cut_off() {
        let mut raster = Raster::new(8, 8);
        raster.dot(Point { x: -1.0, y: -1.0 }, 3.0);
        raster.dot(Point { x: 9.0, y: 9.0 }, 3.0);
        raster.dot(Point { x: 90.0, y: -90.0 }, 3.0);
        let picture = image::load_from_memory(&raster.png()).unwrap().to_rgb8();
        assert_eq!(picture.get_pixel(0, 0).0, INK);
        assert_eq!(picture.get_pixel(7, 7).0, INK);
        assert_eq!(picture.get_pixel(4, 4).0, GROUND);
    }
}
