//! How the judgement of a file ends: with a file that may be kept, or with a reason that says what to do.

use crate::attachment::kind::Kind;

/// Largest file, in bytes: 5 MB.
pub const SIZE_MAX: usize = 5 * 1024 * 1024;

/// Most pixels of a picture: a sheet of A4 at 600 dpi has 34.8 million.
pub const PIXELS_MAX: u64 = 36_000_000;

/// Most pages of a PDF.
pub const PAGES_MAX: usize = 50;

/// A file that may be kept.
#[derive(Debug)]
pub struct CleanFile {
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
