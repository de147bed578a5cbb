//! The one reader of posted forms with files (`multipart/form-data`), part by part. The session's token has to come
//! before the first file; of a file that is too large nothing is kept and the rest is read into nothing, so that the
//! browser gets an answer instead of a broken connection; one file is in memory at a time.

use crate::failure::Failure;
use crate::paced::{Pace, paced};
use crate::site::Site;
use crate::{csrf, session};
use app::account::Session;
use axum::RequestExt;
use axum::body::Bytes;
use axum::extract::multipart::{Field, Multipart, MultipartError};
use axum::extract::{DefaultBodyLimit, Request};
use axum::http::HeaderMap;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};

/// What a form may hold. Sizes in bytes.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Inputs of every kind.
    pub parts: usize,
    /// All texts with their names.
    pub text: usize,
    /// One file.
    pub file: usize,
    /// All files, those that are too large with them.
    pub files: usize,
}

/// One input of the form.
#[derive(Debug)]
pub enum Part {
    Text { input: String, value: String },
    File(SentFile),
}

/// An input for files, whether anything was chosen or not.
#[derive(Debug)]
pub struct SentFile {
    pub input: String,
    /// What the sender calls it, for display alone; empty: nothing was chosen.
    pub name: String,
    /// `None`: it is larger than the limit, and nothing of it was kept.
    pub bytes: Option<Vec<u8>>,
}

/// The parts that have not been read yet. The token is judged on the way and is no part.
pub struct Parts {
    form: Multipart,
    csrf: String,
    trusted: bool,
    pace: Pace,
    limits: Limits,
    left: usize,
    text: usize,
    files: usize,
}

/// Whether a request says that it is such a form.
pub fn is_multipart(headers: &HeaderMap) -> bool {
    let kind = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    kind.split(';').next().unwrap_or_default().trim().eq_ignore_ascii_case("multipart/form-data")
}

/// Whose form it is, and its parts. Nothing of the body has been read yet.
///
/// # Errors
/// `Forged` from another site or without a session; `Malformed` for what is no such form.
pub async fn open(mut request: Request, site: &Site, limits: Limits) -> Result<(Session, Parts), Failure> {
    csrf::check_origin(request.headers())?;
    DefaultBodyLimit::disable().apply(&mut request);
    let (mut head, body) = request.into_parts();
    let session = session::current(&mut head, site).await?.ok_or(Failure::Forged)?;
    let (body, pace) = paced(body);
    let form: Multipart = Request::from_parts(head, body).extract().await.map_err(|_| Failure::Malformed)?;
    let (csrf, left) = (session.csrf.clone(), limits.parts);
    Ok((session, Parts { form, csrf, trusted: false, pace, limits, left, text: 0, files: 0 }))
}

impl Parts {
    /// The next part, `None` at the end of a form that carried the token.
    ///
    /// # Errors
    /// `Forged` for a file before the token and for a token that is missing, repeated or wrong; `TooLarge` and
    /// `Malformed` for what breaks a limit or is no such form.
    pub async fn next(&mut self) -> Result<Option<Part>, Failure> {
        while let Some(field) = self.form.next_field().await.map_err(malformed)? {
            self.pace.taken();
            self.left = self.left.checked_sub(1).ok_or(Failure::Malformed)?;
            let input = field.name().unwrap_or_default().to_owned();
            if let Some(name) = sent_name(&field) {
                if !self.trusted {
                    return Err(Failure::Forged);
                }
                let (pace, limits, files) = (&self.pace, self.limits, &mut self.files);
                let bytes = file(field, pace, limits, files).await?;
                return Ok(Some(Part::File(SentFile { input, name, bytes })));
            }
            let rest = self.limits.text.checked_sub(self.text + input.len()).ok_or(Failure::TooLarge)?;
            let value = text(field, &self.pace, rest).await?;
            self.text += input.len() + value.len();
            if input != csrf::FIELD {
                return Ok(Some(Part::Text { input, value }));
            }
            if self.trusted {
                return Err(Failure::Forged);
            }
            csrf::check_token(&self.csrf, &[value])?;
            self.trusted = true;
        }
        if self.trusted { Ok(None) } else { Err(Failure::Forged) }
    }
}

async fn text(mut field: Field<'_>, pace: &Pace, max: usize) -> Result<String, Failure> {
    let mut bytes = Vec::new();
    while let Some(chunk) = chunk(&mut field, pace).await? {
        if bytes.len() + chunk.len() > max {
            return Err(Failure::TooLarge);
        }
        bytes.extend_from_slice(&chunk);
    }
    String::from_utf8(bytes).map_err(|_| Failure::Malformed)
}

async fn file(mut field: Field<'_>, pace: &Pace, limits: Limits, all: &mut usize) -> Result<Option<Vec<u8>>, Failure> {
    let (mut bytes, mut size) = (Vec::new(), 0);
    while let Some(chunk) = chunk(&mut field, pace).await? {
        (size, *all) = (size + chunk.len(), *all + chunk.len());
        if *all > limits.files {
            return Err(Failure::TooLarge);
        }
        if size <= limits.file {
            bytes.extend_from_slice(&chunk);
        } else {
            bytes = Vec::new();
        }
    }
    Ok((size <= limits.file).then_some(bytes))
}

async fn chunk(field: &mut Field<'_>, pace: &Pace) -> Result<Option<Bytes>, Failure> {
    let chunk = field.chunk().await.map_err(malformed)?;
    pace.taken();
    Ok(chunk)
}

/// The browser hung up, or what it sends is no form.
fn malformed(_: MultipartError) -> Failure {
    Failure::Malformed
}

/// What the browser calls the file; `None` for an input that is no file. A name in another encoding than the page's is
/// a file all the same.
fn sent_name(field: &Field<'_>) -> Option<String> {
    if let Some(name) = field.file_name() {
        return Some(name.to_owned());
    }
    let head = field.headers().get(CONTENT_DISPOSITION)?.as_bytes();
    head.windows(9).any(|part| part == b"filename=").then(|| "未命名".to_owned())
}
