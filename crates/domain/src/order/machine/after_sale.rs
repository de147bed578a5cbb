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

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use crate::actor::Actor;
    use crate::id::StaffId;
    use crate::order::states_document::*;
    use crate::order::*;
    use crate::rights::Role;

    #[test]
    fn a_refund_after_sale_takes_two_people() {
        let (_, order) = orders().into_iter().find(|(state, _)| *state == "已完成").unwrap();
        let staff = |id, role| Actor::Staff { id: StaffId::new(id), role, outlet: None, name: "某人".into() };
        let ask = Command::AskAfterSale { reason: "重复办理".into() };
        assert_eq!(decide(&order, &ask, &staff(4, Role::Finance), NOW).unwrap_err().why, Why::NotAllowed);
        let asked = decide(&order, &ask, &staff(5, Role::Supervisor), NOW).unwrap();
        let order = Order { state: asked.next, ..order };
        let release = |id, role| decide(&order, &Command::ReleaseAfterSale, &staff(id, role), NOW);
        assert_eq!(release(6, Role::Supervisor).unwrap_err().why, Why::NotAllowed, "money is released by finance");
        assert_eq!(
            release(5, Role::Finance).unwrap_err().why,
            Why::SamePerson,
            "who changed the role is the same person"
        );
        let released = release(6, Role::Finance).unwrap();
        assert!(matches!(released.next, State::Closed { reason: CloseReason::AfterSale }));
        assert!(matches!(
            released.effects[..],
            [Effect::RevokeCertificates, Effect::FlushInvoice, Effect::Refund { reason: RefundReason::AfterSale, .. }]
        ));
    }

    #[test]
    fn a_refund_after_sale_can_be_called_off_and_asked_for_anew() {
        let staff = |id, role| Actor::Staff { id: StaffId::new(id), role, outlet: None, name: "某人".into() };
        let ask = Command::AskAfterSale { reason: "重复办理".into() };
        let cancel = Command::CancelAfterSale { reason: "订单号写错".into() };
        let (supervisor, finance) = (staff(5, Role::Supervisor), staff(6, Role::Finance));
        let fresh = |order: &Order| order.state.approved().is_some_and(|approved| approved.after_sale.is_none());
        for (name, order) in orders().into_iter().filter(|(_, order)| fresh(order)) {
            assert_eq!(decide(&order, &cancel, &finance, NOW).unwrap_err().why, Why::NotAsked, "{name}");
            let asked = Order { state: decide(&order, &ask, &supervisor, NOW).unwrap().next, ..order.clone() };
            assert_eq!(
                decide(&asked, &cancel, &staff(7, Role::Reviewer), NOW).unwrap_err().why,
                Why::NotAllowed,
                "{name}"
            );
            for who in [&supervisor, &finance] {
                let off = decide(&asked, &cancel, who, NOW).unwrap();
                assert_eq!((&off.next, off.effects.len()), (&order.state, 0), "{name}: as before, and no money moves");
                assert_eq!(off.entry.map(|entry| entry.note), Some("订单号写错".to_owned()), "{name}");
                let off = Order { state: off.next, ..order.clone() };
                let release = decide(&off, &Command::ReleaseAfterSale, &finance, NOW);
                assert_eq!(release.unwrap_err().why, Why::NotAsked, "{name}");
                assert!(decide(&off, &ask, &supervisor, NOW).is_ok(), "{name}");
            }
        }
    }
}
