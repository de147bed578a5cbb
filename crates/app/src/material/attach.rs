//! Files that arrived are put in their places. Only a draft takes files: what was submitted is what is reviewed.

use super::sheet::{Sheet, sheet};
use super::store;
use crate::Tx;
use crate::attachment::store::{self as attachments};
use crate::attachment::{FILES_PER_ORDER, LooseFile};
use crate::company;
use crate::order::store::{self as orders, Find};
use crate::who::CompanyUser;
use crate::{App, Error};
use domain::id::{AttachmentId, CompanyId, OrderNumber};
use domain::material::{Material, Need, Slot, Source};
use domain::order::{Command, decide};
use jiff::Timestamp;

/// A file that was kept, and the place that it is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlacedFile {
    pub slot: Slot,
    /// The place was told by the file's name: such a file replaces none, and an imprint without a number takes the
    /// first place that is free.
    pub guessed: bool,
    /// The file.
    pub file: LooseFile,
}

/// A file that was put nowhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnplacedFile {
    /// The file.
    pub arrived: PlacedFile,
    /// Why.
    pub why: PlacingError,
}

/// Why a file was put nowhere: a sentence that says what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PlacingError {
    /// The order has no such place.
    NotAsked(String),
    /// The place has its file, or the order has as many as it may have.
    Full(String),
}

/// Puts files into an order, or into the profile where the matrix takes the document from there. The newest file of a
/// place counts; the same file again changes nothing. 补充材料 gets a place of its own. Returns what was not put anywhere:
/// a place that the order does not have, one file too many, a guess for a place that has its file.
///
/// # Errors
/// `Refused` unless the order is a draft.
pub async fn attach_to_order(
    app: &App,
    user: &CompanyUser,
    number: &OrderNumber,
    mut arrived: Vec<PlacedFile>,
) -> Result<Vec<UnplacedFile>, Error> {
    // What was chosen for its place comes first, and what bears a number before what takes any place.
    arrived.sort_by_key(|one| (one.guessed, one.slot.position == 0));
    let (now, user, find) = (app.now(), user.clone(), Find::Own(user.id, number.clone()));
    app.write(move |tx| {
        let order = orders::lock(tx, &find)?.ok_or(Error::NotFound)?;
        decide(&order.order, &Command::Save, &user.actor(), now)?;
        let company = company::store::get(tx, user.id)?.ok_or(Error::NotFound)?;
        let mut left = Vec::new();
        for one in &arrived {
            // Read anew for each: the one before may have taken the last place.
            let sheet = sheet(tx, &company, &order, now)?;
            match place(&sheet, one) {
                Ok((slot, Source::Order)) => {
                    let id = kept_as(tx, user.id, slot, &one.file, sheet.files().find(|(s, _)| *s == slot), now)?;
                    store::put_order(tx, order.order.id, slot, id)?;
                }
                Ok((slot, Source::Profile)) => put_profile(tx, user.id, slot, &one.file, now)?,
                Err(why) => left.push(UnplacedFile { arrived: one.clone(), why }),
            }
        }
        Ok(left)
    })
    .await
}

/// Puts documents of the profile in their places.
pub async fn attach_to_profile(app: &App, user: &CompanyUser, arrived: Vec<PlacedFile>) -> Result<(), Error> {
    let (now, company) = (app.now(), user.id);
    app.write(move |tx| {
        company::store::lock(tx, company)?.ok_or(Error::NotFound)?;
        for one in &arrived {
            put_profile(tx, company, one.slot, &one.file, now)?;
        }
        Ok(())
    })
    .await
}

/// Takes a 补充材料 out of a draft again.
///
/// # Errors
/// `Refused` unless the order is a draft.
pub async fn drop_other(app: &App, user: &CompanyUser, number: &OrderNumber, slot: Slot) -> Result<(), Error> {
    let (now, user, find) = (app.now(), user.clone(), Find::Own(user.id, number.clone()));
    app.write(move |tx| {
        let order = orders::lock(tx, &find)?.ok_or(Error::NotFound)?;
        decide(&order.order, &Command::Save, &user.actor(), now)?;
        if slot.material == Material::Other {
            store::drop_order(tx, order.order.id, slot)?;
        }
        Ok(())
    })
    .await
}

/// Where a file goes, or why it does not.
fn place(sheet: &Sheet, one: &PlacedFile) -> Result<(Slot, Source), PlacingError> {
    let there: Vec<Slot> = sheet.files().map(|(slot, _)| slot).collect();
    let most = FILES_PER_ORDER.max(sheet.items.len());
    let room = || match there.len() < most {
        true => Ok(()),
        false => Err(PlacingError::Full(format!("每个订单最多 {most} 个文件，请先删除不需要的补充材料"))),
    };
    if one.slot.material == Material::Other {
        room()?;
        let taken = |position| there.contains(&Slot { position, ..one.slot });
        let free = (1..).find(|position| !taken(*position)).unwrap_or(1);
        return Ok((Slot { position: free, ..one.slot }, Source::Order));
    }
    // An imprint without its number may go to any place for an imprint.
    let any = one.slot == Slot::only(Material::SealImage);
    let fits = |place: Slot| place == one.slot || (any && place.material == one.slot.material);
    let asked: Vec<Need> = sheet.items.iter().map(|item| item.need).filter(|need| fits(need.slot)).collect();
    let Some(first) = asked.first() else {
        return Err(PlacingError::NotAsked(format!("这个订单不需要{}，请刷新后按页面上的清单上传", one.slot.title())));
    };
    let same = sheet.files().find(|(slot, file)| fits(*slot) && file.file.sha256 == one.file.sha256);
    if let Some((slot, _)) = same {
        return Ok((slot, first.source));
    }
    match asked.iter().find(|need| !there.contains(&need.slot)) {
        Some(free) => room().map(|()| (free.slot, free.source)),
        None if one.guessed => {
            let full: Vec<String> = asked.iter().map(|need| need.slot.title()).collect();
            Err(PlacingError::Full(format!("{}已有文件，要更换请在那一行点“更换”", full.join("、"))))
        }
        None => Ok((first.slot, first.source)),
    }
}

fn put_profile(tx: &mut Tx, company: CompanyId, slot: Slot, file: &LooseFile, now: Timestamp) -> Result<(), Error> {
    let kept = store::of_company(tx, company)?;
    let there = kept.iter().find(|kept| kept.material == slot.material).map(|kept| (slot, kept));
    let id = kept_as(tx, company, slot, file, there, now)?;
    Ok(store::put_company(tx, company, slot.material, id)?)
}

/// The file's row; the same bytes again keep the row that is there.
fn kept_as(
    tx: &mut Tx,
    company: CompanyId,
    slot: Slot,
    file: &LooseFile,
    there: Option<(Slot, &crate::attachment::Attachment)>,
    now: Timestamp,
) -> Result<AttachmentId, Error> {
    match there {
        Some((_, same)) if same.file.sha256 == file.sha256 => Ok(same.id),
        _ => Ok(attachments::insert(tx, company, slot.material, file, now)?),
    }
}
