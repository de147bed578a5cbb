//! 消息记录: what was sent to whom, as staff see it. The workers write a row at every try. A row holds no text (texts
//! hold codes and temporary passwords) and no full number or address.

pub mod store;

pub use store::{Channel, MessageFilter, MessageState, Tried};

use crate::audit::{self, Action};
use crate::order::store as orders;
use crate::outbox::{self, Job};
use crate::who::StaffUser;
use crate::{App, Error, Tx};
use domain::contact::{Email, Mobile};
use domain::message::Sms;
use jiff::Timestamp;

/// Rows of one page.
pub const PAGE: i64 = 30;

/// `c***@qinghe.example`.
pub fn masked_email(email: &Email) -> String {
    let (local, domain) = email.as_str().split_once('@').unwrap_or_default();
    format!("{}***@{domain}", local.chars().next().unwrap_or_default())
}

/// `138****1234`.
pub fn masked_mobile(mobile: &Mobile) -> String {
    mobile.masked()
}

/// The words for a template.
pub fn kind_label(kind: &str) -> &str {
    match kind {
        "verification_code" => "短信验证码",
        "shipped" => "发货通知",
        "rejected" => "审核未通过",
        "money_returned" => "付款已退回",
        "confirm_reminder" => "提醒确认收货",
        "temporary_password" => "临时密码",
        "password_changed" => "密码已修改",
        "mobile_changed" => "手机号已更换",
        "invoice" => "电子发票",
        other => other,
    }
}

/// Keeps a try. A record that cannot be written is logged and holds up no message.
pub async fn record(app: &App, tried: Tried) {
    let now = app.now();
    if let Err(error) = app.db.write(move |tx| Ok::<_, Error>(store::record(tx, &tried, now)?)).await {
        tracing::error!(%error, "a message could not be recorded");
    }
}

/// A page of the records, newest first.
#[derive(Clone, Debug, PartialEq)]
pub struct MessagePage {
    pub rows: Vec<store::Record>,
    /// Where the next page starts.
    pub after: Option<i64>,
}

/// The records that this member of staff may see.
pub async fn list(
    app: &App,
    staff: &StaffUser,
    filter: MessageFilter,
    before: Option<i64>,
) -> Result<MessagePage, Error> {
    let (staff, before) = (staff.id, before.unwrap_or(i64::MAX));
    app.read(move |tx| {
        let mut rows = store::list(tx, staff, &filter, before, PAGE + 1)?;
        let more = rows.len() > PAGE as usize;
        rows.truncate(PAGE as usize);
        Ok(MessagePage { after: rows.last().map(|row| row.id).filter(|_| more), rows })
    })
    .await
}

/// 重发 of a text message: a new job with a number of its own, because providers answer for the old number what became
/// of the old message. `resent` is what the page showed: a double click sends once.
///
/// # Errors
/// `NotFound` for a record that this person may not see; `Stale` when it was sent again meanwhile; `Denied` for what
/// cannot be sent again (codes die; invoices have a page of their own), and for a waybill that was corrected since.
pub async fn resend(app: &App, staff: &StaffUser, id: i64, resent: i64) -> Result<(), Error> {
    let (now, actor, staff) = (app.now(), staff.actor(), staff.id);
    app.write(move |tx| {
        let record = store::to_resend(tx, staff, id)?.ok_or(Error::NotFound)?;
        if !record.can_resend() {
            return Err(Error::Denied("这条消息不能重发：验证码和密码由用户重新获取，发票邮件在发票页重发。"));
        }
        if !store::count_resend(tx, id, resent, now)? {
            return Err(Error::Stale { seen: resent, current: record.resent });
        }
        let job = store::job(tx, id)?.ok_or(Error::NotFound)?;
        if job.ready {
            return Err(Error::Denied("这条消息正在发送，请过一会儿再看。"));
        }
        still_true(tx, &job.payload)?;
        outbox::store::supersede(tx, &job.key, '#', now)?;
        let key = format!("{}#{}", job.key, resent + 1);
        outbox::store::insert(tx, &job.kind, &key, &job.payload, now, now)?;
        let subject = record.order.clone().unwrap_or_default();
        let detail = format!("{} {}", kind_label(&record.kind), record.recipient);
        let entry = audit::Entry { actor: &actor, action: Action::MessageResent, subject, detail };
        Ok(audit::record(tx, &entry, now)?)
    })
    .await
}

/// Refuses to repeat what is not true any more: a waybill that the order does not bear now.
fn still_true(tx: &mut Tx, payload: &str) -> Result<(), Error> {
    let job = serde_json::from_str(payload).unwrap_or(Job::Unreadable);
    let Job::SendSms { order, message: Sms::Shipped { waybill, .. } } = job else { return Ok(()) };
    let stored = orders::lock_id(tx, order)?.ok_or(Error::NotFound)?;
    if stored.order.state.waybill().is_some_and(|now| now.number == waybill) {
        return Ok(());
    }
    Err(Error::Denied("这条通知里的运单号不是这个订单现在的运单号，不能重发。更正后的运单号另有一条发货通知。"))
}

impl store::Record {
    /// True for text messages about an order that are not on their way just now.
    pub fn can_resend(&self) -> bool {
        self.channel == Channel::Sms && self.order.is_some() && self.state != MessageState::Waiting
    }
}

/// How many messages failed, for the numbers beside a menu: counts at most `cap`.
pub async fn failed(app: &App, staff: &StaffUser, cap: i64, since: Timestamp) -> Result<i64, Error> {
    let staff = staff.id;
    app.read(move |tx| Ok(store::count_failed(tx, staff, since, cap)?)).await
}

#[cfg(test)]
mod tests;
