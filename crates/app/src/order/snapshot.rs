//! What is frozen at a submission, so that a later change of profile, price list or outlet changes no order (E11, E20).

use crate::company::Company;
use domain::company::{CompanyProfile, Contact, InvoiceProfile};
use domain::id::{AttachmentId, OutletId};
use domain::order::price::Quote;
use domain::order::{CertificateItem, Delivery};
use serde::{Deserialize, Serialize};

/// The three profiles and the price, as they were when the order was submitted.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Snapshot {
    /// 企业名称.
    pub company: String,
    /// 基本信息.
    pub profile: CompanyProfile,
    /// 发票信息.
    pub invoice: InvoiceProfile,
    /// 用户信息.
    pub contact: Contact,
    /// 交易平台.
    pub project: String,
    /// 自取网点's name, where the order is collected (E19).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outlet: Option<FrozenOutlet>,
    /// 证书明细; empty in what the first release stored.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub items: Vec<CertificateItem>,
    /// The price, line by line, with its price list.
    pub quote: Quote,
    /// 材料; empty in submissions that are older than uploads.
    #[serde(default)]
    pub materials: Vec<SubmittedFile>,
}

/// One file of a submission, as its snapshot names it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SubmittedFile {
    /// Its place: `licence`, `seal_image-2`.
    pub slot: String,
    /// The file; the same number in two submissions is the same file.
    pub attachment: AttachmentId,
    /// The name that people read.
    pub name: String,
}

/// 自取网点 as it was chosen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FrozenOutlet {
    pub id: OutletId,
    /// Its name then.
    pub name: String,
}

impl Snapshot {
    /// The outlet's name as it was chosen, unless the order goes elsewhere by now (变更获取方式, T16).
    pub fn outlet_of(&self, delivery: &Delivery) -> Option<&str> {
        let here = |frozen: &&FrozenOutlet| *delivery == Delivery::Pickup { outlet: frozen.id };
        self.outlet.as_ref().filter(here).map(|frozen| frozen.name.as_str())
    }

    /// Freezes a complete company; `None` while a profile is missing.
    pub fn freeze(
        company: &Company,
        project: &str,
        outlet: Option<FrozenOutlet>,
        items: &[CertificateItem],
        quote: &Quote,
        materials: Vec<SubmittedFile>,
    ) -> Option<Snapshot> {
        Some(Snapshot {
            company: company.name.clone(),
            profile: company.profile.clone()?,
            invoice: company.invoice_profile.clone()?,
            contact: company.contact.clone(),
            project: project.to_owned(),
            outlet,
            items: items.to_vec(),
            quote: quote.clone(),
            materials,
        })
    }
}
