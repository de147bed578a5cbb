//! The rows 证书明细 of 订单申请: `c1t`, `c1y` … for the first certificate. Whatever a row leaves out is the usual
//! thing, so a form that sends the counts alone is complete; rows beyond 证书数量 are ignored.

use super::context::OrderContext;
use super::item::{CertificateItem, CertificateKind, Holder, SealKind};
use crate::company::id_number::IdNumber;
use crate::company::person_id;
use crate::company::profile::PersonIdKind;
use crate::field::FieldErrors;
use crate::text::{Input, compact};
use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, Visitor};
use std::fmt;
use std::ops::RangeInclusive;

/// The inputs of one row.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct ItemForm {
    /// `c1t`: 证书类型.
    pub kind: String,
    /// `c1y`: 年限.
    pub years: String,
    /// `c1s`: 签章类型.
    pub seal: String,
    /// `c1n`: 持有人姓名.
    pub name: String,
    /// `c1k`: 持有人证件类型.
    pub id_kind: String,
    /// `c1i`: 持有人证件号码; empty keeps what is saved. Personal.
    pub id_number: String,
}

impl fmt::Debug for ItemForm {
    /// Personal numbers must not reach a log.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ItemForm").field("kind", &self.kind).field("years", &self.years).finish_non_exhaustive()
    }
}

/// The rows that a form sent, the first certificate first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ItemForms(pub Vec<ItemForm>);

impl ItemForm {
    /// Fewest and most characters of 持有人姓名.
    pub const NAME: RangeInclusive<usize> = 2..=50;
    /// Most characters of 持有人姓名.
    pub const NAME_MAX: usize = 50;
    /// `maxlength` of 持有人证件号码.
    pub const ID_NUMBER_MAX: usize = person_id::NUMBER_MAX;

    /// Fills the row from what was saved; the personal number stays empty.
    pub fn from_item(item: &CertificateItem) -> ItemForm {
        let holder = item.holder.as_ref();
        ItemForm {
            kind: item.kind.code().to_owned(),
            years: item.years.to_string(),
            seal: item.seal.map_or("", SealKind::code).to_owned(),
            name: holder.map_or_else(String::new, |holder| holder.name.clone()),
            id_kind: holder.map_or("", |holder| holder.id_kind.code()).to_owned(),
            id_number: String::new(),
        }
    }

    /// The kind that the row shows.
    pub fn shown_kind(&self) -> CertificateKind {
        CertificateKind::parse(&self.kind).unwrap_or(CertificateKind::Company)
    }
}

pub(super) struct Judged<'a> {
    /// From 0.
    pub at: usize,
    pub form: &'a ItemForm,
    /// The row carries a seal.
    pub sealed: bool,
    /// What the form may choose from.
    pub context: &'a OrderContext<'a>,
}

impl Judged<'_> {
    /// The certificate; the holder is asked for only if `with_holder`: a price does not need one.
    pub fn check(&self, with_holder: bool, errors: &mut FieldErrors) -> Option<CertificateItem> {
        let kind = self.kind(errors)?;
        let years = self.years(kind, errors);
        let seal = if self.sealed { Some(self.seal(kind, errors)?) } else { None };
        let holder = if with_holder && kind.needs_holder() { self.holder(kind, errors) } else { None };
        let missing = with_holder && kind.needs_holder() && holder.is_none();
        let usual = CertificateItem { kind, holder, years: years?, seal, ..CertificateItem::default() };
        (!missing).then_some(usual)
    }

    fn field(&self, part: char) -> String {
        format!("c{}{part}", self.at + 1)
    }

    fn label(&self, what: &str) -> String {
        format!("证书 {} 的{what}", self.at + 1)
    }

    fn wrong(&self, part: char, message: &str, errors: &mut FieldErrors) {
        errors.add(self.field(part), format!("证书 {}：{message}", self.at + 1));
    }

    fn kind(&self, errors: &mut FieldErrors) -> Option<CertificateKind> {
        if self.form.kind.trim().is_empty() {
            return Some(CertificateKind::Company);
        }
        let Some(kind) = CertificateKind::parse(&self.form.kind) else {
            self.wrong('t', "请选择证书类型", errors);
            return None;
        };
        if self.offered(kind).is_empty() {
            self.wrong('t', &format!("该交易平台不办理{}，请改选", kind.title()), errors);
            return None;
        }
        Some(kind)
    }

    /// The years on offer; without a price list only the usual ones.
    fn offered(&self, kind: CertificateKind) -> Vec<i64> {
        self.context.terms.map_or_else(|| vec![CertificateItem::USUAL_YEARS], |terms| terms.list.years(kind))
    }

    fn years(&self, kind: CertificateKind, errors: &mut FieldErrors) -> Option<i64> {
        let offered = self.offered(kind);
        let typed = compact(&self.form.years);
        if typed.is_empty() {
            return offered.first().copied().or(Some(CertificateItem::USUAL_YEARS));
        }
        let years = typed.parse().ok().filter(|years| offered.contains(years));
        if years.is_none() {
            let list: Vec<String> = offered.iter().map(i64::to_string).collect();
            self.wrong('y', &format!("{}可办 {} 年，请重新选择", kind.title(), list.join("、")), errors);
        }
        years
    }

    fn seal(&self, kind: CertificateKind, errors: &mut FieldErrors) -> Option<SealKind> {
        if self.form.seal.trim().is_empty() {
            return Some(kind.usual_seal());
        }
        let seal = SealKind::parse(&self.form.seal);
        if seal.is_none() {
            self.wrong('s', "请选择签章类型", errors);
        }
        seal
    }

    /// What is left empty is lent by the saved row, or by 基本信息 for the legal representative.
    fn holder(&self, kind: CertificateKind, errors: &mut FieldErrors) -> Option<Holder> {
        let legal = self.context.legal.filter(|_| kind == CertificateKind::Legal);
        let saved = self.context.saved.get(self.at).filter(|item| item.kind == kind).and_then(|i| i.holder.as_ref());
        let (field, label) = (self.field('n'), self.label("持有人姓名"));
        let name = Input::new(&field, &label, &self.form.name);
        let name = match legal {
            Some(legal) if name.is_blank() => legal.name.clone(),
            _ => name.person(ItemForm::NAME, errors),
        };
        let lender = [saved, legal].into_iter().flatten().find(|lender| lender.name == name);
        let id_kind = if self.form.id_kind.trim().is_empty() {
            Some(lender.map_or(PersonIdKind::Resident, |lender| lender.id_kind))
        } else {
            PersonIdKind::parse(&self.form.id_kind)
        };
        let Some(id_kind) = id_kind else {
            self.wrong('k', "请选择持有人证件类型", errors);
            return None;
        };
        let lent = lender.filter(|lender| lender.id_kind == id_kind).map(|lender| lender.id_number.as_str());
        let id_number = self.id_number(id_kind, lent.unwrap_or_default(), errors)?;
        (!name.is_empty()).then_some(Holder { name, id_kind, id_number })
    }

    fn id_number(&self, kind: PersonIdKind, lent: &str, errors: &mut FieldErrors) -> Option<String> {
        let (field, label) = (self.field('i'), self.label("持有人证件号码"));
        let input = Input::new(&field, &label, &self.form.id_number);
        if input.is_blank() && !lent.is_empty() {
            return Some(lent.to_owned());
        }
        if input.is_blank() {
            errors.add(field, format!("请填写{label}"));
            return None;
        }
        match kind {
            PersonIdKind::Resident => IdNumber::parse(input.text, self.context.today)
                .map(|number| number.as_str().to_owned())
                .map_err(|error| self.wrong('i', &error.message(), errors))
                .ok(),
            PersonIdKind::Passport | PersonIdKind::HomeReturnPermit | PersonIdKind::TaiwanPermit => {
                let number = person_id::permit_number(&input, errors);
                (!number.is_empty()).then_some(number)
            }
        }
    }
}

impl<'de> Deserialize<'de> for ItemForms {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<ItemForms, D::Error> {
        deserializer.deserialize_map(Rows)
    }
}

/// Rows beyond this are not read: no setting allows so many certificates.
const ROWS_MAX: usize = 100;

/// Picks the inputs of rows out of everything that a form sends.
struct Rows;

impl<'de> Visitor<'de> for Rows {
    type Value = ItemForms;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the inputs of a form")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<ItemForms, A::Error> {
        let mut rows: Vec<ItemForm> = Vec::new();
        while let Some(name) = map.next_key::<String>()? {
            let Some((at, part)) = place(&name) else {
                map.next_value::<IgnoredAny>()?;
                continue;
            };
            if rows.len() <= at {
                rows.resize_with(at + 1, ItemForm::default);
            }
            let row = &mut rows[at];
            *match part {
                't' => &mut row.kind,
                'y' => &mut row.years,
                's' => &mut row.seal,
                'n' => &mut row.name,
                'k' => &mut row.id_kind,
                _ => &mut row.id_number,
            } = map.next_value()?;
        }
        Ok(ItemForms(rows))
    }
}

/// Row (from 0) and part of `c1t`.
fn place(name: &str) -> Option<(usize, char)> {
    let rest = name.strip_prefix('c')?;
    let part = rest.chars().last().filter(|part| "tysnki".contains(*part))?;
    let digits = rest.strip_suffix(part)?;
    let row: usize = digits.parse().ok().filter(|row| (1..=ROWS_MAX).contains(row))?;
    (digits == row.to_string()).then_some((row - 1, part))
}

#[cfg(test)]
#[path = "item_form_tests.rs"]
mod tests;
