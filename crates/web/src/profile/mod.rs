//! What a company keeps of itself: 基本信息, 发票信息, 用户信息 (manual 3.2 (3)–(5)). Each page is shown, edited, and
//! stored under the version that it was opened at.

pub mod company;
pub mod company_edit;
pub mod contact;
pub mod contact_edit;
pub mod invoice;
#[cfg(test)]
mod tests;

use crate::failure::Failure;
use crate::site::Site;
use app::company::{Company, missing};
use app::order::query::{self, Cursor};
use domain::order::filter::OrderFilter;
use serde::Deserialize;

/// One profile that has to be complete before an order may be submitted.
#[derive(Debug, PartialEq, Eq)]
pub struct ProfileStep {
    /// Its name in the menu.
    pub label: &'static str,
    pub page: &'static str,
    /// Where it is filled in.
    pub form: &'static str,
}

/// All of them, in the order of the manual.
pub const STEPS: [ProfileStep; 3] = [
    ProfileStep { label: "基本信息", page: "/cakey/profile/company", form: "/cakey/profile/company/edit" },
    ProfileStep { label: "发票信息", page: "/cakey/profile/invoice", form: "/cakey/profile/invoice" },
    ProfileStep { label: "用户信息", page: "/cakey/profile/contact", form: "/cakey/profile/contact/edit" },
];

/// Those that are not complete.
pub fn open(company: &Company) -> impl Iterator<Item = &'static ProfileStep> {
    let missing = missing(company);
    STEPS.iter().filter(move |step| missing.contains(&step.label))
}

/// Where a company goes on after a profile was stored.
#[derive(Debug)]
pub enum NextPage {
    /// The next profile.
    Profile(&'static ProfileStep),
    /// Its first order.
    Apply,
    /// Its orders: one of them may have waited for the profiles.
    Orders,
}

/// Where a company goes on, if it has just stored something.
async fn ahead(site: &Site, company: &Company, stored: bool) -> Result<Option<NextPage>, Failure> {
    Ok(match open(company).next() {
        _ if !stored => None,
        Some(step) => Some(NextPage::Profile(step)),
        None => {
            let orders = query::list(&site.app, company.id, OrderFilter::default(), Cursor::First).await?;
            Some(if orders.lines.is_empty() { NextPage::Apply } else { NextPage::Orders })
        }
    })
}

/// What the address says after a form was stored: `?done=1`.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct ProfileQuery {
    done: String,
    /// `?again=licence`: the document that is to get an input again.
    again: String,
}

impl ProfileQuery {
    /// The document that is to get an input again; else empty.
    pub fn again(&self) -> &str {
        &self.again
    }

    /// True when the page should say that something was stored.
    pub fn is_said(&self) -> bool {
        !self.done.is_empty()
    }
}

/// The hint at a personal number that is saved, or `otherwise`.
fn kept(saved: &str, otherwise: &str) -> String {
    if saved.is_empty() { otherwise.to_owned() } else { format!("已保存 {saved}，不修改就留空") }
}

#[cfg(test)]
pub fn sample_profile() -> domain::company::CompanyProfile {
    let form = domain::company::CompanyForm {
        kind: "enterprise".into(),
        id_kind: "foreign".into(),
        credit_code: "EXAMPLE-0001".into(),
        identity: "bidder".into(),
        legal_name: "沈知行".into(),
        legal_mobile: "13900000000".into(),
        province: "福建省".into(),
        city: "厦门市".into(),
        district: "思明区".into(),
        address: "青禾路 88 号 3 幢 501 室".into(),
        phone: "0990-0000000".into(),
        postcode: "990000".into(),
        licence_until: "2026-12-01".into(),
        ..domain::company::CompanyForm::default()
    };
    form.check(None, jiff::civil::date(2026, 11, 23)).expect("a good form")
}

#[cfg(test)]
pub fn sample_company() -> app::company::Company {
    let mobile = domain::contact::Mobile::parse("13800001234").expect("a mobile");
    let contact = domain::company::ContactForm { name: "林晓岚".into(), ..domain::company::ContactForm::default() };
    app::company::Company {
        id: domain::id::CompanyId::new(1),
        name: "澜州青禾建设工程有限公司".into(),
        contact: contact
            .check(Some(&domain::company::Contact::registered("", mobile.clone())), jiff::civil::date(2026, 11, 23))
            .expect("a good contact"),
        mobile,
        profile: Some(sample_profile()),
        invoice_profile: None,
        version: 3,
    }
}
