//! 上传所选文件 of an order: one form with a file for each document that is still open. It leads back to the page where
//! the order is looked over.

use super::card::Card;
use crate::error::Failure;
use crate::orders::number::Number;
use crate::orders::{changed, check};
use crate::page::see_other;
use crate::session::Company;
use crate::shell::Menu;
use crate::site::Site;
use crate::upload::{Received, Upload};
use app::account::CompanyUser;
use app::material::{self, Arrived};
use app::order::query;
use app::order::store::Find;
use axum::extract::State;
use axum::response::Response;
use domain::field::FieldErrors;
use domain::id::OrderNumber;
use domain::material::Slot;
use serde::Deserialize;

/// The buttons beside the files.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Posted {
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
    Upload { form: posted, files }: Upload<Posted>,
) -> Result<Response, Failure> {
    // A form without a file and without a button changes nothing, but it is no less about an order of the company's own.
    query::plain(&site.app, Find::Own(user.id, number.clone())).await?;
    match take(&site, &user, &number, files, &posted.drop).await {
        Ok(errors) if errors.is_empty() => Ok(see_other(&back(&number, &posted.again))),
        Ok(errors) => check::with_files_refused(&site, &session, &user, &number, errors).await,
        Err(error) => {
            let (find, url) = (Find::Own(user.id, number.clone()), format!("/cakey/orders/{number}"));
            let who = changed::Overtaken { session: &session, menu: Menu::Orders, find, url, seen: 0 };
            changed::told(&site, who, error).await
        }
    }
}

/// Puts the files of a form in their places, and takes out the 补充材料 whose button was pressed. Returns why files were
/// not taken.
///
/// # Errors
/// `Refused` unless the order is a draft.
pub async fn take(
    site: &Site,
    user: &CompanyUser,
    number: &OrderNumber,
    files: Vec<Received>,
    drop: &str,
) -> Result<FieldErrors, app::Error> {
    if let Some(slot) = Slot::parse(drop) {
        material::drop_other(&site.app, user, number, slot).await?;
    }
    if files.is_empty() {
        return Ok(FieldErrors::new());
    }
    let (arrived, mut errors) = sorted(files);
    let left = material::attach_to_order(&site.app, user, number, arrived).await?;
    left.iter().for_each(|(name, sentence)| errors.add(name, sentence));
    Ok(errors)
}

/// The files that were taken, and why the others were not.
pub fn sorted(files: Vec<Received>) -> (Vec<Arrived>, FieldErrors) {
    let (mut arrived, mut errors) = (Vec::new(), FieldErrors::new());
    for Received { input, kept } in files {
        match kept {
            Ok(file) => arrived.push(file),
            Err(sentence) => errors.add(input, sentence),
        }
    }
    (arrived, errors)
}

/// The page where the order is looked over, at its documents.
fn back(number: &OrderNumber, again: &str) -> String {
    match Slot::parse(again) {
        Some(slot) => format!("/cakey/orders/{number}/check?again={slot}#materials"),
        None => format!("/cakey/orders/{number}/check#materials"),
    }
}

/// The card of a company's own order.
pub async fn card(
    site: &Site,
    user: &CompanyUser,
    number: &OrderNumber,
    again: &str,
    errors: FieldErrors,
    open: bool,
) -> Result<(Card, Vec<&'static str>), Failure> {
    let sheet = material::of_order(&site.app, user, number).await?;
    Ok((Card::of_order(number, &sheet, again, errors, open), sheet.missing()))
}
