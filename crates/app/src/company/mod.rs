//! What a company keeps of itself: 基本信息, 发票信息, 用户信息 (manual 3.2 (3)–(5)).
//! A form is judged in the transaction that saves it, because it borrows what the saved profile already holds.

pub mod console;
pub mod store;

pub use store::Company;

use crate::account::sms_code::{self, Purpose};
use crate::audit::{self, Action, Entry};
use crate::outbox::{self, Job};
use crate::who::CompanyUser;
use crate::{App, Error, Tx};
use domain::company::{CompanyForm, ContactForm, InvoiceForm};
use domain::contact::Mobile;
use domain::field::FieldErrors;
use domain::id::CompanyId;
use domain::message::Sms;
use domain::time;
use jiff::Timestamp;
use std::net::IpAddr;

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
pub async fn save_profile(app: &App, user: &CompanyUser, seen: i64, form: &CompanyForm) -> Result<Company, Error> {
    let today = time::beijing(app.now()).date();
    let form = form.clone();
    change(app, user, seen, "基本信息", move |company| {
        company.profile = Some(form.check(company.profile.as_ref(), today)?);
        Ok(())
    })
    .await
}

/// 发票信息: 完善. `seen` is the version that the page showed.
///
/// # Errors
/// `Fields` with every mistake of the form; `Stale` if another tab was faster.
pub async fn save_invoice_profile(
    app: &App,
    user: &CompanyUser,
    seen: i64,
    form: &InvoiceForm,
) -> Result<Company, Error> {
    let form = form.clone();
    change(app, user, seen, "发票信息", move |company| {
        company.invoice_profile = Some(form.check(company.invoice_profile.as_ref())?);
        Ok(())
    })
    .await
}

/// 用户信息: 确认更新. `seen` is the version that the page showed. A new mobile is proven by the code that was sent to
/// it; it is then the registered number too, and the old one is told.
///
/// # Errors
/// `Fields` with every mistake of the form; `Stale` if another tab was faster.
pub async fn save_contact(
    app: &App,
    user: &CompanyUser,
    seen: i64,
    form: &ContactForm,
    code: &str,
) -> Result<Company, Error> {
    let (times, user, form, code) =
        (app.times(), user.clone(), form.clone(), code.split_whitespace().collect::<String>());
    // A wrong code is an `Ok` of the transaction: its try counts.
    let saved = app.write(move |tx| {
        let mut company = store::lock(tx, user.id)?.ok_or(Error::NotFound)?;
        if company.version != seen {
            return Err(Error::Stale { seen, current: company.version });
        }
        let contact = form.check(Some(&company.contact), time::beijing(times.wall).date())?;
        company.version += 1;
        if contact.mobile != company.contact.mobile {
            if !sms_code::check(tx, Purpose::NewMobile(user.id), &contact.mobile, &code, times.steady)? {
                return Ok(None);
            }
            change_mobile(tx, &user, &mut company, &contact.mobile, times.wall)?;
        }
        company.contact = contact;
        store::update(tx, &company, times.wall)?;
        record(tx, &user, &company, "用户信息", times.wall)?;
        Ok(Some(company))
    });
    saved.await?.ok_or_else(|| {
        let mut errors = FieldErrors::new();
        errors.add("code", "短信验证码不正确或已失效，请核对发到新手机号的最近一条短信");
        Error::Fields(errors)
    })
}

/// Tells the registered number that another takes its place; `company` still has the old one.
pub(crate) fn tell_old_number(tx: &mut Tx, company: &Company, now: Timestamp) -> Result<(), Error> {
    let sealed = tx.seal_text(outbox::NUMBER, company.mobile.as_str())?;
    let told = Job::TellNumber { sealed, message: Sms::MobileChanged };
    Ok(outbox::enqueue(tx, &told, &format!("mobile:{}:{}", company.id, company.version), now, now)?)
}

/// Puts a proven number in the place of the old one, which is told so.
fn change_mobile(
    tx: &mut Tx,
    user: &CompanyUser,
    company: &mut Company,
    mobile: &Mobile,
    now: Timestamp,
) -> Result<(), Error> {
    tell_old_number(tx, company, now)?;
    company.mobile = mobile.clone();
    Ok(audit::record(tx, &Entry::account(&user.actor(), &company.name, "更换手机号，新号码已验证"), now)?)
}

/// Notes which profile was changed, and by whom.
fn record(tx: &mut Tx, user: &CompanyUser, company: &Company, which: &str, now: Timestamp) -> Result<(), Error> {
    let (actor, subject) = (user.actor(), company.name.clone());
    let entry = Entry { actor: &actor, action: Action::Profile, subject, detail: which.to_owned() };
    Ok(audit::record(tx, &entry, now)?)
}

/// Sends a code to the number that shall take the place of the registered one.
///
/// # Errors
/// `Fields` on `mobile` for what is no mobile number, or is the registered one already; `Limited`.
pub async fn send_code_to_new(
    app: &App,
    user: &CompanyUser,
    form: &ContactForm,
    from: IpAddr,
) -> Result<Mobile, Error> {
    let mobile = form.check_new_mobile()?;
    if load(app, user.id).await?.contact.mobile == mobile {
        let mut errors = FieldErrors::new();
        errors.add("mobile", "这就是现在的手机号，不用验证，直接确认更新即可");
        return Err(Error::Fields(errors));
    }
    sms_code::send(app, Purpose::NewMobile(user.id), &mobile, from).await?;
    Ok(mobile)
}

/// Locks the company, lets the form change it, and stores it under its next version.
async fn change<F>(
    app: &App,
    user: &CompanyUser,
    seen: i64,
    which: &'static str,
    mut apply: F,
) -> Result<Company, Error>
where
    F: FnMut(&mut Company) -> Result<(), FieldErrors> + Send + 'static,
{
    let (now, user) = (app.now(), user.clone());
    app.write(move |tx| {
        let mut company = store::lock(tx, user.id)?.ok_or(Error::NotFound)?;
        if company.version != seen {
            return Err(Error::Stale { seen, current: company.version });
        }
        apply(&mut company)?;
        company.version += 1;
        store::update(tx, &company, now)?;
        record(tx, &user, &company, which, now)?;
        Ok(company)
    })
    .await
}

#[cfg(test)]
mod tests;
