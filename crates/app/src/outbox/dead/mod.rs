//! 失败任务: the dead list of the outbox, as staff see it, and the way back from it.

pub mod store;

use super::store::again;
use crate::audit::{self, Action};
use crate::rights::require;
use crate::who::StaffUser;
use crate::{App, Error};
use domain::invoice::InvoiceState;
use domain::rights::Act;
use store::DeadJob;

/// Rows of one page.
pub const PAGE: i64 = 30;

/// Where a dead job is put right.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cure {
    /// Here: it is simply tried again.
    Again,
    /// On the refund's page: the refund itself must be asked for again, under its number.
    Refund,
    /// On the page of invoices; one that the issuer refused is ordered again there.
    Invoice,
    /// Nowhere: what it was for is over.
    Nothing,
}

/// The words for a kind of job.
pub fn kind_label(kind: &str) -> &str {
    match kind {
        "send_code" => "短信验证码",
        "send_sms" | "tell_account" | "tell_number" => "短信通知",
        "recover" => "临时密码",
        "refund" => "退款",
        "close_trade" => "关闭交易",
        "watch_trade" => "查询付款",
        "watch_payment" => "到期关单",
        "watch_receipt" => "到期确认收货",
        "issue_invoice" => "开票",
        "mail_invoice" => "发票邮件",
        "flush_invoice" => "冲红（0.1.0 留下，重试即完成）",
        other => other,
    }
}

/// What helps a dead job. An invoice whose issuer never answered is asked after again: only what was refused is ordered
/// anew, on its own page.
pub fn cure(job: &DeadJob) -> Cure {
    match job.kind.as_str() {
        "refund" => Cure::Refund,
        "issue_invoice" if job.invoice.is_some_and(InvoiceState::waits) => Cure::Again,
        "issue_invoice" | "mail_invoice" => Cure::Invoice,
        "send_code" | "recover" => Cure::Nothing,
        _ => Cure::Again,
    }
}

/// A page of the dead list, newest first, and where the next one starts.
pub async fn list(app: &App, staff: &StaffUser, before: Option<i64>) -> Result<(Vec<DeadJob>, Option<i64>), Error> {
    let (staff, before) = (staff.id, before.unwrap_or(i64::MAX));
    app.read(move |tx| {
        let mut rows = store::list(tx, staff, before, PAGE + 1)?;
        let more = rows.len() > PAGE as usize;
        rows.truncate(PAGE as usize);
        Ok((rows.clone(), rows.last().map(|row| row.id).filter(|_| more)))
    })
    .await
}

/// 重试: the same row, under the same key; its tries are counted anew, with one behind it, so that a vendor who may
/// have been reached is asked first.
///
/// # Errors
/// `NotFound` for what this person may not see, or what is not dead any more; `Denied` for jobs that are put right on
/// another page.
pub async fn retry(app: &App, staff: &StaffUser, id: i64) -> Result<(), Error> {
    let (now, actor, staff) = (app.now(), staff.actor(), staff.id);
    app.write(move |tx| {
        require(tx, staff, Act::RetryJobs)?;
        let job = store::get(tx, staff, id)?.ok_or(Error::NotFound)?;
        if cure(&job) != Cure::Again {
            return Err(Error::Denied("这个任务不在这里重试：退款和发票请到各自的页面办理。"));
        }
        if !again(tx, &job.key, now)? {
            return Err(Error::NotFound);
        }
        let detail = format!("重试 {}：{}", kind_label(&job.kind), job.error);
        let entry = audit::Entry { actor: &actor, action: Action::JobRetried, subject: job.key, detail };
        Ok(audit::record(tx, &entry, now)?)
    })
    .await
}
