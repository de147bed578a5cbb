//! 订单申请 (manual 3.2 (6)(7)): counts, certificates, the way of delivery, a note.
//! Fields of the way that was not chosen are ignored, so that switching back and forth loses nothing.

use super::business::BusinessType;
pub use super::context::{OrderContext, Terms};
use super::item::{self, CertificateItem};
use super::item_form::{ItemForm, ItemForms, Judged};
use super::rules::SecondSeal;
use crate::contact::Mobile;
use crate::field::FieldErrors;
use crate::id::{OutletId, ProjectId};
use crate::place::{PlaceInput, written};
use crate::text::{Input, compact};
use serde::{Deserialize, Serialize};

/// The inputs of the page.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct OrderForm {
    /// 业务类型; empty means 新办.
    pub business: String,
    /// 交易平台, a project's id.
    pub project: String,
    /// 证书数量.
    pub certs: String,
    /// 签章数量.
    pub seals: String,
    /// 获取方式: `courier` or `pickup`.
    pub get: String,
    /// 收件人.
    pub rn: String,
    /// 收件人手机号.
    pub rm: String,
    /// 省.
    pub rp: String,
    /// 市.
    pub rc: String,
    /// 区.
    pub rd: String,
    /// 详细地址.
    pub ra: String,
    /// 自取网点, an outlet's id.
    pub outlet: String,
    /// 备注.
    pub note: String,
    /// 再办签章的原因, where the project asks for it (E22).
    pub why: String,
    /// 再来一单: the order that this one was copied from; it lends personal numbers that are left empty.
    pub copy: String,
    /// The key by which the platform knows the order; its link brought it. What is no key is left out.
    pub key: String,
    /// 证书明细; rows that are missing are the usual ones.
    #[serde(flatten)]
    pub rows: ItemForms,
}

/// Where the goods go to by courier; the recipient pays the freight.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recipient {
    /// 收件人.
    pub name: String,
    /// 手机号.
    pub mobile: Mobile,
    /// 省.
    pub province: String,
    /// 市.
    pub city: String,
    /// 区.
    pub district: String,
    /// 详细地址.
    pub address: String,
}

impl Recipient {
    /// 省市区 and 详细地址 in one line.
    pub fn full_address(&self) -> String {
        format!("{}{}", written(&self.province, &self.city, &self.district), self.address)
    }
}

/// 获取方式.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "by", rename_all = "snake_case")]
pub enum Delivery {
    /// 快递到付.
    Courier(Recipient),
    /// 网点自取.
    Pickup { outlet: OutletId },
}

impl Delivery {
    /// The title of [`Delivery::Courier`].
    pub const COURIER: &str = "快递到付";
    /// The title of [`Delivery::Pickup`].
    pub const PICKUP: &str = "网点自取";

    /// Who hands it over, where it is not sent.
    pub fn outlet(&self) -> Option<OutletId> {
        match self {
            Delivery::Courier(_) => None,
            Delivery::Pickup { outlet } => Some(*outlet),
        }
    }

    pub fn recipient(&self) -> Option<&Recipient> {
        match self {
            Delivery::Courier(to) => Some(to),
            Delivery::Pickup { .. } => None,
        }
    }

    /// What the form sends.
    pub const fn code(&self) -> &'static str {
        match self {
            Delivery::Courier(_) => "courier",
            Delivery::Pickup { .. } => "pickup",
        }
    }

    pub const fn title(&self) -> &'static str {
        match self {
            Delivery::Courier(_) => Delivery::COURIER,
            Delivery::Pickup { .. } => Delivery::PICKUP,
        }
    }
}

/// What an order asks for. A seal belongs to a certificate, so `0 ≤ seals ≤ certificates` always holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderDraft {
    /// 业务类型.
    pub business: BusinessType,
    /// 交易平台.
    pub project: ProjectId,
    /// 证书明细: at least one.
    pub items: Vec<CertificateItem>,
    /// 获取方式.
    pub delivery: Delivery,
    /// 备注; may be empty.
    pub note: String,
    /// 再办签章的原因; empty where nobody asked (E22).
    pub why: String,
}

impl OrderDraft {
    /// 证书数量.
    pub fn certificates(&self) -> i64 {
        item::counts(&self.items).0
    }

    /// 签章数量.
    pub fn seals(&self) -> i64 {
        item::counts(&self.items).1
    }
}

impl OrderForm {
    pub const CERTIFICATES_MIN: i64 = 1;
    pub const SEALS_MIN: i64 = 0;
    /// Fewest characters of 收件人.
    pub const RECIPIENT_MIN: usize = 2;
    /// Most characters of 收件人.
    pub const RECIPIENT_MAX: usize = 50;
    /// `maxlength` of 手机号; blanks and `+86` are forgiven.
    pub const MOBILE_MAX: usize = 18;
    /// Fewest characters of 详细地址.
    pub const ADDRESS_MIN: usize = 5;
    /// Most characters of 详细地址.
    pub const ADDRESS_MAX: usize = 120;
    /// Most characters of 备注.
    pub const NOTE_MAX: usize = 200;
    /// Most characters of 再办签章的原因.
    pub const WHY_MAX: usize = 200;

    /// Fills the page from what was saved.
    pub fn from_draft(draft: &OrderDraft) -> OrderForm {
        let form = OrderForm {
            business: draft.business.code().to_owned(),
            project: draft.project.to_string(),
            certs: draft.certificates().to_string(),
            seals: draft.seals().to_string(),
            get: draft.delivery.code().to_owned(),
            note: draft.note.clone(),
            why: draft.why.clone(),
            rows: ItemForms(draft.items.iter().map(ItemForm::from_item).collect()),
            ..OrderForm::default()
        };
        match &draft.delivery {
            Delivery::Courier(to) => OrderForm {
                rn: to.name.clone(),
                rm: to.mobile.as_str().to_owned(),
                rp: to.province.clone(),
                rc: to.city.clone(),
                rd: to.district.clone(),
                ra: to.address.clone(),
                ..form
            },
            Delivery::Pickup { outlet } => OrderForm { outlet: outlet.to_string(), ..form },
        }
    }

    pub fn check(&self, context: &OrderContext<'_>) -> Result<OrderDraft, FieldErrors> {
        let mut errors = FieldErrors::new();
        let business = self.check_business(context, &mut errors);
        let project = Input::new("project", "交易平台", &self.project)
            .choice(|text| listed(text, context.projects, ProjectId::get), &mut errors);
        let items = self.check_items(context, true, &mut errors);
        let delivery = self.check_delivery(context.outlets, &mut errors);
        let note = Input::new("note", "备注", &self.note).optional_paragraph(Self::NOTE_MAX, &mut errors);
        let why = Input::new("why", "再办签章的原因", &self.why).optional_paragraph(Self::WHY_MAX, &mut errors);
        match (business, project, items, delivery) {
            (Some(business), Some(project), Some(items), Some(delivery)) => {
                errors.into_result(OrderDraft { business, project, items, delivery, note, why })
            }
            _ => Err(errors),
        }
    }

    /// Judges what the price depends on alone: all that the buttons 重新计算 and 更新证书明细 need.
    pub fn check_price_inputs(&self, context: &OrderContext<'_>) -> Result<Vec<CertificateItem>, FieldErrors> {
        let mut errors = FieldErrors::new();
        let items = self.check_items(context, false, &mut errors);
        match items {
            Some(items) => errors.into_result(items),
            None => Err(errors),
        }
    }

    fn check_business(&self, context: &OrderContext<'_>, errors: &mut FieldErrors) -> Option<BusinessType> {
        if self.business.trim().is_empty() {
            return Some(BusinessType::New);
        }
        let offered = |kind: &BusinessType| {
            context.terms.is_none_or(|terms| terms.rules.offered().any(|offered| offered == *kind))
        };
        Input::new("business", "业务类型", &self.business)
            .choice(|text| BusinessType::parse(text).filter(offered), errors)
    }

    /// The certificates, the first ones main keys and sealed.
    fn check_items(
        &self,
        context: &OrderContext<'_>,
        with_holders: bool,
        errors: &mut FieldErrors,
    ) -> Option<Vec<CertificateItem>> {
        let (certificates, seals) = self.check_counts(context.max_certificates, errors)?;
        let blank = ItemForm::default();
        let mut items = Vec::new();
        for (at, number) in (0..).zip(0..certificates) {
            let form = self.rows.0.get(at).unwrap_or(&blank);
            let row = Judged { at, form, sealed: number < seals, context };
            items.extend(row.check(with_holders, errors));
        }
        let left = context.terms.map_or(1, |terms| terms.rules.main_keys_left(terms.held));
        item::assign_roles(&mut items, left);
        if with_holders && let Some(terms) = context.terms {
            self.check_second_seal(terms.rules.second_seal(terms.held, seals), errors);
        }
        (item::counts(&items).0 == certificates).then_some(items)
    }

    fn check_second_seal(&self, rule: SecondSeal, errors: &mut FieldErrors) {
        match rule {
            SecondSeal::Allow => {}
            SecondSeal::Explain if !self.why.trim().is_empty() => {}
            SecondSeal::Explain => errors.add("why", "贵单位的主锁已带签章，请说明再办签章的原因"),
            SecondSeal::Block => errors.add("seals", "贵单位的主锁已带签章，不能再办，请把签章数量改为 0"),
        }
    }

    fn check_counts(&self, max: i64, errors: &mut FieldErrors) -> Option<(i64, i64)> {
        let certificates = Input::new("certs", "证书数量", &self.certs).number(Self::CERTIFICATES_MIN..=max, errors);
        let seals = Input::new("seals", "签章数量", &self.seals);
        let Some(certificates) = certificates else {
            seals.number(Self::SEALS_MIN..=max, errors);
            return None;
        };
        let too_many = compact(seals.text).parse::<u64>().is_ok_and(|n| n > certificates.unsigned_abs());
        if too_many {
            errors.add("seals", format!("签章数量不能大于证书数量（{certificates}），请改为 0–{certificates}"));
            return None;
        }
        Some((certificates, seals.number(Self::SEALS_MIN..=certificates, errors)?))
    }

    /// Judges 获取方式 alone, for staff who change it after the approval.
    pub fn check_way(&self, outlets: &[OutletId]) -> Result<Delivery, FieldErrors> {
        let mut errors = FieldErrors::new();
        self.check_delivery(outlets, &mut errors).ok_or(errors)
    }

    fn check_delivery(&self, outlets: &[OutletId], errors: &mut FieldErrors) -> Option<Delivery> {
        match self.get.trim() {
            "courier" => self.check_recipient(errors).map(Delivery::Courier),
            "pickup" => Input::new("outlet", "自取网点", &self.outlet)
                .choice(|text| listed(text, outlets, OutletId::get), errors)
                .map(|outlet| Delivery::Pickup { outlet }),
            _ => {
                errors.add("get", "请选择获取方式");
                None
            }
        }
    }

    fn check_recipient(&self, errors: &mut FieldErrors) -> Option<Recipient> {
        let name = Input::new("rn", "收件人", &self.rn).person(Self::RECIPIENT_MIN..=Self::RECIPIENT_MAX, errors);
        let mobile = Input::new("rm", "收件人手机号", &self.rm).mobile(errors);
        let place = PlaceInput { names: ["rp", "rc", "rd"], values: [&self.rp, &self.rc, &self.rd] };
        let [province, city, district] = place.check(errors);
        let address = Input::new("ra", "详细地址", &self.ra).line(Self::ADDRESS_MIN..=Self::ADDRESS_MAX, errors);
        Some(Recipient { name, mobile: mobile?, province, city, district, address })
    }
}

/// The id among those on offer that the text names.
fn listed<T: Copy>(text: &str, offered: &[T], id: impl Fn(T) -> i64) -> Option<T> {
    let wanted: i64 = text.trim().parse().ok()?;
    offered.iter().copied().find(|one| id(*one) == wanted)
}

#[cfg(test)]
#[path = "form_tests.rs"]
mod tests;
