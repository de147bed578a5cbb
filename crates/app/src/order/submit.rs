//! 提交, and what the user may still do before paying or receiving.

use super::act::{act, load};
use super::commit::commit;
use super::draft::quoted;
use super::snapshot::Snapshot;
use super::store::{self, Find};
use crate::account::session::CompanyUser;
use crate::{App, Error, company, project};
use domain::id::OrderNumber;
use domain::order::{Command, Order, decide};

/// Submits a draft: freezes the three profiles and the price of this moment (T3, T3a).
///
/// # Errors
/// `Refused` names what is missing in the profiles. `Stale` if the order has changed since it was looked over.
pub async fn submit(app: &App, user: &CompanyUser, number: &OrderNumber, seen: i64) -> Result<Order, Error> {
    let (now, deadlines) = (app.now(), app.settings.deadlines);
    let (user, find) = (user.clone(), Find::Own(user.id, number.clone()));
    app.write(move |tx| {
        let stored = load(tx, &find, seen)?;
        let company = company::store::get(tx, user.id)?.ok_or(Error::NotFound)?;
        let quote = quoted(tx, &stored.draft, now)?;
        let missing = company::missing(&company);
        let command = Command::Submit { price: quote.total, missing, deadlines };
        let decision = decide(&stored.order, &command, &user.actor(), now)?;
        let project = project::store::get(tx, stored.draft.project)?.ok_or(Error::NotFound)?;
        let snapshot = Snapshot::freeze(&company, &project.name, &quote)
            .ok_or_else(|| Error::Fault("a complete profile could not be frozen".into()))?;
        store::add_submission(tx, stored.order.id, decision.submission, quote.list, &snapshot, now)?;
        commit(tx, &stored, &decision, &user.actor(), now)
    })
    .await
}

/// 撤回修改, 取消, 删除, 申请取消: what needs nothing but the word.
pub async fn withdraw(app: &App, user: &CompanyUser, number: &OrderNumber, seen: i64) -> Result<Order, Error> {
    own(app, user, number, seen, Command::Withdraw).await
}

/// 取消订单 before paying (T7).
pub async fn cancel(app: &App, user: &CompanyUser, number: &OrderNumber, seen: i64) -> Result<Order, Error> {
    own(app, user, number, seen, Command::Cancel).await
}

/// 删除 a draft that was never submitted.
pub async fn delete(app: &App, user: &CompanyUser, number: &OrderNumber, seen: i64) -> Result<Order, Error> {
    own(app, user, number, seen, Command::Delete).await
}

/// 申请取消 while the order is reviewed (E7).
pub async fn request_cancel(app: &App, user: &CompanyUser, number: &OrderNumber, seen: i64) -> Result<Order, Error> {
    own(app, user, number, seen, Command::RequestCancel).await
}

/// 确认收货 (T13). `in_hand`: the user says so although the outlet recorded nothing (E17).
pub async fn confirm(
    app: &App,
    user: &CompanyUser,
    number: &OrderNumber,
    seen: i64,
    in_hand: bool,
) -> Result<Order, Error> {
    own(app, user, number, seen, Command::Confirm { in_hand }).await
}

async fn own(app: &App, user: &CompanyUser, number: &OrderNumber, seen: i64, command: Command) -> Result<Order, Error> {
    act(app, Find::Own(user.id, number.clone()), seen, user.actor(), command).await
}
