//! Pictures: the size first, then decoded and encoded anew.

use super::verdict::{CleanFile, FileRefusal, PIXELS_MAX};
use super::{end, seal};
use crate::attachment::Kind;
use domain::material::Material;
use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use image::{DynamicImage, ImageDecoder, ImageError, ImageFormat, ImageReader, Limits};
use std::io::Cursor;

/// The most that a decoder may allocate: [`PIXELS_MAX`] in four channels of 8 bits, and some room.
const ALLOC_MAX: u64 = 4 * PIXELS_MAX + 32 * 1024 * 1024;
/// The longest side: a roll of paper is no document.
const SIDE_MAX: u32 = 16_000;
/// Of a JPEG; above this the bytes grow and nothing is seen.
const QUALITY: u8 = 88;

/// Decodes and encodes anew.
pub fn clean(bytes: &[u8], kind: Kind, material: Material) -> Result<CleanFile, FileRefusal> {
    let picture = decode(bytes, kind)?;
    let warnings = if material == Material::SealImage { seal::warnings(&picture) } else { String::new() };
    let (width, height) = (i64::from(picture.width()), i64::from(picture.height()));
    let mut out = Vec::new();
    let encoded = match kind {
        Kind::Jpg => picture.write_with_encoder(JpegEncoder::new_with_quality(&mut out, QUALITY)),
        _ => picture.write_with_encoder(PngEncoder::new_with_quality(
            &mut out,
            CompressionType::Fast,
            FilterType::Adaptive,
        )),
    };
    encoded.map_err(|_| FileRefusal::Unreadable)?;
    Ok(CleanFile { bytes: out, kind, width, height, pages: 1, warnings })
}

fn decode(bytes: &[u8], kind: Kind) -> Result<DynamicImage, FileRefusal> {
    let format = if kind == Kind::Jpg { ImageFormat::Jpeg } else { ImageFormat::Png };
    if kind == Kind::Jpg && !end::is_reached(bytes) {
        return Err(FileRefusal::Unreadable);
    }
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    let mut limits = Limits::default();
    limits.max_alloc = Some(ALLOC_MAX);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(|_| FileRefusal::Unreadable)?;
    let (width, height) = decoder.dimensions();
    let too_many = FileRefusal::TooManyPixels { width, height };
    if u64::from(width) * u64::from(height) > PIXELS_MAX || width.max(height) > SIDE_MAX {
        return Err(too_many);
    }
    let orientation = decoder.orientation().map_err(|_| FileRefusal::Unreadable)?;
    let decoded = DynamicImage::from_decoder(decoder).map_err(|error| match error {
        ImageError::Limits(_) => too_many,
        _ => FileRefusal::Unreadable,
    })?;
    let mut picture = eight_bits(decoded, kind);
    picture.apply_orientation(orientation);
    Ok(picture)
}

/// Eight bits a channel: what every browser shows, and half of the bytes of sixteen.
fn eight_bits(picture: DynamicImage, kind: Kind) -> DynamicImage {
    let color = picture.color();
    match (color.has_color(), color.has_alpha() && kind == Kind::Png) {
        (false, false) => DynamicImage::ImageLuma8(picture.into_luma8()),
        (true, false) => DynamicImage::ImageRgb8(picture.into_rgb8()),
        (false, true) => DynamicImage::ImageLumaA8(picture.into_luma_alpha8()),
        (true, true) => DynamicImage::ImageRgba8(picture.into_rgba8()),
    }
}
