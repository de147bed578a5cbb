//! Price lists and what an order costs. A quote is frozen in the order at submission, so everything here is stored as
//! it stands. All sums are checked; amounts of zero are legal.

use super::business::BusinessType;
use super::item::{CertificateItem, CertificateKind};
use crate::id::{PriceListId, ProjectId};
use crate::invoice::InvoiceLine;
use crate::money::Fen;
use crate::text::choice;
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

choice! {
    /// What a price is for.
    Component {
        /// 证书费.
        Certificate = "certificate", "证书费";
        /// 介质费: the key.
        Medium = "medium", "介质费";
        /// 服务费.
        Service = "service", "服务费";
        /// 签章费.
        Seal = "seal", "签章费";
        /// 优惠: the only one with a negative price.
        Discount = "discount", "优惠";
    }
}

choice! {
    /// What a price is multiplied by.
    Per {
        /// The number of certificates.
        Certificate = "certificate", "每个证书";
        /// The number of seals.
        Seal = "seal", "每个签章";
        /// One.
        Order = "order", "每个订单";
    }
}

/// One line of a price list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PriceItem {
    pub component: Component,
    /// What people read: 证书服务费.
    pub label: String,
    /// Price of one, tax included; negative for a discount, else not.
    pub unit_price: Fen,
    /// What it is multiplied by.
    pub per: Per,
    /// Only for certificates of this kind; `None`: of any kind.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<CertificateKind>,
    /// Only for orders of this 业务类型; `None`: of any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub business: Option<BusinessType>,
    /// Only for certificates of so many years; `None`: of any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub years: Option<i64>,
    /// 单位 on the invoice: 个, 把, 次.
    pub unit: String,
    /// Short name of the tax class: 信息技术服务.
    pub class: String,
    /// 税收分类编码, 19 digits.
    pub tax_code: String,
    /// Tax rate in basis points: 600 is 6 %.
    pub rate_bp: i64,
}

/// One version of a project's prices.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PriceList {
    /// The version.
    pub id: PriceListId,
    pub project: ProjectId,
    /// Counts the project's lists from 1.
    pub version: i64,
    /// What people read: 2026 年 7 月起的收费标准.
    pub name: String,
    /// The first Beijing day on which it holds.
    pub valid_from: Date,
    /// When it was published; `None`: a draft that holds for nobody yet.
    pub published_at: Option<Timestamp>,
    /// Its lines, in the order of the page.
    pub items: Vec<PriceItem>,
}

/// A price list that cannot be computed: a fault of whoever entered it, never of the user.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PriceError {
    /// The list has no price for the certificate at this place.
    #[error("certificate {0} is not on offer")]
    NotOffered(usize),
    /// A sum beyond what one trade may have.
    #[error("the sum exceeds the limit of one trade")]
    TooLarge,
    /// A price below zero that is no discount, or a discount above zero.
    #[error("item {0} has the wrong sign")]
    WrongSign(usize),
    /// A tax rate outside 0–100 %.
    #[error("item {0} has a tax rate outside 0–100 %")]
    WrongRate(usize),
    /// Years outside 1–[`PriceItem::YEARS_MAX`].
    #[error("item {0} has years outside the range")]
    WrongYears(usize),
}

/// One line of a quote.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuoteLine {
    pub label: String,
    /// Price of one, tax included.
    pub unit_price: Fen,
    /// How many, at least 1.
    pub count: i64,
    /// `unit_price × count`; negative for a discount.
    pub amount: Fen,
    /// Short name of the tax class.
    pub class: String,
    /// 税收分类编码.
    pub tax_code: String,
    /// Tax rate in basis points.
    pub rate_bp: i64,
    /// 单位.
    pub unit: String,
}

/// What an order costs, by which list. `total` is the sum of the lines and never below zero.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quote {
    /// The version of the prices.
    pub list: PriceListId,
    pub list_name: String,
    /// The lines: charges first, then discounts.
    pub lines: Vec<QuoteLine>,
    /// 合计.
    pub total: Fen,
}

impl PriceItem {
    /// Most years of a certificate.
    pub const YEARS_MAX: i64 = 10;

    /// Without a line of these a list says nothing of kinds and years.
    fn sells_certificates(&self) -> bool {
        self.component == Component::Certificate && self.per == Per::Certificate
    }

    fn holds_for(&self, business: BusinessType) -> bool {
        self.business.is_none_or(|own| own == business)
    }

    fn fits(&self, item: &CertificateItem) -> bool {
        self.is_for(item.kind) && self.years.is_none_or(|years| years == item.years)
    }

    fn is_for(&self, kind: CertificateKind) -> bool {
        self.kind.is_none_or(|own| own == kind)
    }

    /// How often it is charged for these certificates.
    fn count(&self, items: &[CertificateItem]) -> i64 {
        let fitting = items.iter().filter(|item| self.fits(item));
        let count = match self.per {
            Per::Certificate => fitting.count(),
            Per::Seal => fitting.filter(|item| item.seal.is_some()).count(),
            Per::Order => fitting.take(1).count(),
        };
        i64::try_from(count).unwrap_or(i64::MAX)
    }
}

impl PriceList {
    /// The same list as an order of this 业务类型 reads it: without the lines of the others. `None`: it sells
    /// certificates, but to other types alone, so that these are not on offer; what is left of it would give them away.
    pub fn of(&self, business: BusinessType) -> Option<PriceList> {
        if sells_to_others_alone(&self.items, business) {
            return None;
        }
        let items = self.items.iter().filter(|item| item.holds_for(business)).cloned().collect();
        Some(PriceList { items, ..self.clone() })
    }

    /// The years for which certificates of a kind are on offer, fewest first; none: the kind is not. A list whose
    /// certificates say nothing of years offers one year.
    pub fn years(&self, kind: CertificateKind) -> Vec<i64> {
        let sold = || self.items.iter().filter(|item| item.sells_certificates());
        let fitting: Vec<&PriceItem> = sold().filter(|item| item.is_for(kind)).collect();
        let mut years: Vec<i64> = fitting.iter().filter_map(|item| item.years).collect();
        let says_nothing = years.is_empty() && (!fitting.is_empty() || sold().next().is_none());
        if says_nothing {
            years.push(CertificateItem::USUAL_YEARS);
        }
        years.sort_unstable();
        years.dedup();
        years
    }

    /// The kinds of certificates on offer.
    pub fn kinds(&self) -> Vec<CertificateKind> {
        CertificateKind::ALL.iter().copied().filter(|kind| !self.years(*kind).is_empty()).collect()
    }

    /// Finds what cannot be right, whatever is ordered: to be asked before a list is published.
    pub fn check(&self) -> Result<(), PriceError> {
        self.items.iter().enumerate().try_for_each(|(index, item)| judge_item(index, item))
    }

    pub fn quote(&self, items: &[CertificateItem]) -> Result<Quote, PriceError> {
        self.check()?;
        let offered = |item: &CertificateItem| self.years(item.kind).contains(&item.years);
        if let Some(at) = items.iter().position(|item| !offered(item)) {
            return Err(PriceError::NotOffered(at));
        }
        let is_discount = |item: &&PriceItem| item.component == Component::Discount;
        let (discounts, charges): (Vec<_>, Vec<_>) = self.items.iter().partition(is_discount);
        let mut quote = Quote { list: self.id, list_name: self.name.clone(), lines: Vec::new(), total: Fen::ZERO };
        for item in charges.into_iter().chain(discounts) {
            let count = item.count(items);
            if count > 0 {
                quote.push(item, count)?;
            }
        }
        Ok(quote)
    }
}

/// A 业务类型 of which orders are taken, and to which these lines sell no certificate although they sell some to others:
/// to be asked before a list is saved or published, for nobody means to have no price for it.
pub fn left_out(items: &[PriceItem]) -> Option<BusinessType> {
    let mut taken = BusinessType::ALL.iter().copied().filter(|business| business.is_taken());
    taken.find(|business| sells_to_others_alone(items, *business))
}

fn sells_to_others_alone(items: &[PriceItem], business: BusinessType) -> bool {
    let sold = || items.iter().filter(|item| item.sells_certificates());
    sold().next().is_some() && !sold().any(|item| item.holds_for(business))
}

fn judge_item(index: usize, item: &PriceItem) -> Result<(), PriceError> {
    let sign_fits = match item.component {
        Component::Discount => item.unit_price <= Fen::ZERO,
        Component::Certificate | Component::Medium | Component::Service | Component::Seal => {
            item.unit_price >= Fen::ZERO
        }
    };
    if !sign_fits {
        return Err(PriceError::WrongSign(index));
    }
    if !(0..=10_000).contains(&item.rate_bp) {
        return Err(PriceError::WrongRate(index));
    }
    if item.years.is_some_and(|years| !(1..=PriceItem::YEARS_MAX).contains(&years)) {
        return Err(PriceError::WrongYears(index));
    }
    Ok(())
}

impl Quote {
    /// Adds a line; a discount is cut to what is left to pay, and then counts once.
    fn push(&mut self, item: &PriceItem, count: i64) -> Result<(), PriceError> {
        let full = item.unit_price.checked_mul(count).ok_or(PriceError::TooLarge)?;
        let floor = Fen::new(-self.total.get());
        let cut = full < floor;
        let (unit_price, count, amount) = if cut { (floor, 1, floor) } else { (item.unit_price, count, full) };
        if cut && amount.is_zero() {
            return Ok(());
        }
        self.total = self.total.checked_add(amount).ok_or(PriceError::TooLarge)?;
        self.lines.push(QuoteLine {
            label: item.label.clone(),
            unit_price,
            count,
            amount,
            class: item.class.clone(),
            tax_code: item.tax_code.clone(),
            rate_bp: item.rate_bp,
            unit: item.unit.clone(),
        });
        Ok(())
    }

    /// The lines of the invoice. They add up to `total` to the fen: a discount is spread over the charges in
    /// proportion to their amounts, because an issuer takes no negative line of its own. Free lines are left out;
    /// an order that costs nothing has none.
    pub fn invoice_lines(&self) -> Vec<InvoiceLine> {
        let charges: Vec<&QuoteLine> = self.lines.iter().filter(|line| line.amount > Fen::ZERO).collect();
        let sum: i64 = charges.iter().map(|line| line.amount.get()).sum();
        let (mut seen, mut given) = (0, 0);
        let mut lines = Vec::with_capacity(charges.len());
        for charge in charges {
            // Each line ends where its share of the running sum ends, so that the last one ends exactly at the total.
            seen += charge.amount.get();
            let end = share(self.total.get(), seen, sum);
            let gross = Fen::new(end - given);
            given = end;
            if !gross.is_zero() {
                lines.push(invoice_line(charge, gross));
            }
        }
        lines
    }
}

/// `total × part / whole`, rounded down; the product of two amounts does not fit 64 bits.
fn share(total: i64, part: i64, whole: i64) -> i64 {
    let exact = i128::from(total) * i128::from(part) / i128::from(whole.max(1));
    i64::try_from(exact).unwrap_or(total)
}

/// A line whose price was touched by a discount counts once: its unit price need not be whole fen.
fn invoice_line(charge: &QuoteLine, gross: Fen) -> InvoiceLine {
    let untouched = gross == charge.amount;
    let (net, tax) = InvoiceLine::split_tax(gross, charge.rate_bp);
    InvoiceLine {
        goods: charge.label.clone(),
        class: charge.class.clone(),
        tax_code: charge.tax_code.clone(),
        unit: charge.unit.clone(),
        count: if untouched { charge.count } else { 1 },
        unit_price: if untouched { charge.unit_price } else { gross },
        rate_bp: charge.rate_bp,
        gross,
        net,
        tax,
    }
}

#[cfg(test)]
#[path = "price_tests.rs"]
mod tests;
