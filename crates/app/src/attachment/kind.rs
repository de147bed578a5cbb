//! The three kinds of file that are taken.

/// What a file is, judged by its bytes and never by its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Jpg,
    Png,
    Pdf,
}

impl Kind {
    pub const ALL: [Kind; 3] = [Kind::Jpg, Kind::Png, Kind::Pdf];

    /// The stored code, which is also the ending of a name.
    pub const fn code(self) -> &'static str {
        match self {
            Kind::Jpg => "jpg",
            Kind::Png => "png",
            Kind::Pdf => "pdf",
        }
    }

    /// Reads a stored code back.
    pub fn from_code(code: &str) -> Option<Kind> {
        Kind::ALL.into_iter().find(|kind| kind.code() == code)
    }

    pub const fn media_type(self) -> &'static str {
        match self {
            Kind::Jpg => "image/jpeg",
            Kind::Png => "image/png",
            Kind::Pdf => "application/pdf",
        }
    }

    /// True for what a page may show; a PDF is only ever downloaded.
    pub const fn is_picture(self) -> bool {
        matches!(self, Kind::Jpg | Kind::Png)
    }
}
