//! QR codes as PNG files: every old browser shows them, and mails do too.

use image::{
    ExtendedColorType, ImageEncoder,
    codecs::png::{CompressionType, FilterType, PngEncoder},
};
use qrcode::{Color, EcLevel, QrCode};

/// Modules of white around the code, as ISO/IEC 18004 asks for.
const QUIET: usize = 4;
/// Pixels of a module's side. Whole numbers keep the edges sharp.
const MODULE: usize = 6;

/// The longest text that fits at error correction level M: 2,331 bytes (version 40, byte mode).
pub const MAX_BYTES: usize = 2331;

/// Paints a text as a QR code, error correction M: a grey PNG of about 1 KB.
///
/// # Panics
/// If the text is longer than [`MAX_BYTES`]. Callers encode addresses of their own, never a visitor's text.
pub fn png(text: &str) -> Vec<u8> {
    let code = QrCode::with_error_correction_level(text, EcLevel::M).expect("callers keep to qr::MAX_BYTES");
    let modules = code.to_colors();
    let width = code.width();
    let side = (width + 2 * QUIET) * MODULE;
    let mut pixels = vec![u8::MAX; side * side];
    for (index, _) in modules.iter().enumerate().filter(|(_, color)| **color == Color::Dark) {
        let left = (index % width + QUIET) * MODULE;
        let top = (index / width + QUIET) * MODULE;
        for row in top..top + MODULE {
            pixels[row * side + left..][..MODULE].fill(0);
        }
    }
    let mut png = Vec::new();
    PngEncoder::new_with_quality(&mut png, CompressionType::Best, FilterType::NoFilter)
        .write_image(&pixels, side as u32, side as u32, ExtendedColorType::L8)
        .expect("a small picture always fits into memory");
    png
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn read_back(png: &[u8]) -> String {
        let picture = image::load_from_memory(png).unwrap().to_luma8();
        let (width, height) = picture.dimensions();
        let mut prepared = rqrr::PreparedImage::prepare_from_greyscale(width as usize, height as usize, |x, y| {
            picture.get_pixel(x as u32, y as u32).0[0]
        });
        let codes = prepared.detect_grids();
        assert_eq!(codes.len(), 1);
        let (meta, text) = codes[0].decode().unwrap();
        assert_eq!(meta.ecc_level, 0, "level M has the number 0 in the format bits");
        text
    }

    #[test]
    fn a_reader_gets_back_the_text_that_was_encoded() {
        for text in ["https://qr.example/bax03431abcdef", "otpauth://totp/cakey:审核员?secret=JBSWY3DP", "1"] {
            assert_eq!(read_back(&png(text)), text);
        }
    }

    #[test]
    fn the_longest_text_fits() {
        let text = "a".repeat(MAX_BYTES);
        assert_eq!(read_back(&png(&text)), text);
    }

    #[test]
    fn four_modules_around_the_code_are_white() {
        let picture = image::load_from_memory(&png("https://qr.example/1")).unwrap().to_luma8();
        let (side, quiet) = (picture.width(), (QUIET * MODULE) as u32);
        assert_eq!(side % MODULE as u32, 0);
        let dark_outside = picture.enumerate_pixels().any(|(x, y, pixel)| {
            let outside = |at: u32| at < quiet || at >= side - quiet;
            (outside(x) || outside(y)) && pixel.0[0] < 255
        });
        assert!(!dark_outside);
        assert_eq!(picture.get_pixel(quiet, quiet).0[0], 0, "the corner of the finder pattern");
    }
}
