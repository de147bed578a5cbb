//! 上传所选文件 of an order: one form with a file for each document that is still open. It leads back to the page where
//! the order is looked over.

use crate::failure::{Failure, see_other};
use crate::orders::number::Number;
use crate::orders::{changed, check};
use crate::session::Company;
use crate::shell::Menu;
use crate::site::Site;
use crate::upload::{BY_NAME, Upload, UploadedFile};
use app::material::{self, PlacedFile, PlacingError, UnplacedFile};
use app::order::query;
use app::order::store::Find;
use app::who::CompanyUser;
use axum::extract::State;
use axum::response::Response;
use domain::field::FieldErrors;
use domain::id::OrderNumber;
use domain::material::Slot;
use domain::text::quoted;
use serde::Deserialize;

/// The buttons beside the files.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct UploadButtons {
    /// 更换: the place that is to get an input again.
    pub again: String,
    /// 删除: a 补充材料.
    pub drop: String,
}

/// POST /cakey/orders/{number}/materials.
pub async fn post(
    State(site): State<Site>,
    Company(session, user): Company,
    Number(number): Number,
    Upload { form: posted, files }: Upload<UploadButtons>,
) -> Result<Response, Failure> {
    // A form without a file and without a button changes nothing, but it is no less about an order of the company's own.
    query::plain(&site.app, Find::Own(user.id, number.clone())).await?;
    match take(&site, &user, &number, files, &posted.drop).await {
        Ok(taken) if taken.errors.is_empty() => Ok(see_other(&back(&number, &posted.again, &taken.skipped))),
        Ok(taken) => check::with_files_refused(&site, &session, &user, &number, taken.all()).await,
        Err(error) => {
            let (find, url) = (Find::Own(user.id, number.clone()), format!("/cakey/orders/{number}"));
            let who = changed::StalePage { session: &session, menu: Menu::Orders, find, url, seen: 0 };
            changed::told(&site, who, error).await
        }
    }
}

/// What became of the files of a form.
#[derive(Debug, Default)]
pub struct Taken {
    /// Why files were not taken.
    pub errors: FieldErrors,
    /// Documents that were found by their names and that the order does not need: no mistake, and no file kept.
    pub skipped: Vec<Slot>,
}

impl Taken {
    /// Both, where the page cannot say the second apart.
    pub fn all(self) -> FieldErrors {
        let skipped = self.skipped.iter().map(|slot| (BY_NAME.to_owned(), format!("{}：{NOT_NEEDED}", slot.title())));
        errors(self.errors.iter().map(|(input, said)| (input.to_owned(), said.to_owned())).chain(skipped).collect())
    }
}

/// Of a document that nobody asks for.
pub const NOT_NEEDED: &str = "这个订单不需要，没有上传";

/// Puts the files of a form in their places, and takes out the 补充材料 whose button was pressed.
///
/// # Errors
/// `Refused` unless the order is a draft.
pub async fn take(
    site: &Site,
    user: &CompanyUser,
    number: &OrderNumber,
    files: Vec<UploadedFile>,
    drop: &str,
) -> Result<Taken, app::Error> {
    if let Some(slot) = Slot::parse(drop) {
        material::drop_other(&site.app, user, number, slot).await?;
    }
    if files.is_empty() {
        return Ok(Taken::default());
    }
    let mut skipped = Vec::new();
    let (arrived, mut said) = sorted(files);
    for UnplacedFile { arrived, why } in material::attach_to_order(&site.app, user, number, arrived).await? {
        let by_name = BY_NAME.to_owned();
        match why {
            PlacingError::NotAsked(_) if arrived.guessed => skipped.push(arrived.slot),
            // The page was older than the order: its input is gone.
            PlacingError::NotAsked(sentence) => said.push((by_name, sentence)),
            PlacingError::Full(sentence) if arrived.guessed => {
                said.push((by_name, format!("{}：{sentence}", quoted(&arrived.file.name))));
            }
            PlacingError::Full(sentence) => said.push((arrived.slot.to_string(), sentence)),
        }
    }
    Ok(Taken { errors: errors(said), skipped })
}

/// The files that were taken, and why the others were not: input and sentence.
pub fn sorted(files: Vec<UploadedFile>) -> (Vec<PlacedFile>, Vec<(String, String)>) {
    let (mut arrived, mut said) = (Vec::new(), Vec::new());
    for UploadedFile { input, kept } in files {
        match kept {
            Ok(file) => arrived.push(file),
            Err(sentence) => said.push((input, sentence)),
        }
    }
    (arrived, said)
}

/// All that is to be said beside each input.
pub fn errors(said: Vec<(String, String)>) -> FieldErrors {
    let mut inputs: Vec<(String, Vec<String>)> = Vec::new();
    for (input, sentence) in said {
        match inputs.iter_mut().find(|(other, _)| *other == input) {
            Some((_, sentences)) => sentences.push(sentence),
            None => inputs.push((input, vec![sentence])),
        }
    }
    let mut errors = FieldErrors::new();
    inputs.into_iter().for_each(|(input, sentences)| errors.add(input, sentences.join("；")));
    errors
}

/// The page where the order is looked over, at its documents.
fn back(number: &OrderNumber, again: &str, skipped: &[Slot]) -> String {
    match Slot::parse(again) {
        Some(slot) => format!("/cakey/orders/{number}/check?again={slot}#materials"),
        None => format!("{}#materials", looked_over(number, skipped)),
    }
}

/// The page where the order is looked over, and says which documents were skipped.
pub fn looked_over(number: &OrderNumber, skipped: &[Slot]) -> String {
    let names: Vec<String> = skipped.iter().map(Slot::to_string).collect();
    match names.as_slice() {
        [] => format!("/cakey/orders/{number}/check"),
        names => format!("/cakey/orders/{number}/check?skipped={}", names.join(".")),
    }
}
