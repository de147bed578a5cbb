//! Judges a file by its bytes and makes it harmless: pictures are decoded and encoded anew (what was hidden in them is
//! gone, the camera's orientation is applied), PDFs are read through and refused if they could do anything but be read.

mod end;
mod pdf;
mod picture;
#[cfg(test)]
pub mod samples;
mod scan;
mod seal;
#[cfg(test)]
mod tests;
mod verdict;

pub use verdict::{CleanFile, FileRefusal, PIXELS_MAX, SIZE_MAX};

use super::kind::Kind;
use domain::material::Material;

/// Judges and cleans. Takes a core for up to a second and memory in proportion to the pixels, which are capped before
/// anything is decoded.
pub fn inspect(bytes: Vec<u8>, material: Material) -> Result<CleanFile, FileRefusal> {
    match bytes.len() {
        0 => return Err(FileRefusal::Empty),
        size if size > SIZE_MAX => return Err(FileRefusal::TooLarge),
        _ => {}
    }
    match kind_of(&bytes)? {
        Kind::Pdf => {
            let pages = pdf::pages(&bytes)?;
            Ok(CleanFile { bytes, kind: Kind::Pdf, width: 0, height: 0, pages: pages as i64, warnings: String::new() })
        }
        kind => picture::clean(&bytes, kind, material),
    }
}

fn kind_of(bytes: &[u8]) -> Result<Kind, FileRefusal> {
    let found = infer::get(bytes).map(|kind| kind.mime_type());
    match found {
        Some("image/jpeg") => Ok(Kind::Jpg),
        Some("image/png") => Ok(Kind::Png),
        // Readers look for the head anywhere in the first kilobyte; so do polyglots.
        Some("application/pdf") if bytes.starts_with(b"%PDF-") => Ok(Kind::Pdf),
        other => Err(FileRefusal::WrongKind(seems(other.unwrap_or_default(), bytes))),
    }
}

/// What people call it.
fn seems(media_type: &str, bytes: &[u8]) -> Option<&'static str> {
    let text = String::from_utf8_lossy(&bytes[..bytes.len().min(1024)]).to_lowercase();
    match media_type {
        "application/zip" | "application/gzip" | "application/vnd.rar" | "application/x-7z-compressed" => {
            Some("压缩包")
        }
        _ if media_type.contains("word") || media_type.contains("officedocument") => Some("Office 文档"),
        "image/gif" => Some("gif 图片"),
        "image/webp" => Some("webp 图片"),
        "image/tiff" => Some("tiff 图片"),
        "image/bmp" => Some("bmp 图片"),
        "image/heif" | "image/heic" | "image/avif" => Some("heic 图片"),
        _ if text.contains("<svg") => Some("svg 图片"),
        _ if text.contains("<html") || text.contains("<!doctype") || text.contains("<script") => Some("网页"),
        _ => None,
    }
}
