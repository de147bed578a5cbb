//! The trail of what nobody should have to take on trust: who changed the configuration or an account, who exported,
//! who looked at a full number. One chain of hashes over all rows, written in the transaction of what it tells of.
//! What happens to an order stands in the order's own history instead.
//!
//! A row never holds what was looked at, only that it was: no number, no password, no code.

pub mod query;
pub(crate) mod store;

use crate::Tx;
use domain::actor::Actor;
use jiff::Timestamp;
use sha2::{Digest, Sha256};

/// What was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// A full mobile, ID number or account was shown to staff.
    ViewPersonal,
    /// The image of an identity card or another document was shown to staff.
    ViewImage,
    /// Rows left the system as a file.
    Export,
    /// The configuration was changed on a page.
    Configure,
    /// A member of staff logged in, or a login name was locked after failures.
    StaffLogin,
    /// A staff account was made, changed, enabled or disabled.
    StaffAccount,
    /// A company's account was changed: password, mobile, sessions.
    CompanyAccount,
    /// A company changed one of its profiles.
    Profile,
    /// An issued invoice was sent again.
    InvoiceResent,
    /// A text message was sent again by staff.
    MessageResent,
    /// A job of the dead list was tried again.
    JobRetried,
    /// A refund was retried, or paid back off line.
    Refund,
    /// A money case was closed.
    MoneyCase,
    /// A failed invoice was ordered again.
    InvoiceRetried,
    /// A red invoice was registered.
    InvoiceFlushed,
    /// A client of the JSON interface was made or revoked.
    ApiClient,
    /// Keys of personal data were changed.
    Keys,
}

impl Action {
    /// Every action, in the order of the filter.
    pub const ALL: [Action; 17] = [
        Action::ViewPersonal,
        Action::ViewImage,
        Action::Export,
        Action::Configure,
        Action::StaffLogin,
        Action::StaffAccount,
        Action::CompanyAccount,
        Action::Profile,
        Action::InvoiceResent,
        Action::MessageResent,
        Action::JobRetried,
        Action::Refund,
        Action::MoneyCase,
        Action::InvoiceRetried,
        Action::InvoiceFlushed,
        Action::ApiClient,
        Action::Keys,
    ];

    /// The stored code.
    pub fn code(self) -> &'static str {
        match self {
            Action::ViewPersonal => "view_personal",
            Action::ViewImage => "view_image",
            Action::Export => "export",
            Action::Configure => "configure",
            Action::StaffLogin => "staff_login",
            Action::StaffAccount => "staff_account",
            Action::CompanyAccount => "company_account",
            Action::Profile => "profile",
            Action::InvoiceResent => "invoice_resent",
            Action::MessageResent => "message_resent",
            Action::JobRetried => "job_retried",
            Action::Refund => "refund",
            Action::MoneyCase => "money_case",
            Action::InvoiceRetried => "invoice_retried",
            Action::InvoiceFlushed => "invoice_flushed",
            Action::ApiClient => "api_client",
            Action::Keys => "keys",
        }
    }

    /// Reads a stored code back.
    pub fn from_code(code: &str) -> Option<Action> {
        Action::ALL.into_iter().find(|action| action.code() == code)
    }

    /// The words of the page 审计.
    pub fn label(self) -> &'static str {
        match self {
            Action::ViewPersonal => "查看完整个人信息",
            Action::ViewImage => "查看证件影像",
            Action::Export => "导出",
            Action::Configure => "修改配置",
            Action::StaffLogin => "员工登录",
            Action::StaffAccount => "员工账号",
            Action::CompanyAccount => "企业账号",
            Action::Profile => "企业资料",
            Action::InvoiceResent => "重发发票",
            Action::MessageResent => "重发消息",
            Action::JobRetried => "重试任务",
            Action::Refund => "退款处理",
            Action::MoneyCase => "关闭资金异常",
            Action::InvoiceRetried => "重新开票",
            Action::InvoiceFlushed => "登记冲红",
            Action::ApiClient => "接口客户端",
            Action::Keys => "更换密钥",
        }
    }
}

/// One row to be written.
pub struct Entry<'a> {
    /// Who.
    pub actor: &'a Actor,
    /// What.
    pub action: Action,
    /// On whom or what, as people call it: a company's name, an order's number, a login name.
    pub subject: String,
    /// The particulars; never the personal value itself.
    pub detail: String,
}

impl<'a> Entry<'a> {
    /// What became of a company's account.
    pub fn account(actor: &'a Actor, company: &str, detail: &str) -> Entry<'a> {
        Entry { actor, action: Action::CompanyAccount, subject: company.to_owned(), detail: detail.to_owned() }
    }
}

/// Writes a row at the end of the chain, in the caller's transaction. Two that write at once wait for each other, so
/// record last.
pub fn record(tx: &mut Tx, entry: &Entry, now: Timestamp) -> db::Result<()> {
    let head = store::lock_head(tx)?;
    let actor = crate::stored::to_json(entry.actor)?;
    let row = store::Row {
        seq: head.seq + 1,
        at: now,
        action: entry.action.code(),
        actor: &actor,
        actor_name: entry.actor.name(),
        subject: &entry.subject,
        detail: &entry.detail,
    };
    let hash = chained(&head.hash, &row);
    store::add(tx, &row, &hash)?;
    store::set_head(tx, row.seq, &hash)
}

/// The hash of a row and of everything before it. Each field is preceded by its length, so that no two trails share a
/// text.
pub(crate) fn chained(previous: &[u8], row: &store::Row) -> Vec<u8> {
    let mut hash = Sha256::new();
    let numbers = [row.seq, row.at.as_millisecond()].map(|n| n.to_string());
    let fields = [&numbers[0], &numbers[1], row.action, row.actor, row.actor_name, row.subject, row.detail];
    hash.update(previous);
    for field in fields {
        hash.update((field.len() as u64).to_be_bytes());
        hash.update(field);
    }
    hash.finalize().to_vec()
}

#[cfg(test)]
mod tests;
