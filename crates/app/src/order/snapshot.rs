//! What is frozen at a submission, so that a later change of profile, price list or outlet changes no order (E11, E20).

use crate::company::Company;
use domain::company::{CompanyProfile, Contact, InvoiceProfile};
use domain::order::price::Quote;
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
    /// The price, line by line, with its price list.
    pub quote: Quote,
}

impl Snapshot {
    /// Freezes a complete company; `None` while a profile is missing.
    pub fn freeze(company: &Company, project: &str, quote: &Quote) -> Option<Snapshot> {
        Some(Snapshot {
            company: company.name.clone(),
            profile: company.profile.clone()?,
            invoice: company.invoice_profile.clone()?,
            contact: company.contact.clone(),
            project: project.to_owned(),
            quote: quote.clone(),
        })
    }
}
