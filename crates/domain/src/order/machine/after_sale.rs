//! The refund after sale (T17): one person asks, a second releases; then the certificates are revoked,
//! the invoice is flushed in red and the money goes back, each step by its own effect. Until it is released either side
//! may call it off.

use crate::actor::Actor;
use crate::order::command::Decision;
use crate::order::effect::{Effect, RefundReason};
use crate::order::history::{Entry, Event};
use crate::order::refusal::Why;
use crate::order::state::{AfterSale, Approved, CloseReason, Order, State};
use crate::rights::Act;

fn approved(order: &Order) -> Result<&Approved, Why> {
    order.state.approved().ok_or(Why::WrongState)
}

pub(super) fn ask(order: &Order, reason: &str, actor: &Actor) -> Result<Decision, Why> {
    if approved(order)?.after_sale.is_some() {
        return Err(Why::AlreadyAsked);
    }
    let Some(by) = actor.staff() else { return Err(Why::NotAllowed) };
    let next = with_after_sale(&order.state, Some(AfterSale { by, reason: reason.to_owned() }));
    Ok(Decision::to(order, next, Entry::new(Event::AfterSaleAsked, reason)))
}

pub(super) fn cancel(order: &Order, reason: &str) -> Result<Decision, Why> {
    if approved(order)?.after_sale.is_none() {
        return Err(Why::NotAsked);
    }
    let next = with_after_sale(&order.state, None);
    Ok(Decision::to(order, next, Entry::new(Event::AfterSaleCancelled, reason)))
}

pub(super) fn release(order: &Order, actor: &Actor) -> Result<Decision, Why> {
    let approved = approved(order)?;
    let asked = approved.after_sale.as_ref().ok_or(Why::NotAsked)?;
    let Some(by) = actor.staff() else { return Err(Why::NotAllowed) };
    if !Act::ReleaseAfterSale.right().second.is_kept(asked.by, by) {
        return Err(Why::SamePerson);
    }
    let next = State::Closed { reason: CloseReason::AfterSale };
    let decision = Decision::to(order, next, Entry::new(Event::AfterSaleReleased, asked.reason.clone()))
        .with(Effect::RevokeCertificates);
    Ok(match approved.paid {
        Some(paid) => decision.with(Effect::FlushInvoice).with(Effect::Refund {
            attempt: paid.attempt,
            amount: paid.amount,
            reason: RefundReason::AfterSale,
        }),
        None => decision,
    })
}

fn with_after_sale(state: &State, asked: Option<AfterSale>) -> State {
    let mut next = state.clone();
    match &mut next {
        State::ToShip(approved)
        | State::Shipped { approved, .. }
        | State::Processing { approved, .. }
        | State::Completed { approved, .. } => approved.after_sale = asked,
        State::Draft { .. } | State::AwaitingPayment { .. } | State::UnderReview(_) | State::Closed { .. } => {}
    }
    next
}
