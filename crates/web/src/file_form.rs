//! A posted form with a file (multipart). The token comes before the file in the form and is checked before the file is
//! read; of a file that is too large nothing is kept, and the rest is read into nothing, so that the browser gets an
//! answer instead of a broken connection.

use crate::csrf;
use crate::failure::Failure;
use crate::paced::{Pace, in_time, paced};
use crate::session;
use crate::site::Site;
use axum::RequestExt;
use axum::extract::multipart::Field;
use axum::extract::{DefaultBodyLimit, Multipart, Request};

/// The most that is read of a request whose file is too large.
const DRAIN_MAX: usize = 32 * 1024 * 1024;

/// The largest other input.
const TEXT_MAX: usize = 64 * 1024;

/// The most inputs of such a form.
const INPUTS_MAX: usize = 40;

#[derive(Debug, Default)]
pub struct FileForm {
    /// The other inputs, in the order of the form.
    pub inputs: Vec<(String, String)>,
    pub file: SentFile,
}

/// The input for the file.
#[derive(Debug, Default, PartialEq, Eq)]
pub enum SentFile {
    /// Nothing was chosen.
    #[default]
    None,
    /// Too large: nothing of it was kept.
    TooLarge,
    Given {
        /// What the sender calls it; for display alone.
        name: String,
        bytes: Vec<u8>,
    },
}

/// Reads a form whose file, in the input `file`, may have `max` bytes.
///
/// # Errors
/// `Forged` without the session's token in front; `Malformed` for what is no such form, and for an input that comes
/// twice; `TooLarge` for a request that is larger than is worth reading.
pub async fn read(mut request: Request, site: &Site, file: &str, max: usize) -> Result<FileForm, Failure> {
    csrf::check_origin(request.headers())?;
    DefaultBodyLimit::disable().apply(&mut request);
    let (mut parts, body) = request.into_parts();
    let session = session::current(&mut parts, site).await?.ok_or(Failure::Forged)?;
    let (body, pace) = paced(body);
    let request = Request::from_parts(parts, body);
    let form: Multipart = request.extract().await.map_err(|_| Failure::Malformed)?;
    in_time(inputs(form, &session.csrf, &pace, file, max)).await
}

async fn inputs(mut form: Multipart, csrf: &str, pace: &Pace, file: &str, max: usize) -> Result<FileForm, Failure> {
    let (mut read, mut trusted) = (FileForm::default(), false);
    while let Some(field) = form.next_field().await.map_err(|_| Failure::Malformed)? {
        pace.taken();
        let name = field.name().unwrap_or_default().to_owned();
        if name == csrf::FIELD && !trusted {
            csrf::check_token(csrf, &[text(field, pace).await?])?;
            trusted = true;
        } else if !trusted {
            return Err(Failure::Forged);
        } else if name == file {
            if read.file != SentFile::None {
                return Err(Failure::Malformed);
            }
            read.file = sent(field, max, pace).await?;
        } else {
            if read.inputs.len() == INPUTS_MAX || read.inputs.iter().any(|(other, _)| *other == name) {
                return Err(Failure::Malformed);
            }
            read.inputs.push((name, text(field, pace).await?));
        }
    }
    if trusted { Ok(read) } else { Err(Failure::Forged) }
}

async fn text(mut field: Field<'_>, pace: &Pace) -> Result<String, Failure> {
    let mut bytes = Vec::new();
    while let Some(chunk) = field.chunk().await.map_err(|_| Failure::Malformed)? {
        pace.taken();
        if bytes.len() + chunk.len() > TEXT_MAX {
            return Err(Failure::TooLarge);
        }
        bytes.extend_from_slice(&chunk);
    }
    String::from_utf8(bytes).map_err(|_| Failure::Malformed)
}

async fn sent(mut field: Field<'_>, max: usize, pace: &Pace) -> Result<SentFile, Failure> {
    let name = field.file_name().unwrap_or_default().to_owned();
    let (mut bytes, mut seen) = (Vec::new(), 0);
    while let Some(chunk) = field.chunk().await.map_err(|_| Failure::Malformed)? {
        pace.taken();
        seen += chunk.len();
        if seen > DRAIN_MAX {
            return Err(Failure::TooLarge);
        }
        if seen <= max {
            bytes.extend_from_slice(&chunk);
        } else {
            bytes = Vec::new();
        }
    }
    Ok(match seen {
        0 => SentFile::None,
        _ if seen > max => SentFile::TooLarge,
        _ => SentFile::Given { name, bytes },
    })
}
