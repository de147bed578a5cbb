//! Refunds that need a person (E10): sent again under their own number, or paid back off line with a voucher. Who
//! registers the voucher is never who releases it; the table knows that too.

pub mod store;

use super::store::{self as lines, RefundLine};
use crate::Fault;
use crate::audit::{self, Action};
use crate::order::act;
use crate::outbox;
use crate::payment;
use crate::rights::require;
use crate::who::StaffUser;
use crate::{App, Error, Tx};
use domain::actor::Actor;
use domain::field::FieldErrors;
use domain::id::{RefundId, StaffId};
use domain::order::Fact;
use domain::payment::refund::RefundFact;
use domain::payment::{OfflineVoucher, RefundState};
use domain::rights::Act;
use jiff::Timestamp;

/// A refund with what was registered about it.
#[derive(Clone, Debug, PartialEq)]
pub struct RefundDetail {
    pub line: RefundLine,
    /// The registration that it was paid off line.
    pub offline: Option<store::Offline>,
}

/// One refund.
///
/// # Errors
/// `NotFound` for what this person may not see.
pub async fn get(app: &App, staff: &StaffUser, id: RefundId) -> Result<RefundDetail, Error> {
    let staff = staff.id;
    app.read(move |tx| {
        let line = lines::get_refund(tx, staff, id)?.ok_or(Error::NotFound)?;
        Ok(RefundDetail { line, offline: store::get(tx, id)? })
    })
    .await
}

/// 用原号重试: the same refund, the same number, sent once more.
///
/// # Errors
/// `Denied` unless it was refused and nobody registered that it was paid off line.
pub async fn retry(app: &App, staff: &StaffUser, id: RefundId) -> Result<(), Error> {
    let (now, actor, staff) = (app.now(), staff.actor(), staff.id);
    app.write(move |tx| {
        let line = locked(tx, staff, Act::SettleRefunds, id)?;
        if store::get(tx, id)?.is_some() {
            return Err(Error::Denied("这笔退款已登记线下退款，要用原号重试请先撤销登记。"));
        }
        payment::observe::note(tx, id, RefundFact::Retried, "", now)?;
        if !outbox::store::again(tx, &format!("refund:{}", line.attempt), now)? {
            return Err(Fault::Records(format!("the refund {} has no job", line.number)).into());
        }
        told(tx, &actor, &line, format!("用原号重试 {}", line.amount), now)
    })
    .await
}

/// 登记线下退款 (first person). Nothing is paid by this, and nothing is booked until it is released.
///
/// # Errors
/// `Denied` unless the refund was refused; `Fields` for a voucher that another refund was paid with; `Stale` when
/// somebody registered before.
pub async fn register_offline(
    app: &App,
    staff: &StaffUser,
    id: RefundId,
    voucher: OfflineVoucher,
) -> Result<(), Error> {
    let (now, actor, staff) = (app.now(), staff.actor(), staff.clone());
    app.write(move |tx| {
        let line = locked(tx, staff.id, Act::SettleRefunds, id)?;
        if let Some(order) = store::by_voucher(tx, id, &voucher)? {
            let mut errors = FieldErrors::new();
            errors.add("voucher", format!("这个凭证号已登记在订单 {order} 的另一笔退款上，请核对"));
            return Err(Error::Fields(errors));
        }
        if !store::insert(tx, id, &voucher, &staff, now)? {
            return Err(Error::Stale { seen: 0, current: 1 });
        }
        told(tx, &actor, &line, format!("登记线下退款 {}，凭证号 {}", line.amount, voucher.voucher), now)
    })
    .await
}

/// 放行 (second person): the money is back with the payer.
///
/// # Errors
/// `Denied` for the person who registered it.
pub async fn release_offline(app: &App, staff: &StaffUser, id: RefundId) -> Result<(), Error> {
    let (now, actor, staff) = (app.now(), staff.actor(), staff.clone());
    app.write(move |tx| {
        let line = locked(tx, staff.id, Act::ReleaseRefund, id)?;
        let asked = store::get(tx, id)?.ok_or(Error::NotFound)?;
        if asked.asked_by == staff.id || !store::release(tx, id, &staff, now)? {
            return Err(Error::Denied("退款须由另一位同事放行。"));
        }
        payment::observe::note(tx, id, RefundFact::PaidOffline, "", now)?;
        let fact = Fact::RefundPaidOffline { amount: line.amount, number: line.number.clone() };
        act::note(tx, line.order_id, &fact, now)?;
        payment::store::close_refund_cases(tx, line.attempt)?;
        told(tx, &actor, &line, format!("放行线下退款 {}，登记人 {}", line.amount, asked.asked_name), now)
    })
    .await
}

/// 撤销登记: nothing was paid after all.
///
/// # Errors
/// `NotFound` when there is nothing to take back.
pub async fn withdraw_offline(app: &App, staff: &StaffUser, id: RefundId) -> Result<(), Error> {
    let (now, actor, staff) = (app.now(), staff.actor(), staff.id);
    app.write(move |tx| {
        let line = locked(tx, staff, Act::SettleRefunds, id)?;
        let asked = store::get(tx, id)?.ok_or(Error::NotFound)?;
        if !store::withdraw(tx, id)? {
            return Err(Error::NotFound);
        }
        let detail = format!("撤销线下退款登记，凭证号 {}，登记人 {}", asked.voucher.voucher, asked.asked_name);
        told(tx, &actor, &line, detail, now)
    })
    .await
}

/// A refund that waits for a person, its order locked.
fn locked(tx: &mut Tx, staff: StaffId, act: Act, id: RefundId) -> Result<RefundLine, Error> {
    require(tx, staff, act)?;
    let line = lines::get_refund(tx, staff, id)?.ok_or(Error::NotFound)?;
    crate::order::store::lock_id(tx, line.order_id)?;
    let line = lines::get_refund(tx, staff, id)?.ok_or(Error::NotFound)?;
    match line.state {
        RefundState::Failed => Ok(line),
        _ => Err(Error::Denied("这笔退款不在等待处理：只有被拒绝的退款可以重试或线下退款，请刷新后再看。")),
    }
}

fn told(tx: &mut Tx, actor: &Actor, line: &RefundLine, detail: String, now: Timestamp) -> Result<(), Error> {
    let entry =
        audit::Entry { actor, action: Action::Refund, subject: format!("{} {}", line.order, line.number), detail };
    Ok(audit::record(tx, &entry, now)?)
}

#[cfg(test)]
mod tests;
