//! 资金异常: money that needs a person. A case is opened by the program; people note what they found and close it with
//! a reason. What happens again opens it again.

pub mod store;

use crate::audit::{self, Action};
use crate::rights::require;
use crate::who::StaffUser;
use crate::{App, Error};
use domain::rights::Act;
use store::{Case, CaseNote};

/// The words for a kind of case.
pub fn kind_label(kind: &str) -> &str {
    match kind {
        "mismatch" => "金额不符",
        "gateway_gone" => "支付平台已停用",
        "not_offered" => "已付款，业务不办理",
        "refund_stuck" => "退款被拒绝",
        "refund_overdue" => "退款超过一天",
        other => other,
    }
}

/// Open or closed cases, newest first, and where the next page starts.
pub async fn list(
    app: &App,
    staff: &StaffUser,
    open: bool,
    before: Option<i64>,
) -> Result<(Vec<Case>, Option<i64>), Error> {
    let (staff, before) = (staff.id, before.unwrap_or(i64::MAX));
    let rows = app.read(move |tx| Ok(store::list(tx, staff, open, before, super::PAGE + 1)?)).await?;
    Ok(super::cut(rows, |row| row.id))
}

/// A case with its notes, oldest first.
///
/// # Errors
/// `NotFound` for what this person may not see.
pub async fn get(app: &App, staff: &StaffUser, id: i64) -> Result<(Case, Vec<CaseNote>), Error> {
    let staff = staff.id;
    app.read(move |tx| {
        let case = store::get(tx, staff, id)?.ok_or(Error::NotFound)?;
        Ok((case, store::notes(tx, id)?))
    })
    .await
}

/// Adds a note; with `close`, the note is the reason and the case is closed.
///
/// # Errors
/// `Denied` when an already closed case is to be closed.
pub async fn note(app: &App, staff: &StaffUser, id: i64, text: String, close: bool) -> Result<(), Error> {
    let (now, actor, staff) = (app.now(), staff.actor(), staff.clone());
    app.write(move |tx| {
        require(tx, staff.id, Act::SettleCases)?;
        let case = store::get(tx, staff.id, id)?.ok_or(Error::NotFound)?;
        if close && !store::close(tx, id)? {
            return Err(Error::Denied("这件事已经关闭，请刷新后再看。"));
        }
        let kind = if close { "close" } else { "note" };
        store::add_note(tx, id, &staff, kind, &text, now)?;
        if close {
            let subject = format!("{} {}", case.order, case.trade);
            let detail = format!("关闭资金异常（{}）：{text}", kind_label(&case.kind));
            audit::record(tx, &audit::Entry { actor: &actor, action: Action::MoneyCase, subject, detail }, now)?;
        }
        Ok(())
    })
    .await
}
