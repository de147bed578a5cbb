//! A wrong mailbox (E14): the company corrects it and sends the issued invoice again, a few times a day.

use super::store::{self, StoredInvoice};
use crate::audit::{self, Action, Entry};
use crate::outbox::{self, Job};
use crate::who::CompanyUser;
use crate::{App, Error};
use domain::contact::Email;
use domain::id::OrderNumber;
use domain::invoice::machine::InvoiceFact;
use domain::invoice::{InvoiceState, MailForm};
use domain::time;

/// How often an invoice is sent again on one Beijing day.
pub const PER_DAY: i64 = 5;

/// Sends an issued invoice again, to the mailbox of the form.
///
/// # Errors
/// `Fields` for what is no mailbox; `Limited` until the next day; `NotFound` for what is not this company's, is not
/// issued yet, or is no longer valid.
pub async fn resend(
    app: &App,
    user: &CompanyUser,
    order: &OrderNumber,
    form: &MailForm,
) -> Result<StoredInvoice, Error> {
    let (now, email) = (app.now(), form.check()?);
    let (user, order) = (user.clone(), order.clone());
    app.write(move |tx| {
        let invoice = store::lock_own(tx, user.id, &order)?.filter(can_be_sent).ok_or(Error::NotFound)?;
        let today = time::beijing(now).date();
        let day = i64::from(today.year()) * 10_000 + i64::from(today.month()) * 100 + i64::from(today.day());
        let count = store::resent_on(tx, invoice.id, day)? + 1;
        if count > PER_DAY {
            let until = today.tomorrow().map_or(now, time::beijing_midnight);
            return Err(Error::Limited { until, what: "重新发送发票" });
        }
        let (next, _) = invoice.machine().observe(&InvoiceFact::MailAgain);
        let again = store::Resending { email: email.as_str(), mail: next.mail, day, count };
        store::resend(tx, invoice.id, again, now)?;
        let key = format!("mail:{}:{day}:{count}", invoice.id);
        outbox::store::supersede(tx, &format!("mail:{}", invoice.id), ':', now)?;
        outbox::enqueue(tx, &Job::MailInvoice { invoice: invoice.id }, &key, now, now)?;
        let detail = said(&invoice, &email, count);
        let entry = Entry { actor: &user.actor(), action: Action::InvoiceResent, subject: order.to_string(), detail };
        audit::record(tx, &entry, now)?;
        Ok(StoredInvoice { email: email.as_str().to_owned(), mail: next.mail, ..invoice })
    })
    .await
}

/// True for a valid invoice with a number.
pub fn can_be_sent(invoice: &StoredInvoice) -> bool {
    matches!(invoice.state, InvoiceState::Issued | InvoiceState::Mailed)
}

fn said(invoice: &StoredInvoice, email: &Email, count: i64) -> String {
    let mailbox = if invoice.email == email.as_str() { "原邮箱" } else { "更正后的邮箱" };
    format!("发到{mailbox}，当日第 {count} 次")
}
