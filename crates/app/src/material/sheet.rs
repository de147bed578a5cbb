//! What an order or a profile needs, beside what is there.

use super::store;
use crate::Tx;
use crate::attachment::Attachment;
use crate::company::{self, Company};
use crate::order::Stored;
use crate::order::store::{self as orders, Find};
use crate::who::{CompanyUser, StaffUser};
use crate::{App, Error};
use domain::id::OrderNumber;
use domain::material::{Facts, Material, Need, Slot, Source, needs};
use domain::text::name_key;
use jiff::Timestamp;

/// A document that is needed, and its file once there is one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    pub need: Need,
    /// The newest file.
    pub file: Option<Attachment>,
}

/// All documents of an order.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Sheet {
    /// What the matrix asks for.
    pub items: Vec<Item>,
    /// 补充材料: whatever else was given.
    pub others: Vec<(Slot, Attachment)>,
}

impl Sheet {
    /// The titles of required documents that are not there, each once.
    pub fn missing(&self) -> Vec<&'static str> {
        let mut titles = Vec::new();
        for item in self.items.iter().filter(|item| item.need.required && item.file.is_none()) {
            let title = item.need.slot.material.title();
            if !titles.contains(&title) {
                titles.push(title);
            }
        }
        titles
    }

    /// Every file, with its place.
    pub fn files(&self) -> impl Iterator<Item = (Slot, &Attachment)> {
        let needed = self.items.iter().filter_map(|item| Some((item.need.slot, item.file.as_ref()?)));
        needed.chain(self.others.iter().map(|(slot, file)| (*slot, file)))
    }

    /// The need of a place.
    pub fn need(&self, slot: Slot) -> Option<Need> {
        self.items.iter().map(|item| item.need).find(|need| need.slot == slot)
    }
}

/// The documents of a company's own order.
///
/// # Errors
/// `NotFound` for an order that is not there or not this company's.
pub async fn of_order(app: &App, user: &CompanyUser, number: &OrderNumber) -> Result<Sheet, Error> {
    let (find, company, now) = (Find::Own(user.id, number.clone()), user.id, app.now());
    app.read(move |tx| {
        let stored = orders::get(tx, &find)?.ok_or(Error::NotFound)?;
        let company = company::store::get(tx, company)?.ok_or(Error::NotFound)?;
        sheet(tx, &company, &stored, now)
    })
    .await
}

/// The documents of the profile among these, given or not.
pub async fn of_profile(app: &App, user: &CompanyUser, wanted: &'static [Material]) -> Result<Vec<Item>, Error> {
    let company = user.id;
    app.read(move |tx| {
        let mut kept = store::of_company(tx, company)?;
        let item = |material: &Material| {
            let at = kept.iter().position(|file| file.material == *material);
            let need = Need { slot: Slot::only(*material), source: Source::Profile, required: false };
            Item { need, file: at.map(|at| kept.swap_remove(at)) }
        };
        Ok(wanted.iter().map(item).collect())
    })
    .await
}

/// The files of an order's last submission, for staff whose role reads materials; none for others.
pub async fn for_review(app: &App, staff: &StaffUser, number: &OrderNumber) -> Result<Vec<(Slot, Attachment)>, Error> {
    let (staff, number) = (staff.id, number.clone());
    app.read(move |tx| Ok(store::for_review(tx, staff, &number)?)).await
}

/// The documents of an order, in the caller's transaction.
pub fn sheet(tx: &mut Tx, company: &Company, order: &Stored, now: Timestamp) -> Result<Sheet, Error> {
    let draft = &order.draft;
    let rules = store::rules(tx, draft.project, draft.business.code(), now)?;
    let certificates: Vec<&str> = draft.items.iter().map(|item| item.kind.code()).collect();
    let legal = company.profile.as_ref().map_or("", |profile| profile.legal_name.as_str());
    let by_agent = name_key(&company.contact.name) != name_key(legal);
    let needed = needs(&rules, Facts { certificates: &certificates, seals: draft.seals(), by_agent });
    let mut own = store::of_order(tx, order.order.id)?;
    let kept = store::of_company(tx, company.id)?;
    let items = needed
        .into_iter()
        .map(|need| {
            let file = match need.source {
                Source::Profile => kept.iter().find(|file| file.material == need.slot.material).cloned(),
                Source::Order => own.iter().position(|(slot, _)| *slot == need.slot).map(|at| own.remove(at).1),
            };
            Item { need, file }
        })
        .collect();
    own.retain(|(slot, _)| slot.material == Material::Other);
    Ok(Sheet { items, others: own })
}
