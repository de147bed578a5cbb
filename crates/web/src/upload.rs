//! A company's posted form with files (`multipart/form-data`), as IE10's plain `<input type=file>` sends it. The text is
//! judged like that of any other form (`form`); the CSRF token has to come before the first file. Each file is checked
//! and laid into the store as it comes, so that a request holds one file in memory at a time. A file that is not taken is
//! no failure of the request: the handler says why beside its input.

use crate::error::Failure;
use crate::form::{BODY_MAX, Form};
use crate::paced::{Pace, in_time, paced};
use crate::site::Site;
use crate::{csrf, session, text};
use app::account::{CompanyUser, Who};
use app::attachment::{self, FileRefusal, SIZE_MAX};
use app::material::Arrived;
use axum::body::Bytes;
use axum::extract::multipart::{Field, Multipart, MultipartError};
use axum::extract::{DefaultBodyLimit, FromRequest, Request};
use axum::http::HeaderMap;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use domain::material::{Material, Slot};
use domain::text::quoted;
use serde::de::DeserializeOwned;

/// All files of one form together, in bytes: 60 MB.
pub const FILES_MAX: usize = 60 * 1024 * 1024;
/// Inputs of one form.
const FIELDS_MAX: usize = 100;
/// Names of files that a message repeats.
const UNKNOWN_SHOWN: usize = 3;

/// The inputs of a form, and its files.
pub struct Upload<T> {
    /// Everything but the files.
    pub form: T,
    /// The files that were chosen, in the order of the form.
    pub files: Vec<Received>,
}

/// One chosen file.
pub struct Received {
    /// The name of its input, or of the one where it belongs.
    pub input: String,
    /// The file with its place, or a sentence that says what to do.
    pub kept: Result<Arrived, String>,
}

/// The input that takes several files at once; each goes where its name says.
pub const BY_NAME: &str = "by_name";

impl<T: DeserializeOwned> FromRequest<Site> for Upload<T> {
    type Rejection = Failure;

    async fn from_request(request: Request, site: &Site) -> Result<Upload<T>, Failure> {
        if !is_multipart(request.headers()) {
            // The same form without files: a browser without a file to send may send it either way.
            return Form::from_request(request, site).await.map(|Form(form)| Upload { form, files: Vec::new() });
        }
        let (mut parts, body) = request.into_parts();
        csrf::check_origin(&parts.headers)?;
        let session = session::current(&mut parts, site).await?.ok_or(Failure::Forged)?;
        let Who::Company(user) = &session.who else { return Err(Failure::Forged) };
        let _hand = site.app.files.receive().await?;
        let (body, pace) = paced(body);
        let mut request = Request::from_parts(parts, body);
        DefaultBodyLimit::disable().apply(&mut request);
        let multipart = Multipart::from_request(request, site).await.map_err(|_| Failure::Malformed)?;
        let (typed, files, unknown) = (Vec::new(), Vec::new(), Vec::new());
        let mut reader = Reader { site, user, csrf: &session.csrf, pace, typed, size: 0, files, unknown };
        in_time(reader.read(multipart)).await?;
        let text = serde_html_form::to_string(&reader.typed).map_err(|_| Failure::Malformed)?;
        let form = serde_html_form::from_str(&text).map_err(|_| Failure::Malformed)?;
        Ok(Upload { form, files: reader.files })
    }
}

fn is_multipart(headers: &HeaderMap) -> bool {
    let kind = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    kind.split(';').next().unwrap_or_default().trim().eq_ignore_ascii_case("multipart/form-data")
}

/// Reads one form.
struct Reader<'a> {
    site: &'a Site,
    user: &'a CompanyUser,
    csrf: &'a str,
    pace: Pace,
    typed: Vec<(String, String)>,
    /// Bytes of the files so far.
    size: usize,
    files: Vec<Received>,
    /// The names that did not tell what they are.
    unknown: Vec<String>,
}

impl Reader<'_> {
    async fn read(&mut self, mut multipart: Multipart) -> Result<(), Failure> {
        for _ in 0..FIELDS_MAX {
            let Some(field) = multipart.next_field().await.map_err(malformed)? else {
                self.tell_unknown();
                return self.check_token();
            };
            self.pace.taken();
            let name = field.name().unwrap_or_default().to_owned();
            match file_name(&field) {
                Some(file) => self.file(&name, &file, field).await?,
                None => self.text(name, field).await?,
            }
        }
        Err(Failure::Malformed)
    }

    fn check_token(&self) -> Result<(), Failure> {
        let tokens = self.typed.iter().filter(|(name, _)| name == csrf::FIELD);
        csrf::check_token(self.csrf, &tokens.map(|(_, value)| value.clone()).collect::<Vec<_>>())
    }

    async fn text(&mut self, name: String, mut field: Field<'_>) -> Result<(), Failure> {
        let mut bytes = Vec::new();
        let before: usize = self.typed.iter().map(|(name, value)| name.len() + value.len()).sum();
        while let Some(part) = self.next(&mut field).await? {
            bytes.extend_from_slice(&part);
            if before + name.len() + bytes.len() > BODY_MAX {
                return Err(Failure::TooLarge);
            }
        }
        self.typed.push((name, String::from_utf8(bytes).map_err(|_| Failure::Malformed)?));
        Ok(())
    }

    async fn file(&mut self, input: &str, name: &str, mut field: Field<'_>) -> Result<(), Failure> {
        self.check_token()?;
        let (mut bytes, mut size) = (Vec::new(), 0);
        while let Some(part) = self.next(&mut field).await? {
            (size, self.size) = (size + part.len(), self.size + part.len());
            if self.size > FILES_MAX {
                return Err(Failure::TooLarge);
            }
            if size <= SIZE_MAX {
                bytes.extend_from_slice(&part);
            } else {
                bytes = Vec::new(); // the rest is read and forgotten, so that the answer arrives
            }
        }
        if name.is_empty() {
            return Ok(());
        }
        let slot = match input {
            BY_NAME => Material::of_file(name).map(Slot::only),
            _ => Slot::parse(input),
        };
        let Some(slot) = slot else {
            if input == BY_NAME {
                self.unknown.push(quoted(name));
            }
            return Ok(());
        };
        let kept = match self.twin(slot) {
            true => Err(format!("{}只能放一份，另一份{}没有用", slot.title(), quoted(name))),
            false if size > SIZE_MAX => Err(refused(slot, &FileRefusal::TooLarge.sentence())),
            false => self.keep(slot, name, bytes).await?,
        };
        self.files.push(Received { input: slot.to_string(), kept });
        Ok(())
    }

    /// True when the form brought a file for this place already. Imprints and 补充材料 without a number get one each.
    fn twin(&self, slot: Slot) -> bool {
        let many = slot.position == 0 && matches!(slot.material, Material::SealImage | Material::Other);
        let same = |file: &Received| file.kept.as_ref().is_ok_and(|arrived| arrived.slot == slot);
        !many && self.files.iter().any(same)
    }

    /// The file, or the sentence why it is not taken.
    async fn keep(&self, slot: Slot, name: &str, bytes: Vec<u8>) -> Result<Result<Arrived, String>, Failure> {
        match attachment::keep(&self.site.app, self.user, slot.material, name, bytes).await {
            Ok(Ok(file)) => Ok(Ok(Arrived { slot, file })),
            Ok(Err(refusal)) => Ok(Err(refused(slot, &refusal.sentence()))),
            Err(app::Error::Busy) => Ok(Err(refused(slot, "正在检查的文件太多，请过几秒再上传这一份"))),
            Err(app::Error::Limited { until, what }) => Ok(Err(refused(slot, &text::limited(what, until)))),
            Err(other) => Err(other.into()),
        }
    }

    /// Says once, beside the input for all, which names told nothing.
    fn tell_unknown(&mut self) {
        let (shown, count) = (self.unknown.iter().take(UNKNOWN_SHOWN), self.unknown.len());
        let names: String = shown.map(String::as_str).collect();
        let names = if count > UNKNOWN_SHOWN { format!("{names}等 {count} 份") } else { names };
        if count > 0 {
            let sentence = format!("从文件名看不出{names}是哪种材料，没有上传：请在对应的一行里选择，或改名后再选");
            self.files.push(Received { input: BY_NAME.to_owned(), kept: Err(sentence) });
        }
    }

    async fn next(&self, field: &mut Field<'_>) -> Result<Option<Bytes>, Failure> {
        let part = field.chunk().await.map_err(malformed)?;
        self.pace.taken();
        Ok(part)
    }
}

/// A refusal names its document, for it stands in the summary as well.
fn refused(slot: Slot, sentence: &str) -> String {
    format!("{}：{sentence}", slot.title())
}

/// The browser hung up, or what it sends is no form.
fn malformed(_: MultipartError) -> Failure {
    Failure::Malformed
}

/// What the browser calls the file; `None` for an input that is no file. A name in another encoding than the page's is
/// a file all the same.
fn file_name(field: &Field<'_>) -> Option<String> {
    if let Some(name) = field.file_name() {
        return Some(name.to_owned());
    }
    let head = field.headers().get(CONTENT_DISPOSITION)?.as_bytes();
    head.windows(9).any(|part| part == b"filename=").then(|| "未命名".to_owned())
}
