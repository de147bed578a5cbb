//! What 订单申请 may choose from, and what it falls back on: loaded by the use case, the same for the counts and for
//! the certificates row by row.

use super::item::{CertificateItem, Holder};
use super::price::PriceList;
use super::rules::{Held, ProjectRules};
use crate::id::{OutletId, ProjectId};
use jiff::civil::Date;

/// What the form may choose from.
#[derive(Clone, Copy, Debug)]
pub struct OrderContext<'a> {
    /// Projects that take orders.
    pub projects: &'a [ProjectId],
    /// Outlets that take orders.
    pub outlets: &'a [OutletId],
    /// Most certificates of one order (setting, default 20).
    pub max_certificates: i64,
    /// What the chosen project asks and offers; `None` while none is chosen or it has no prices.
    pub terms: Option<Terms<'a>>,
    /// The company's legal representative, who lends what a 法定代表人证书 leaves empty.
    pub legal: Option<&'a Holder>,
    /// The certificates as they are saved: they lend the personal numbers that were left empty.
    pub saved: &'a [CertificateItem],
    /// The Beijing day.
    pub today: Date,
}

/// What a project asks and offers.
#[derive(Clone, Copy, Debug)]
pub struct Terms<'a> {
    /// The prices in force, and with them kinds and years.
    pub list: &'a PriceList,
    pub rules: &'a ProjectRules,
    /// What the company has on it already.
    pub held: Held,
}
