//! What a company may order at this moment: platforms with their rules and prices, outlets, and what it has already.
//! Read by the page 订单申请, and again in the transaction that saves.

use crate::Tx;
use crate::project::{self, Project};
use crate::{Settings, certificate, company, outlet};
use db::Result;
use domain::id::{CompanyId, OutletId, ProjectId};
use domain::order::form::{OrderContext, Terms};
use domain::order::price::{PriceError, PriceList, Quote};
use domain::order::{BusinessType, CertificateItem, Held, Holder, ProjectRules};
use domain::outlet::Outlet;
use domain::time;
use jiff::Timestamp;
use jiff::civil::Date;

/// What a company may choose from.
#[derive(Clone, Debug)]
pub struct Offer {
    /// Platforms that take orders.
    pub projects: Vec<Project>,
    /// Outlets that take orders.
    pub outlets: Vec<Outlet>,
    /// What the chosen platform asks and offers; `None` while none is chosen or it has no prices in
    /// force for the chosen 业务类型.
    pub chosen: Option<ChosenPlatform>,
    /// The company's legal representative, where it was asked for and 基本信息 is given.
    pub legal: Option<Holder>,
    saved: Vec<CertificateItem>,
    project_ids: Vec<ProjectId>,
    outlet_ids: Vec<OutletId>,
    max_certificates: i64,
    today: Date,
}

/// The chosen platform.
#[derive(Clone, Debug)]
pub struct ChosenPlatform {
    pub rules: ProjectRules,
    /// Its prices in force for the chosen 业务类型.
    pub list: PriceList,
    /// What the company has on it.
    pub held: Held,
}

/// For whom, when, and what is known before.
#[derive(Clone, Debug)]
pub struct Asked {
    pub company: CompanyId,
    /// The platform as the form has it; the first one where it says nothing.
    pub project: String,
    /// 业务类型 as the form has it; 新办 where it says nothing that can be read.
    pub business: String,
    /// The certificates as they are saved.
    pub saved: Vec<CertificateItem>,
    /// Most certificates of one order.
    pub max_certificates: i64,
    /// The legal representative may be needed.
    pub with_legal: bool,
    pub now: Timestamp,
}

/// Reads what is on offer.
pub fn read(tx: &mut Tx, asked: &Asked) -> Result<Offer> {
    let projects = project::store::list_open(tx)?;
    let outlets = outlet::store::list_open(tx)?;
    let wanted = asked.project.trim();
    let chosen = projects.iter().find(|project| wanted.is_empty() || project.id.to_string() == wanted);
    let chosen = match chosen {
        Some(project) => terms(tx, asked, project)?,
        None => None,
    };
    let company = if asked.with_legal { company::store::get(tx, asked.company)? } else { None };
    let profile = company.and_then(|company| company.profile);
    let offer = Offer::new(projects, outlets, chosen, profile.as_ref().map(Holder::legal), asked.now);
    Ok(Offer { saved: asked.saved.clone(), max_certificates: asked.max_certificates, ..offer })
}

fn terms(tx: &mut Tx, asked: &Asked, project: &Project) -> Result<Option<ChosenPlatform>> {
    let Some(list) = project::store::price_list_in_force(tx, project.id, asked.now)? else { return Ok(None) };
    let held = certificate::store::held(tx, asked.company, project.id)?;
    let business = BusinessType::parse(asked.business.trim()).unwrap_or(BusinessType::New);
    Ok(list.of(business).map(|list| ChosenPlatform { rules: project.rules.clone(), list, held }))
}

impl Offer {
    /// Puts what is on offer together, for a company that has saved nothing yet.
    pub fn new(
        projects: Vec<Project>,
        outlets: Vec<Outlet>,
        chosen: Option<ChosenPlatform>,
        legal: Option<Holder>,
        now: Timestamp,
    ) -> Offer {
        Offer {
            project_ids: projects.iter().map(|project| project.id).collect(),
            outlet_ids: outlets.iter().map(|outlet| outlet.id).collect(),
            projects,
            outlets,
            chosen,
            legal,
            saved: Vec::new(),
            max_certificates: Settings::default().max_certificates,
            today: time::beijing(now).date(),
        }
    }

    /// What the form is judged by.
    pub fn context(&self) -> OrderContext<'_> {
        let terms = self.chosen.as_ref();
        OrderContext {
            projects: &self.project_ids,
            outlets: &self.outlet_ids,
            max_certificates: self.max_certificates,
            terms: terms.map(|chosen| Terms { list: &chosen.list, rules: &chosen.rules, held: chosen.held }),
            legal: self.legal.as_ref(),
            saved: &self.saved,
            today: self.today,
        }
    }

    /// 业务类型 that some platform takes; whether the chosen one does is judged with the form.
    pub fn business(&self) -> impl Iterator<Item = BusinessType> {
        let offered = |one: &BusinessType| self.projects.iter().any(|p| p.rules.offered().any(|own| own == *one));
        BusinessType::ALL.iter().copied().filter(offered)
    }

    /// The price of these certificates; `None` where no prices are in force.
    pub fn quote(&self, items: &[CertificateItem]) -> Option<std::result::Result<Quote, PriceError>> {
        self.chosen.as_ref().map(|chosen| chosen.list.quote(items))
    }
}
