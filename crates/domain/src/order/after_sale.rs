//! The refund after sale (T17): one person asks, a second releases; then the certificates are revoked,
//! the invoice is flushed in red and the money goes back, each step by its own effect. Until it is released either side
//! may call it off.

use super::command::{Command, Decision};
use super::effect::{Effect, RefundReason};
use super::history::{Entry, Event};
use super::refusal::Why;
use super::state::{AfterSale, Approved, CloseReason, Order, State};
use crate::actor::Actor;
use crate::id::StaffId;

/// T17: two people; then the certificates are revoked, the invoice is flushed, the money goes back.
pub(super) fn after_sale(order: &Order, command: &Command, actor: &Actor) -> Result<Decision, Why> {
    let (Some(approved), Actor::Staff { id, .. }) = (order.state.approved(), actor) else {
        return Err(Why::WrongState);
    };
    match (command, &approved.after_sale) {
        (Command::AskAfterSale { .. }, Some(_)) => Err(Why::AlreadyAsked),
        (Command::AskAfterSale { reason }, None) => {
            let asked = Some(AfterSale { by: *id, reason: reason.clone() });
            let next = with_after_sale(&order.state, asked);
            Ok(Decision::to(order, next, Entry::new(Event::AfterSaleAsked, reason.clone())))
        }
        (Command::CancelAfterSale { reason }, Some(_)) => {
            let next = with_after_sale(&order.state, None);
            Ok(Decision::to(order, next, Entry::new(Event::AfterSaleCancelled, reason.clone())))
        }
        (Command::ReleaseAfterSale | Command::CancelAfterSale { .. }, None) => Err(Why::NotAsked),
        (Command::ReleaseAfterSale, Some(asked)) => release_after_sale(order, approved, asked, *id),
        _ => Err(Why::WrongState),
    }
}

fn release_after_sale(order: &Order, approved: &Approved, asked: &AfterSale, by: StaffId) -> Result<Decision, Why> {
    if asked.by == by {
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
