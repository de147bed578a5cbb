//! Settles what the gateway reports. Answers to queries and notices converge here, in one idempotent function under the
//! order's lock, so that it does not matter which comes first, how often, or in which order (E1–E6).

use super::store;
use crate::order::act;
use crate::order::store as orders;
use crate::outbox;
use crate::ports::payment::NoticeError;
use crate::{App, Error, Tx};
use domain::id::AttemptId;
use domain::order::{Fact, Order};
use domain::payment::attempt::{AttemptFact, AttemptOutcome};
use domain::payment::{Attempt, AttemptState, GatewayCode, TradeReport};
use jiff::Timestamp;

/// What became of a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Settlement {
    /// It settled the attempt just now.
    Settled,
    Nothing,
    /// It did not fit; a case was opened for finance, nothing was booked.
    Alarm,
    /// No attempt of ours bears this number.
    Unknown,
}

impl Settlement {
    /// The word under which a notice is filed.
    pub fn verdict(self) -> &'static str {
        match self {
            Settlement::Settled => "settled",
            Settlement::Nothing => "nothing new",
            Settlement::Alarm => "alarm",
            Settlement::Unknown => "unknown trade",
        }
    }
}

/// The outbox key of an attempt's watch.
pub fn watch_key(attempt: AttemptId) -> String {
    format!("watch:{attempt}")
}

/// Applies a gateway's report in the caller's transaction. A trade that was opened at another gateway is not this one's.
pub fn settle(tx: &mut Tx, from: &GatewayCode, report: &TradeReport, now: Timestamp) -> Result<Settlement, Error> {
    let found = store::by_trade(tx, &report.trade)?.filter(|attempt| attempt.gateway == *from);
    let Some(found) = found else {
        tracing::error!(trade = %report.trade, gateway = %from, "a gateway reports a trade that is not in our books");
        return Ok(Settlement::Unknown);
    };
    orders::lock_id(tx, found.order)?;
    let stored = store::get(tx, found.id)?.ok_or(Error::NotFound)?;
    let attempt = Attempt { state: stored.state, amount: stored.amount };
    let (next, outcome) = attempt.observe(&AttemptFact::Reported(report.clone()));
    match outcome {
        AttemptOutcome::Nothing => {
            if next != stored.state {
                store::set_state(tx, stored.id, next)?;
            }
            Ok(Settlement::Nothing)
        }
        AttemptOutcome::Alarm => {
            let paid = report.amount.map_or_else(|| "金额不明".to_owned(), |fen| fen.to_string());
            let detail = format!("应付 {}，平台报告 {paid}，已退 {}", stored.amount, report.refunded);
            store::add_case(tx, stored.id, "mismatch", &detail, now)?;
            Ok(Settlement::Alarm)
        }
        AttemptOutcome::Settled => {
            store::set_settled(tx, stored.id, report.gateway_trade.as_deref(), report.paid_at.unwrap_or(now))?;
            let (attempt, submission, amount) = (stored.id, stored.submission, stored.amount);
            let order = act::note(tx, stored.order, &Fact::PaymentSettled { attempt, submission, amount }, now)?;
            if nothing_follows(&order, attempt) {
                let detail = format!("已付 {amount}，订单已审核通过，但现在不办理{}", order.business.title());
                store::add_case(tx, attempt, "not_offered", &detail, now)?;
            }
            Ok(Settlement::Settled)
        }
    }
}

/// The payment was what an approval waited for, and nobody can carry out what was approved (an older program could): a
/// person has to give the money back or the company what it paid for.
fn nothing_follows(order: &Order, attempt: AttemptId) -> bool {
    let approved = order.state.approved().and_then(|approved| approved.paid);
    approved.is_some_and(|paid| paid.attempt == attempt) && !order.business.is_taken()
}

/// Takes a notice: verified before any database work, stored as it came, settled, all in one transaction.
/// `Ok` means: tell the gateway that it arrived.
///
/// # Errors
/// `NotFound` for a gateway that is not configured; `Denied` for what is not its notice to us; `Busy`/`Fault` when it could not be stored, so that the
/// gateway sends it again.
pub async fn receive_notice(app: &App, from: &GatewayCode, body: &[u8]) -> Result<Settlement, Error> {
    let gateway = app.gateways.get(from).ok_or(Error::NotFound)?;
    let report = match gateway.port.read_notice(body) {
        Ok(report) => report,
        Err(NoticeError::NotOurs(what)) => {
            tracing::warn!(what, "a signed payment notice for somebody else");
            return Err(Error::Denied("not ours"));
        }
        Err(error) => {
            tracing::warn!(%error, "a payment notice was not believed");
            return Err(Error::Denied("not believed"));
        }
    };
    let (now, from, body) = (app.now(), from.clone(), body.to_vec());
    app.write(move |tx| {
        let settlement = settle(tx, &from, &report, now)?;
        store::add_notice(tx, "payment", &body, settlement.verdict(), now)?;
        Ok(settlement)
    })
    .await
}

/// 我已付款，查询结果: brings the next question to the gateway forward. The worker asks; the page reads our own row.
pub async fn hurry(app: &App, attempt: AttemptId) -> Result<(), Error> {
    let now = app.now();
    app.write(move |tx| Ok(outbox::store::hurry(tx, &watch_key(attempt), now)?)).await
}

/// The code is dead and the gateway says that nobody paid.
pub fn expire(tx: &mut Tx, attempt: AttemptId) -> Result<AttemptState, Error> {
    let found = store::get(tx, attempt)?.ok_or(Error::NotFound)?;
    orders::lock_id(tx, found.order)?;
    let stored = store::get(tx, attempt)?.ok_or(Error::NotFound)?;
    let (next, _) = Attempt { state: stored.state, amount: stored.amount }.observe(&AttemptFact::TimeOver);
    store::set_state(tx, attempt, next)?;
    Ok(next)
}

#[cfg(test)]
mod tests;
