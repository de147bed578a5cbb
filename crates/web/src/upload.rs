//! A company's posted form with files, as IE10's plain `<input type=file>` sends it. The text is judged like that of
//! any other form (`form`). Each file is checked and laid into the store as it comes. A file that is not taken is no
//! failure of the request: the handler says why beside its input.

use crate::failure::Failure;
use crate::form::{BODY_MAX, Form};
use crate::multipart::{self, Limits, Part, Parts, SentFile, is_multipart};
use crate::paced::in_time;
use crate::site::Site;
use crate::text;
use app::attachment::{self, FileRefusal, SIZE_MAX};
use app::material::PlacedFile;
use app::who::{CompanyUser, Who};
use axum::extract::{FromRequest, Request};
use domain::material::Slot;
use domain::text::{file_name, quoted};
use serde::de::DeserializeOwned;

/// All files of one form together, in bytes: 60 MB.
pub const FILES_MAX: usize = 60 * 1024 * 1024;
const LIMITS: Limits = Limits { parts: 400, text: BODY_MAX, file: SIZE_MAX, files: FILES_MAX };
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
        let (session, parts) = multipart::open(request, site, LIMITS).await?;
        let Who::Company(user) = &session.who else { return Err(Failure::Forged) };
        let _hand = site.app.files.receive().await?;
        let mut reader = Reader { site, user, typed: Vec::new(), files: Vec::new() };
        in_time(reader.read(parts)).await?;
        let text = serde_html_form::to_string(&reader.typed).map_err(|_| Failure::Malformed)?;
        let form = serde_html_form::from_str(&text).map_err(|_| Failure::Malformed)?;
        Ok(Upload { form, files: reader.files })
    }
}

struct Reader<'a> {
    site: &'a Site,
    user: &'a CompanyUser,
    typed: Vec<(String, String)>,
    files: Vec<UploadedFile>,
}

impl Reader<'_> {
    async fn read(&mut self, mut parts: Parts) -> Result<(), Failure> {
        while let Some(part) = parts.next().await? {
            match part {
                Part::Text { input, value } => self.typed.push((input, value)),
                Part::File(file) if file.name.is_empty() => {}
                Part::File(file) => self.file(file).await?,
            }
        }
        Ok(())
    }

    async fn file(&mut self, SentFile { input, name, bytes }: SentFile) -> Result<(), Failure> {
        if self.files.len() >= FILES_COUNT_MAX {
            self.say(format!("一次最多上传 {FILES_COUNT_MAX} 份，其余的请再传一次"));
            return Ok(());
        }
        let guessed = input == BY_NAME;
        match if guessed { Slot::of_file(&name) } else { Slot::parse(&input) } {
            Some(slot) => {
                let kept = self.keep(slot, guessed, &name, bytes).await?;
                let input = if guessed { BY_NAME.to_owned() } else { slot.to_string() };
                self.files.push(UploadedFile { input, kept });
            }
            None if guessed => self.say(format!("{}：{UNKNOWN}", quoted(file_name(&name)))),
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
}
