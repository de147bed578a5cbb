//! What a company keeps of itself: 基本信息, 发票信息, 用户信息 (manual 3.2 (3)–(5)).
//! A form is judged in the transaction that saves it, because it borrows what the saved profile already holds.

pub mod console;
pub mod store;

use crate::{App, Error};
use domain::company::{CompanyForm, CompanyProfile, Contact, ContactForm, InvoiceForm, InvoiceProfile};
use domain::contact::Mobile;
use domain::field::FieldErrors;
use domain::id::CompanyId;
use domain::time;

/// A company with its three profiles.
#[derive(Clone, Debug, PartialEq)]
pub struct Company {
    /// Its row.
    pub id: CompanyId,
    /// 企业名称, which is also the login name.
    pub name: String,
    /// 注册手机号: the number that was verified. Personal.
    pub mobile: Mobile,
    /// 用户信息. The name is empty until it is given; the mobile is there from the start.
    pub contact: Contact,
    /// 基本信息, once given.
    pub profile: Option<CompanyProfile>,
    /// 发票信息, once given.
    pub invoice_profile: Option<InvoiceProfile>,
    /// Counts the changes; a page that shows an older one may not save.
    pub version: i64,
}

/// The labels of the profiles that must still be completed before an order may be submitted.
pub fn missing(company: &Company) -> Vec<&'static str> {
    [
        ("基本信息", company.profile.is_some()),
        ("发票信息", company.invoice_profile.is_some()),
        ("用户信息", !company.contact.name.is_empty()),
    ]
    .into_iter()
    .filter_map(|(label, complete)| (!complete).then_some(label))
    .collect()
}

/// Loads a company.
///
/// # Errors
/// `NotFound` if there is no such row.
pub async fn load(app: &App, id: CompanyId) -> Result<Company, Error> {
    app.read(move |tx| store::get(tx, id)?.ok_or(Error::NotFound)).await
}

/// 基本信息: 确认更新. `seen` is the version that the page showed.
///
/// # Errors
/// `Fields` with every mistake of the form; `Stale` if another tab was faster.
pub async fn save_profile(app: &App, id: CompanyId, seen: i64, form: &CompanyForm) -> Result<Company, Error> {
    let today = time::beijing(app.now()).date();
    let form = form.clone();
    change(app, id, seen, move |company| {
        company.profile = Some(form.check(company.profile.as_ref(), today)?);
        Ok(())
    })
    .await
}

/// 发票信息: 确认更新. `seen` is the version that the page showed.
///
/// # Errors
/// `Fields` with every mistake of the form; `Stale` if another tab was faster.
pub async fn save_invoice_profile(app: &App, id: CompanyId, seen: i64, form: &InvoiceForm) -> Result<Company, Error> {
    let form = form.clone();
    change(app, id, seen, move |company| {
        company.invoice_profile = Some(form.check(company.invoice_profile.as_ref())?);
        Ok(())
    })
    .await
}

/// 用户信息: 确认更新. `seen` is the version that the page showed. The mobile stays as it was verified: a new number
/// would have to be proven by a code first, which support does for now.
///
/// # Errors
/// `Fields` with every mistake of the form; `Stale` if another tab was faster.
pub async fn save_contact(app: &App, id: CompanyId, seen: i64, form: &ContactForm) -> Result<Company, Error> {
    let form = form.clone();
    let refusal = format!("更换手机号须先核实新号码，请致电客服 {} 办理", app.settings.phone);
    change(app, id, seen, move |company| {
        let contact = form.check(Some(&company.contact.mobile))?;
        if contact.mobile != company.contact.mobile {
            let mut errors = FieldErrors::new();
            errors.add("mobile", &refusal);
            return Err(errors);
        }
        company.contact = contact;
        Ok(())
    })
    .await
}

/// Locks the company, lets the form change it, and stores it under its next version.
async fn change<F>(app: &App, id: CompanyId, seen: i64, mut apply: F) -> Result<Company, Error>
where
    F: FnMut(&mut Company) -> Result<(), FieldErrors> + Send + 'static,
{
    let now = app.now();
    app.write(move |tx| {
        let mut company = store::lock(tx, id)?.ok_or(Error::NotFound)?;
        if company.version != seen {
            return Err(Error::Stale { seen, current: company.version });
        }
        apply(&mut company)?;
        company.version += 1;
        store::update(tx, &company, now)?;
        Ok(company)
    })
    .await
}

#[cfg(test)]
mod tests;
