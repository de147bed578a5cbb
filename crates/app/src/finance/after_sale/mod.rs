//! 售后退款 (T17): a supervisor asks, finance releases. Then the certificates are revoked, the invoice is to be flushed,
//! and all the money goes back; each step is a job of its own.

pub mod store;

use crate::invoice;
use crate::order::act;
use crate::order::commit::commit;
use crate::order::store::Find;
use crate::who::StaffUser;
use crate::{App, Error};
use domain::id::OrderNumber;
use domain::order::{Command, Order, decide};
use domain::rights::Act;
use store::Waiting;

/// The most requests that are listed.
pub const WAITING_MAX: i64 = 100;

/// The requests that wait to be released, oldest first.
pub async fn waiting(app: &App, staff: &StaffUser) -> Result<Vec<Waiting>, Error> {
    let staff = staff.id;
    app.read(move |tx| Ok(store::list(tx, staff, WAITING_MAX)?)).await
}

/// Asks for the refund of an approved order.
///
/// # Errors
/// `Refused` for other roles, other states, and when it was asked for already.
pub async fn ask(
    app: &App,
    staff: &StaffUser,
    number: &OrderNumber,
    seen: i64,
    reason: String,
) -> Result<Order, Error> {
    request(app, staff, number, seen, Command::AskAfterSale { reason }).await
}

/// Calls a request off that nobody has released; the order goes on as if it had not been asked for.
///
/// # Errors
/// `Refused` for other roles, and when nothing waits to be released.
pub async fn cancel(
    app: &App,
    staff: &StaffUser,
    number: &OrderNumber,
    seen: i64,
    reason: String,
) -> Result<Order, Error> {
    request(app, staff, number, seen, Command::CancelAfterSale { reason }).await
}

/// Carries out what concerns the request alone. The row of what waits follows from the order's next state.
async fn request(
    app: &App,
    staff: &StaffUser,
    number: &OrderNumber,
    seen: i64,
    command: Command,
) -> Result<Order, Error> {
    let (now, actor) = (app.now(), staff.actor());
    let find = Find::Staff(staff.id, Act::ReadAfterSale, number.clone());
    app.write(move |tx| {
        let stored = act::load(tx, &find, seen)?;
        let decision = decide(&stored.order, &command, &actor, now)?;
        match decision.next.approved().and_then(|approved| approved.after_sale.as_ref()) {
            Some(_) => store::insert(tx, stored.order.id, now)?,
            None => store::remove(tx, stored.order.id)?,
        }
        commit(tx, &stored, &decision, &actor, now)
    })
    .await
}

/// Releases it: the order is closed and the money goes back.
///
/// # Errors
/// `Refused` for the person who asked; `Denied` while the invoice is on its way: what does not exist cannot be flushed,
/// and would be issued for a closed order. A request that the issuer refused becomes void instead.
pub async fn release(app: &App, staff: &StaffUser, number: &OrderNumber, seen: i64) -> Result<Order, Error> {
    let (now, actor) = (app.now(), staff.actor());
    let find = Find::Staff(staff.id, Act::ReadAfterSale, number.clone());
    app.write(move |tx| {
        let stored = act::load(tx, &find, seen)?;
        let order = &stored.order;
        let decision = decide(order, &Command::ReleaseAfterSale, &actor, now)?;
        let invoice = invoice::store::of_submission(tx, order.id, order.submission)?;
        if invoice.is_some_and(|invoice| invoice.state.waits()) {
            return Err(Error::Denied(
                "这个订单的发票正在开具，还不能冲红。请等开票有了结果再放行；一直没有结果的，先在“失败任务”里重试。",
            ));
        }
        store::remove(tx, order.id)?;
        commit(tx, &stored, &decision, &actor, now)
    })
    .await
}
