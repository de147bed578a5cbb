//! Files that arrived are put in their places. Only a draft takes files: what was submitted is what is reviewed.

use super::sheet::{Sheet, sheet};
use super::store;
use crate::Tx;
use crate::account::session::CompanyUser;
use crate::attachment::store::{self as attachments};
use crate::attachment::{FILES_PER_ORDER, Kept};
use crate::company;
use crate::order::store::{self as orders, Find};
use crate::{App, Error};
use domain::id::{AttachmentId, CompanyId, OrderNumber};
use domain::material::{Material, Slot, Source};
use domain::order::{Command, decide};
use jiff::Timestamp;

/// A file that was kept, and the place that it is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Arrived {
    /// The place.
    pub slot: Slot,
    /// The place was told by the file's name: such a file replaces none, and an imprint without a number takes the
    /// first place that is free.
    pub guessed: bool,
    /// The file.
    pub file: Kept,
}

/// A file that was put nowhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Left {
    /// The file.
    pub arrived: Arrived,
    /// The order has such a place.
    pub is_asked: bool,
    /// Why, and what to do.
    pub sentence: String,
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
    mut arrived: Vec<Arrived>,
) -> Result<Vec<Left>, Error> {
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
                Err(sentence) => {
                    let is_asked = one.slot.material == Material::Other || asks(&sheet, one.slot);
                    left.push(Left { arrived: one.clone(), is_asked, sentence });
                }
            }
        }
        Ok(left)
    })
    .await
}

/// Puts documents of the profile in their places.
pub async fn attach_to_profile(app: &App, user: &CompanyUser, arrived: Vec<Arrived>) -> Result<(), Error> {
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
fn place(sheet: &Sheet, one: &Arrived) -> Result<(Slot, Source), String> {
    let there: Vec<Slot> = sheet.files().map(|(slot, _)| slot).collect();
    let slot = if one.slot == Slot::only(Material::SealImage) { free_imprint(sheet, &there)? } else { one.slot };
    let same = sheet.files().any(|(other, file)| other == slot && file.file.sha256 == one.file.sha256);
    if one.guessed && there.contains(&slot) && !same {
        return Err(format!("{}已有文件，要更换请在那一行点“更换”", slot.title()));
    }
    let most = FILES_PER_ORDER.max(sheet.items.len());
    if !there.contains(&slot) && there.len() >= most {
        return Err(format!("每个订单最多 {most} 个文件，请先删除不需要的补充材料"));
    }
    if slot.material == Material::Other {
        let taken = |position| there.contains(&Slot { position, ..slot });
        let free = (1..).find(|position| !taken(*position)).unwrap_or(1);
        return Ok((Slot { position: free, ..slot }, Source::Order));
    }
    match sheet.need(slot) {
        Some(need) => Ok((slot, need.source)),
        None => Err(format!("这个订单不需要{}，请刷新后按页面上的清单上传", slot.title())),
    }
}

/// True when the order has this place; for an imprint without a number, any place for an imprint.
fn asks(sheet: &Sheet, slot: Slot) -> bool {
    let any = slot == Slot::only(Material::SealImage);
    let is_it = |place: Slot| place == slot || (any && place.material == slot.material);
    sheet.items.iter().any(|item| is_it(item.need.slot))
}

/// The first place for an imprint that has none.
fn free_imprint(sheet: &Sheet, there: &[Slot]) -> Result<Slot, String> {
    let mut places = sheet.items.iter().map(|item| item.need.slot).filter(|slot| slot.material == Material::SealImage);
    match places.clone().next() {
        None => Err("这个订单不带签章，不需要印模".to_owned()),
        Some(_) => places
            .find(|slot| !there.contains(slot))
            .ok_or_else(|| "每一枚印模都已有文件，要更换请在那一行点“更换”".to_owned()),
    }
}

fn put_profile(tx: &mut Tx, company: CompanyId, slot: Slot, file: &Kept, now: Timestamp) -> Result<(), Error> {
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
    file: &Kept,
    there: Option<(Slot, &crate::attachment::Attachment)>,
    now: Timestamp,
) -> Result<AttachmentId, Error> {
    match there {
        Some((_, same)) if same.file.sha256 == file.sha256 => Ok(same.id),
        _ => Ok(attachments::insert(tx, company, slot.material, file, now)?),
    }
}
