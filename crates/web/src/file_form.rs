//! A form of staff that sends one file.

use crate::failure::Failure;
use crate::multipart::{self, Limits, Part, Parts};
use crate::paced::in_time;
use crate::site::Site;
use axum::extract::Request;

/// The most that is read of a request whose file is too large.
const DRAIN_MAX: usize = 32 * 1024 * 1024;

/// The input for the file.
#[derive(Debug, Default, PartialEq, Eq)]
pub enum OneFile {
    /// Nothing was chosen.
    #[default]
    None,
    /// Nothing of it was kept.
    TooLarge,
    Given {
        /// What the sender calls it; for display alone.
        name: String,
        bytes: Vec<u8>,
    },
}

/// The file of a form, from its input `file`, which may have `max` bytes.
///
/// # Errors
/// Those of [`multipart`]; `Malformed` for two files.
pub async fn read(request: Request, site: &Site, max: usize) -> Result<OneFile, Failure> {
    let limits = Limits { parts: 40, text: 64 * 1024, file: max, files: DRAIN_MAX };
    let (_, parts) = multipart::open(request, site, limits).await?;
    in_time(one(parts)).await
}

async fn one(mut parts: Parts) -> Result<OneFile, Failure> {
    let mut sent = OneFile::None;
    while let Some(part) = parts.next().await? {
        let Part::File(file) = part else { continue };
        if file.input != "file" || sent != OneFile::None {
            return Err(Failure::Malformed);
        }
        sent = match file.bytes {
            None => OneFile::TooLarge,
            Some(bytes) if bytes.is_empty() => OneFile::None,
            Some(bytes) => OneFile::Given { name: file.name, bytes },
        };
    }
    Ok(sent)
}
