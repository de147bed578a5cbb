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

use super::Kind;
use domain::material::Material;

/// Largest file, in bytes: 5 MB.
pub const SIZE_MAX: usize = 5 * 1024 * 1024;
/// Most pixels of a picture: a sheet of A4 at 600 dpi has 34.8 million.
pub const PIXELS_MAX: u64 = 36_000_000;
/// Most pages of a PDF.
pub const PAGES_MAX: usize = 50;

/// A file that may be kept.
#[derive(Debug)]
pub struct Clean {
    pub bytes: Vec<u8>,
    pub kind: Kind,
    pub width: i64,
    pub height: i64,
    pub pages: i64,
    pub warnings: String,
}

/// Why a file is not taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FileRefusal {
    /// No bytes.
    Empty,
    /// More than [`SIZE_MAX`].
    TooLarge,
    /// Neither jpg nor png nor pdf; the word says what it seems to be, if that is known.
    WrongKind(Option<&'static str>),
    /// Cut off or damaged.
    Unreadable,
    /// More than [`PIXELS_MAX`].
    TooManyPixels {
        /// Pixels.
        width: u32,
        /// Pixels.
        height: u32,
    },
    /// A PDF with a password.
    Encrypted,
    /// A PDF with scripts, actions or files inside.
    Active,
    /// A PDF that would unfold to far more than it seems.
    TooComplex,
    /// More than [`PAGES_MAX`].
    TooManyPages(usize),
}

impl FileRefusal {
    /// What to do, for the page.
    pub fn sentence(&self) -> String {
        match self {
            FileRefusal::Empty => "这个文件是空的，请重新选择".into(),
            FileRefusal::TooLarge => "文件超过 5 MB，请压缩或降低扫描分辨率后再上传".into(),
            FileRefusal::WrongKind(Some(seems)) => {
                format!("只收 jpg、png 或 pdf，这个文件其实是 {seems}，请另存为 jpg 或 pdf 后再上传")
            }
            FileRefusal::WrongKind(None) => "只收 jpg、png 或 pdf，请重新扫描、拍照或另存后再上传".into(),
            FileRefusal::Unreadable => "文件打不开或不完整，请重新扫描、拍照或另存后再上传".into(),
            FileRefusal::TooManyPixels { width, height } => {
                format!("图片有 {width}×{height} 像素，太大了，请用不超过 600 dpi 重新扫描或缩小后再上传")
            }
            FileRefusal::Encrypted => "PDF 加了密码，请去掉密码后再上传".into(),
            FileRefusal::Active => "PDF 里有脚本、自动动作或附件，请打印成新的 PDF，或另存为图片后再上传".into(),
            FileRefusal::TooComplex => "PDF 的内容太复杂，请打印成新的 PDF，或另存为图片后再上传".into(),
            FileRefusal::TooManyPages(pages) => {
                format!("PDF 有 {pages} 页，最多 {PAGES_MAX} 页，请只保留需要的页")
            }
        }
    }
}

/// Judges and cleans. Takes a core for up to a second and memory in proportion to the pixels, which are capped before
/// anything is decoded.
pub fn inspect(bytes: Vec<u8>, material: Material) -> Result<Clean, FileRefusal> {
    match bytes.len() {
        0 => return Err(FileRefusal::Empty),
        size if size > SIZE_MAX => return Err(FileRefusal::TooLarge),
        _ => {}
    }
    match kind_of(&bytes)? {
        Kind::Pdf => {
            let pages = pdf::pages(&bytes)?;
            Ok(Clean { bytes, kind: Kind::Pdf, width: 0, height: 0, pages: pages as i64, warnings: String::new() })
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
