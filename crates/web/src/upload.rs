//! A company's posted form with files (`multipart/form-data`), as IE10's plain `<input type=file>` sends it. The text is
//! judged like that of any other form (`form`); the CSRF token has to come before the first file. Each file is checked
//! and laid into the store as it comes, so that a request holds one file in memory at a time. A file that is not taken is
//! no failure of the request: the handler says why beside its input.

use crate::failure::Failure;
use crate::form::{BODY_MAX, Form};
use crate::paced::{Pace, in_time, paced};
use crate::site::Site;
use crate::{csrf, session, text};
use app::attachment::{self, FileRefusal, SIZE_MAX};
use app::material::PlacedFile;
use app::who::{CompanyUser, Who};
use axum::body::Bytes;
use axum::extract::multipart::{Field, Multipart, MultipartError};
use axum::extract::{DefaultBodyLimit, FromRequest, Request};
use axum::http::HeaderMap;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use domain::material::Slot;
use domain::text::{file_name, quoted};
use serde::de::DeserializeOwned;

/// All files of one form together, in bytes: 60 MB.
pub const FILES_MAX: usize = 60 * 1024 * 1024;
/// Inputs of one form.
const FIELDS_MAX: usize = 400;
/// Files of one form that are looked at; those behind them are read and forgotten.
const FILES_COUNT_MAX: usize = 40;
/// What is said of a name that does not tell its place.
const UNKNOWN: &str = "从文件名看不出是哪种材料，没有上传，请在对应的一行里选择";

/// The inputs of a form, and its files.
pub struct Upload<T> {
    /// Everything but the files.
    pub form: T,
    /// The files that were chosen, in the order of the form.
    pub files: Vec<UploadedFile>,
}

/// One chosen file.
pub struct UploadedFile {
    /// The name of its input: a refusal is said beside it.
    pub input: String,
    /// The file with its place, or a sentence that says what to do.
    pub kept: Result<PlacedFile, String>,
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
        let (typed, files) = (Vec::new(), Vec::new());
        let mut reader = Reader { site, user, csrf: &session.csrf, pace, typed, size: 0, files };
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

struct Reader<'a> {
    site: &'a Site,
    user: &'a CompanyUser,
    csrf: &'a str,
    pace: Pace,
    typed: Vec<(String, String)>,
    /// Bytes of the files so far.
    size: usize,
    files: Vec<UploadedFile>,
}

impl Reader<'_> {
    async fn read(&mut self, mut multipart: Multipart) -> Result<(), Failure> {
        for _ in 0..FIELDS_MAX {
            let Some(field) = multipart.next_field().await.map_err(malformed)? else {
                return self.check_token();
            };
            self.pace.taken();
            let name = field.name().unwrap_or_default().to_owned();
            match sent_name(&field) {
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
        if self.files.len() >= FILES_COUNT_MAX {
            self.say(format!("一次最多上传 {FILES_COUNT_MAX} 份，其余的请再传一次"));
            return Ok(());
        }
        let guessed = input == BY_NAME;
        match if guessed { Slot::of_file(name) } else { Slot::parse(input) } {
            Some(slot) => {
                let kept = self.keep(slot, guessed, name, (size <= SIZE_MAX).then_some(bytes)).await?;
                let input = if guessed { BY_NAME.to_owned() } else { slot.to_string() };
                self.files.push(UploadedFile { input, kept });
            }
            None if guessed => self.say(format!("{}：{UNKNOWN}", quoted(file_name(name)))),
            None => {}
        }
        Ok(())
    }

    /// The file, or the sentence why it is not taken. `None` instead of its bytes: it is too large.
    async fn keep(
        &self,
        slot: Slot,
        guessed: bool,
        name: &str,
        bytes: Option<Vec<u8>>,
    ) -> Result<Result<PlacedFile, String>, Failure> {
        let kept = match bytes {
            Some(bytes) => attachment::keep(&self.site.app, self.user, slot.material, name, bytes).await,
            None => Ok(Err(FileRefusal::TooLarge)),
        };
        // A refusal names its document or its file, for it stands in the summary as well.
        let what = if guessed { quoted(file_name(name)) } else { slot.title() };
        match kept {
            Ok(Ok(file)) => Ok(Ok(PlacedFile { slot, guessed, file })),
            Ok(Err(refusal)) => Ok(Err(format!("{what}：{}", refusal.sentence()))),
            Err(app::Error::Busy) => Ok(Err(format!("{what}：正在检查的文件太多，请过几秒再上传这一份"))),
            Err(app::Error::Limited { until, what: limit }) => {
                Ok(Err(format!("{what}：{}", text::limited(limit, until))))
            }
            Err(other) => Err(other.into()),
        }
    }

    /// Says something beside the input for several files, once.
    fn say(&mut self, sentence: String) {
        let said = |file: &UploadedFile| file.kept.as_ref().is_err_and(|other| *other == sentence);
        if !self.files.iter().any(said) {
            self.files.push(UploadedFile { input: BY_NAME.to_owned(), kept: Err(sentence) });
        }
    }

    async fn next(&self, field: &mut Field<'_>) -> Result<Option<Bytes>, Failure> {
        let part = field.chunk().await.map_err(malformed)?;
        self.pace.taken();
        Ok(part)
    }
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
