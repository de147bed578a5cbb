//! 印模: red or blue on white, and large enough. Only a warning: a person decides.

use image::{DynamicImage, GenericImageView};

/// A seal of 40 mm at 300 dpi has 472 pixels.
const SIDE_MIN: u32 = 400;
/// About so many pixels are looked at.
const LOOKS: u64 = 40_000;
/// Share of ink on the sheet, in thousandths.
const INK_MIN: u64 = 5;
/// Share of the ink that must be red or blue, in hundredths.
const COLOUR_MIN: u64 = 50;

/// What the company should look at; empty when all is well.
pub fn warnings(picture: &DynamicImage) -> String {
    let mut found = Vec::new();
    let side = picture.width().min(picture.height());
    if side < SIDE_MIN {
        found.push(format!("印模图片只有 {side} 像素宽，建议用 300–600 dpi 重新扫描"));
    }
    let (looked, ink, coloured) = count(picture);
    if ink * 1000 < looked * INK_MIN || coloured * 100 < ink * COLOUR_MIN {
        found.push("印模看起来不是红色或蓝色，请盖在白纸上彩色扫描".to_owned());
    } else if ink * 2 > looked {
        found.push("印模的底色不是白色，请盖在白纸上扫描".to_owned());
    }
    found.join("；")
}

/// Pixels looked at, those that are not paper, and those of them that are red or blue.
fn count(picture: &DynamicImage) -> (u64, u64, u64) {
    let pixels = u64::from(picture.width()) * u64::from(picture.height());
    let step = ((pixels / LOOKS) as f64).sqrt().max(1.0) as usize;
    let (mut looked, mut ink, mut coloured) = (0, 0, 0);
    for y in (0..picture.height()).step_by(step) {
        for x in (0..picture.width()).step_by(step) {
            let [red, green, blue, alpha] = picture.get_pixel(x, y).0.map(i32::from);
            looked += 1;
            if alpha < 128 || (red.min(green).min(blue) > 200) {
                continue;
            }
            ink += 1;
            let is_red = red - green.max(blue) > 40;
            let is_blue = blue - red > 40;
            coloured += u64::from(is_red || is_blue);
        }
    }
    (looked, ink, coloured)
}
