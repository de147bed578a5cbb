//! What the forms on paper say of an order (数字证书申请表 and its companions). A submitted order says what was frozen;
//! a draft says what the company's profiles hold now, because it is printed before it is submitted.

use super::query::store::names;
use super::store::{self, Find, Stored};
use crate::audit::{self, Action};
use crate::who::StaffUser;
use crate::{App, Error, Tx, company};
use domain::company::{CompanyProfile, Contact};
use domain::id::OrderNumber;
use domain::order::State;
use domain::rights::Act;

/// An order as its forms show it. Holds personal data in full: for the company itself, and for staff who need the form.
#[derive(Clone, Debug)]
pub struct Application {
    /// The order and what is ordered.
    pub stored: Stored,
    /// 企业名称.
    pub company: String,
    /// 基本信息; `None` while it is missing, and the form leaves blanks.
    pub profile: Option<CompanyProfile>,
    /// 用户信息.
    pub contact: Contact,
    /// 交易平台.
    pub project: String,
    /// 自取网点's name.
    pub outlet: Option<String>,
}

/// The facts of one order's forms, for the tenant that `find` names.
///
/// # Errors
/// `NotFound` for an order that is not there or not this tenant's.
pub async fn load(app: &App, find: Find) -> Result<Application, Error> {
    app.read(move |tx| read(tx, &find)).await
}

/// The same for a member of staff, who thereby sees personal data in full: one row of the audit trail.
///
/// # Errors
/// `NotFound` for an order that the act does not find for this person.
pub async fn load_for_staff(app: &App, staff: &StaffUser, act: Act, number: OrderNumber) -> Result<Application, Error> {
    let (now, actor, find) = (app.now(), staff.actor(), Find::Staff(staff.id, act, number));
    app.write(move |tx| {
        let application = read(tx, &find)?;
        let subject = application.stored.order.number.to_string();
        let detail = "打印申请表".to_owned();
        let entry = audit::Entry { actor: &actor, action: Action::ViewPersonal, subject, detail };
        audit::record(tx, &entry, now)?;
        Ok(application)
    })
    .await
}

fn read(tx: &mut Tx, find: &Find) -> Result<Application, Error> {
    let stored = store::get(tx, find)?.ok_or(Error::NotFound)?;
    let names = names(tx, stored.order.id)?.ok_or(Error::NotFound)?;
    let frozen = match stored.order.state {
        State::Draft { .. } => None,
        State::AwaitingPayment { .. }
        | State::UnderReview(_)
        | State::ToShip(_)
        | State::Shipped { .. }
        | State::Processing { .. }
        | State::Completed { .. }
        | State::Closed { .. } => store::snapshot(tx, stored.order.id, stored.order.submission)?,
    };
    let (company, profile, contact) = match frozen {
        Some(snapshot) => (snapshot.company, Some(snapshot.profile), snapshot.contact),
        None => {
            let company = company::store::get(tx, stored.order.company)?.ok_or(Error::NotFound)?;
            (company.name, company.profile, company.contact)
        }
    };
    Ok(Application { stored, company, profile, contact, project: names.project, outlet: names.outlet })
}
