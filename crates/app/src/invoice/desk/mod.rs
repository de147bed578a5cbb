//! 发票 as staff see it: what was issued, what failed, what bounced, what is to be flushed; and the ways out. A failed
//! request is ordered again under its own number, so that no order ever has two invoices.

pub mod store;

pub use store::Shelf;

use crate::Fault;
use crate::audit::{self, Action};
use crate::invoice::observe;
use crate::order::store as orders;
use crate::outbox;
use crate::who::StaffUser;
use crate::{App, Error, Tx};
use domain::actor::Actor;
use domain::id::InvoiceId;
use domain::invoice::machine::InvoiceFact;
use domain::invoice::{InvoiceState, MailState};
use domain::rights::Act;
use jiff::Timestamp;
use store::InvoiceLine;

/// Rows of one page.
pub const PAGE: i64 = 30;

/// The invoices of a list, newest first, and where the next page starts.
pub async fn list(
    app: &App,
    staff: &StaffUser,
    shelf: Shelf,
    before: Option<i64>,
) -> Result<(Vec<InvoiceLine>, Option<i64>), Error> {
    let (staff, before) = (staff.id, before.unwrap_or(i64::MAX));
    app.read(move |tx| {
        let mut rows = store::list(tx, staff, shelf, before, PAGE + 1)?;
        let more = rows.len() > PAGE as usize;
        rows.truncate(PAGE as usize);
        let after = rows.last().map(|row| row.id.get()).filter(|_| more);
        Ok((rows, after))
    })
    .await
}

/// How many invoices lie in the lists that need a person, each counted up to `cap`.
pub async fn counts(app: &App, staff: &StaffUser, cap: i64) -> Result<Vec<(Shelf, i64)>, Error> {
    let staff = staff.id;
    app.read(move |tx| {
        let mut counted = Vec::new();
        for shelf in [Shelf::Failed, Shelf::Bounced, Shelf::ToFlush] {
            counted.push((shelf, store::count(tx, staff, shelf, cap)?));
        }
        Ok(counted)
    })
    .await
}

/// 重新开票, under the same request number (E13).
///
/// # Errors
/// `Denied` unless the issuer refused it.
pub async fn retry(app: &App, staff: &StaffUser, id: InvoiceId) -> Result<(), Error> {
    let (now, actor, staff) = (app.now(), staff.actor(), staff.id);
    app.write(move |tx| {
        let line = locked(tx, |tx| store::get(tx, staff, Act::HandleInvoices, id))?;
        if line.state != InvoiceState::IssueFailed {
            return Err(Error::Denied("这张发票不在失败状态，请刷新后再看。"));
        }
        observe::note(tx, id, &InvoiceFact::Retried, now)?;
        if !outbox::store::again(tx, &line.issue_key(), now)? {
            return Err(Fault::Records(format!("the invoice {} has no job", line.request)).into());
        }
        told(tx, &actor, Action::InvoiceRetried, &line, "按原申请号重新开票".into(), now)
    })
    .await
}

/// 重发: the mail goes to the mailbox that is stored once more (E14).
///
/// # Errors
/// `Denied` for an invoice that does not exist yet, or is being flushed.
pub async fn resend(app: &App, staff: &StaffUser, id: InvoiceId) -> Result<(), Error> {
    let (now, actor, staff) = (app.now(), staff.actor(), staff.id);
    app.write(move |tx| {
        let line = locked(tx, |tx| store::get(tx, staff, Act::HandleInvoices, id))?;
        if !matches!(line.state, InvoiceState::Issued | InvoiceState::Mailed) {
            return Err(Error::Denied("这张发票现在没有可发的文件，请刷新后再看。"));
        }
        observe::note(tx, id, &InvoiceFact::MailAgain, now)?;
        if !outbox::store::again(tx, &format!("mail:{id}"), now)? {
            return Err(Error::Denied("这张发票的邮件正在发送，请过一会儿再看。"));
        }
        outbox::store::supersede(tx, &format!("mail:{id}"), ':', now)?;
        told(tx, &actor, Action::InvoiceResent, &line, "员工重发邮件".into(), now)
    })
    .await
}

/// 登记冲红: finance flushed it at the tax platform and types the red invoice's number.
///
/// # Errors
/// `Denied` unless it is to be flushed.
pub async fn flushed(app: &App, staff: &StaffUser, id: InvoiceId, red_number: String) -> Result<(), Error> {
    let (now, actor, staff) = (app.now(), staff.actor(), staff.id);
    app.write(move |tx| {
        let line = locked(tx, |tx| store::get(tx, staff, Act::FlushInvoices, id))?;
        if !matches!(line.state, InvoiceState::RedRequested | InvoiceState::RedConfirmed) {
            return Err(Error::Denied("这张发票不在待冲红状态，请刷新后再看。"));
        }
        observe::note(tx, id, &InvoiceFact::RedIssued, now)?;
        store::set_red_number(tx, id, &red_number, now)?;
        told(tx, &actor, Action::InvoiceFlushed, &line, format!("红字发票号码 {red_number}"), now)
    })
    .await
}

/// An invoice with its order locked: of two people who act at once, the second sees what the first has done.
fn locked(tx: &mut Tx, read: impl Fn(&mut Tx) -> db::Result<Option<InvoiceLine>>) -> Result<InvoiceLine, Error> {
    let line = read(tx)?.ok_or(Error::NotFound)?;
    orders::lock_id(tx, line.order_id)?;
    read(tx)?.ok_or(Error::NotFound)
}

fn told(
    tx: &mut Tx,
    actor: &Actor,
    action: Action,
    line: &InvoiceLine,
    detail: String,
    now: Timestamp,
) -> Result<(), Error> {
    let entry = audit::Entry { actor, action, subject: format!("{} {}", line.order, line.request), detail };
    Ok(audit::record(tx, &entry, now)?)
}

impl InvoiceLine {
    fn issue_key(&self) -> String {
        format!("invoice:{}:{}", self.order_id, self.submission)
    }

    /// The list in which it lies.
    pub fn shelf(&self) -> Shelf {
        match (self.state, self.mail) {
            (InvoiceState::IssueFailed, _) => Shelf::Failed,
            (InvoiceState::Pending | InvoiceState::Issuing, _) => Shelf::Waiting,
            (InvoiceState::RedRequested | InvoiceState::RedConfirmed, _) => Shelf::ToFlush,
            (InvoiceState::Issued | InvoiceState::Mailed, MailState::Bounced) => Shelf::Bounced,
            (InvoiceState::Issued | InvoiceState::Mailed | InvoiceState::RedIssued | InvoiceState::Void, _) => {
                Shelf::Issued
            }
        }
    }
}

#[cfg(test)]
mod tests;
