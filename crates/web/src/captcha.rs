//! 验证码: five signs, warped, as a PNG (docs/decisions/0005-own-session-csrf-and-captcha.md). This file knows how an
//! answer is drawn by lot, painted and compared; who may ask for one, how long it lives and that it serves once is the
//! session's business. Chance comes in as bytes and as a seed: the same seed paints the same picture.

mod chance;
mod outline;
mod raster;

use chance::Chance;
use outline::{Outline, Point};
use raster::Raster;
use std::f32::consts::TAU;

/// The signs of an answer: without `0 O 1 I`, in capitals only. 32 of them, so that a byte falls on each equally often.
pub const ALPHABET: &[u8] = b"23456789ABCDEFGHJKLMNPQRSTUVWXYZ";

/// How many signs an answer has.
pub const LENGTH: usize = 5;

/// Size of the picture in pixels; the style sheet reserves the same room.
pub const WIDTH: u32 = 128;
/// See [`WIDTH`].
pub const HEIGHT: u32 = 42;

/// Height of the font's em in pixels. A capital is 0.73 of it.
const EM: f32 = 32.0;
/// Room left free at the left and right edge, in pixels.
const MARGIN: f32 = 9.5;

/// Makes an answer from random bytes; each sign is equally likely.
pub fn answer(random: [u8; LENGTH]) -> String {
    random.iter().map(|byte| char::from(ALPHABET[usize::from(*byte) % ALPHABET.len()])).collect()
}

/// Whether a person typed what the picture shows. Case, blanks and full-width forms do not matter, and of two signs
/// that look alike when warped (2 Z, 5 S, 8 B, U V) either will do: that costs a guesser nothing worth having.
pub fn matches(expected: &str, typed: &str) -> bool {
    let expected = fold(expected);
    !expected.is_empty() && expected == fold(typed)
}

fn fold(text: &str) -> String {
    text.chars()
        .filter(|sign| !sign.is_whitespace())
        .map(|sign| lookalike(half_width(sign).to_ascii_uppercase()))
        .collect()
}

fn half_width(sign: char) -> char {
    match sign {
        '！'..='～' => char::from_u32(u32::from(sign) - 0xFEE0).unwrap_or(sign),
        other => other,
    }
}

fn lookalike(sign: char) -> char {
    match sign {
        'Z' => '2',
        'S' => '5',
        'B' => '8',
        'V' => 'U',
        other => other,
    }
}

/// Paints the answer as a PNG of [`WIDTH`] × [`HEIGHT`] pixels, about 2 KB. Signs that the font lacks stay blank.
pub fn paint(answer: &str, seed: u64) -> Vec<u8> {
    let mut chance = Chance::new(seed);
    let mut raster = Raster::new(WIDTH, HEIGHT);
    let wave = Wave::draw(&mut chance);
    let signs: Vec<char> = answer.chars().collect();
    let cell = (WIDTH as f32 - 2.0 * MARGIN) / signs.len().max(1) as f32;
    for (position, sign) in signs.iter().enumerate() {
        let middle = MARGIN + cell * (position as f32 + 0.5);
        let mut outline = Outline::of(*sign, EM);
        let place = Placement::draw(&mut chance, middle);
        let centre = outline.centre();
        outline.map(|point| wave.bend(place.apply(point, centre)));
        raster.fill(&outline);
    }
    scribble(&mut raster, &mut chance);
    speckle(&mut raster, &mut chance);
    raster.png()
}

/// How one sign is turned, stretched, leant and moved.
struct Placement {
    across: [f32; 2],
    down: [f32; 2],
    middle: Point,
}

impl Placement {
    fn draw(chance: &mut Chance, middle_x: f32) -> Self {
        let (sin, cos) = chance.between(-0.26, 0.26).sin_cos();
        let lean = chance.between(-0.22, 0.22);
        let width = chance.between(0.92, 1.12);
        let height = chance.between(0.92, 1.12);
        Self {
            across: [cos * width, sin * width],
            down: [(lean * cos - sin) * height, (lean * sin + cos) * height],
            middle: Point {
                x: middle_x + chance.between(-1.2, 1.2),
                y: HEIGHT as f32 / 2.0 + chance.between(-3.0, 3.0),
            },
        }
    }

    fn apply(&self, point: Point, centre: Point) -> Point {
        let (x, y) = (point.x - centre.x, point.y - centre.y);
        Point {
            x: self.middle.x + self.across[0] * x + self.down[0] * y,
            y: self.middle.y + self.across[1] * x + self.down[1] * y,
        }
    }
}

/// Two slow waves over the whole picture, one along each axis: straight strokes become bent ones.
struct Wave {
    height: f32,
    length: f32,
    start: f32,
    sway: f32,
    sway_start: f32,
}

impl Wave {
    fn draw(chance: &mut Chance) -> Self {
        Self {
            height: chance.between(1.6, 2.6),
            length: chance.between(34.0, 58.0),
            start: chance.between(0.0, TAU),
            sway: chance.between(0.9, 1.5),
            sway_start: chance.between(0.0, TAU),
        }
    }

    fn bend(&self, point: Point) -> Point {
        Point {
            x: point.x + self.sway * (TAU * point.y / 24.0 + self.sway_start).sin(),
            y: point.y + self.height * (TAU * point.x / self.length + self.start).sin(),
        }
    }
}

/// Two thin curves from edge to edge, in the ink of the signs, so that a colour filter does not take them away.
fn scribble(raster: &mut Raster, chance: &mut Chance) {
    const STEPS: u16 = 400;
    for _ in 0..2 {
        let heights: [f32; 4] = std::array::from_fn(|_| chance.between(4.0, HEIGHT as f32 - 4.0));
        let radius = chance.between(0.38, 0.52);
        for step in 0..=STEPS {
            let t = f32::from(step) / f32::from(STEPS);
            let back = 1.0 - t;
            let weights = [back * back * back, 3.0 * back * back * t, 3.0 * back * t * t, t * t * t];
            let y = heights.iter().zip(weights).map(|(height, weight)| height * weight).sum();
            raster.dot(Point { x: 2.0 + t * (WIDTH as f32 - 4.0), y }, radius);
        }
    }
}

/// A few dots, too small to be read as part of a sign.
fn speckle(raster: &mut Raster, chance: &mut Chance) {
    for _ in 0..28 {
        let at = Point { x: chance.between(2.0, WIDTH as f32 - 2.0), y: chance.between(2.0, HEIGHT as f32 - 2.0) };
        let radius = chance.between(0.4, 0.8);
        raster.dot(at, radius);
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use std::collections::BTreeMap;

    #[test]
    fn every_sign_is_equally_likely_over_all_bytes() {
        let mut seen = BTreeMap::new();
        for byte in 0..=255 {
            *seen.entry(answer([byte, 0, 0, 0, 0]).chars().next().unwrap()).or_insert(0) += 1;
        }
        assert_eq!(seen.len(), ALPHABET.len());
        assert!(seen.values().all(|count| *count == 8), "{seen:?}");
    }

    #[test]
    fn an_answer_has_no_sign_that_people_confuse_with_another_one() {
        assert!(ALPHABET.iter().all(|sign| !b"0O1Il".contains(sign)));
        assert_eq!(answer([0, 31, 32, 64, 255]), "2Z22Z");
    }

    #[test]
    fn case_blanks_and_full_width_forms_do_not_matter() {
        assert!(matches("A7K4M", " a7 k4m　"));
        assert!(matches("A7K4M", "ａ７Ｋ４ｍ"));
    }

    #[test]
    fn of_two_signs_that_look_alike_either_will_do() {
        assert!(matches("Z5BUA", "2S8VA"));
    }

    #[test]
    fn another_answer_a_shorter_one_and_nothing_are_refused() {
        assert!(!matches("A7K4M", "A7K4N"));
        assert!(!matches("A7K4M", "A7K4"));
        assert!(!matches("A7K4M", ""));
        assert!(!matches("", ""), "a spent answer must not be met by an empty field");
    }

    #[test]
    fn the_picture_is_a_png_of_the_promised_size_and_not_blank() {
        let picture = image::load_from_memory(&paint("A7K4M", 7)).unwrap().to_luma8();
        assert_eq!(picture.dimensions(), (WIDTH, HEIGHT));
        let dark = picture.pixels().filter(|pixel| pixel.0[0] < 128).count();
        assert!((300..2500).contains(&dark), "{dark} dark pixels");
    }

    #[test]
    fn the_same_seed_paints_the_same_picture_and_another_seed_another() {
        assert_eq!(paint("A7K4M", 7), paint("A7K4M", 7));
        assert_ne!(paint("A7K4M", 7), paint("A7K4M", 8));
        assert_ne!(paint("A7K4M", 7), paint("A7K4N", 7));
    }

    #[test]
    fn no_sign_is_cut_off_at_an_edge_of_the_picture() {
        for seed in 0..200 {
            let picture = image::load_from_memory(&paint("WWMWW", seed)).unwrap().to_luma8();
            let edge = (0..HEIGHT).flat_map(|y| [(0, y), (WIDTH - 1, y)]);
            let dark = edge.filter(|(x, y)| picture.get_pixel(*x, *y).0[0] < 128).count();
            assert_eq!(dark, 0, "seed {seed}");
        }
    }
}
