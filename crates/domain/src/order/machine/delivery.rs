//! From approval to the user's hands: parcels, pickups, and the change from the one to the other.

use crate::message::Sms;
use crate::order::command::{Deadlines, Decision};
use crate::order::effect::Effect;
use crate::order::form::Delivery;
use crate::order::history::{Entry, Event};
use crate::order::refusal::Why;
use crate::order::staff_form::{Collector, Waybill};
use crate::order::state::{Approved, CompletedBy, Handover, Order, State};
use crate::time;
use jiff::Timestamp;

/// Where an approved order without a waybill waits: for the shipper, or at its outlet.
pub(in crate::order) fn to_deliver(order: &Order, approved: Approved) -> State {
    waiting(&order.delivery, approved)
}

fn waiting(delivery: &Delivery, approved: Approved) -> State {
    match delivery {
        Delivery::Courier(_) => State::ToShip(approved),
        Delivery::Pickup { outlet } => State::Processing { approved, outlet: *outlet, handover: Handover::NotReady },
    }
}

/// T9a, T11: the user is told, and the days until the order completes by itself begin.
pub(super) fn shipped(
    order: &Order,
    approved: Approved,
    waybill: &Waybill,
    deadlines: &Deadlines,
    now: Timestamp,
    entry: Entry,
) -> Decision {
    let next = State::Shipped { approved, waybill: waybill.clone(), shipped_at: now };
    let sms = Sms::Shipped {
        order: order.number.to_string(),
        carrier: waybill.carrier.clone(),
        waybill: waybill.number.clone(),
    };
    Decision::to(order, next, entry)
        .with(Effect::Tell(sms))
        .with(Effect::WatchReceipt { at: time::days_after(now, deadlines.shipped_days) })
}

/// T11, and E16 where the waybill was wrong.
pub(super) fn ship(order: &Order, waybill: &Waybill, deadlines: &Deadlines, now: Timestamp) -> Result<Decision, Why> {
    let (approved, entry) = match &order.state {
        State::ToShip(approved) => (approved, Entry::new(Event::Shipped, waybill.sentence())),
        State::Shipped { waybill: old, .. } if waybill == old => return Err(Why::AlreadyAsked),
        State::Shipped { approved, waybill: old, .. } => {
            let note = format!("{}，原单号 {}", waybill.sentence(), old.number);
            (approved, Entry::new(Event::WaybillCorrected, note))
        }
        State::Draft { .. }
        | State::AwaitingPayment { .. }
        | State::UnderReview(_)
        | State::Processing { .. }
        | State::Completed { .. }
        | State::Closed { .. } => return Err(Why::WrongState),
    };
    Ok(shipped(order, approved.clone(), waybill, deadlines, now, entry))
}

/// T15.
pub(super) fn return_parcel(order: &Order, reason: &str) -> Result<Decision, Why> {
    let State::Shipped { approved, .. } = &order.state else { return Err(Why::WrongState) };
    Ok(Decision::to(order, State::ToShip(approved.clone()), Entry::new(Event::ParcelReturned, reason)))
}

/// T16: only before the parcel is sent or handed over.
pub(super) fn switch(order: &Order, to: &Delivery, consent: &str) -> Result<Decision, Why> {
    let approved = match &order.state {
        State::ToShip(approved) => approved,
        State::Processing { handover: Handover::HandedOver { .. }, .. } => return Err(Why::WrongStep),
        State::Processing { approved, .. } => approved,
        State::Draft { .. }
        | State::AwaitingPayment { .. }
        | State::UnderReview(_)
        | State::Shipped { .. }
        | State::Completed { .. }
        | State::Closed { .. } => return Err(Why::WrongState),
    };
    let next = waiting(to, approved.clone());
    let decision = Decision::to(order, next, Entry::new(Event::DeliverySwitched, consent));
    Ok(Decision { delivery: to.clone(), ..decision })
}

/// T12: at the outlet.
pub(super) fn mark_ready(order: &Order, now: Timestamp) -> Result<Decision, Why> {
    let State::Processing { approved, outlet, handover } = &order.state else { return Err(Why::WrongState) };
    let Handover::NotReady = handover else { return Err(Why::WrongStep) };
    let handover = Handover::Ready { since: now };
    let next = State::Processing { approved: approved.clone(), outlet: *outlet, handover };
    Ok(Decision::to(order, next, Entry::new(Event::Ready, "")))
}

/// T12: in the collector's hands.
pub(super) fn hand_over(
    order: &Order,
    collector: &Collector,
    deadlines: &Deadlines,
    now: Timestamp,
) -> Result<Decision, Why> {
    let State::Processing { approved, outlet, handover } = &order.state else { return Err(Why::WrongState) };
    let Handover::Ready { .. } = handover else { return Err(Why::WrongStep) };
    let handover = Handover::HandedOver { collector: collector.clone(), at: now };
    let next = State::Processing { approved: approved.clone(), outlet: *outlet, handover };
    Ok(Decision::to(order, next, Entry::new(Event::HandedOver, collector.sentence()))
        .with(Effect::WatchReceipt { at: time::days_after(now, deadlines.handed_over_days) }))
}

/// T13, and E17 where the outlet has recorded nothing yet: then the user must say that it is in hand.
pub(super) fn confirm(order: &Order, in_hand: bool) -> Result<Decision, Why> {
    let (approved, recorded) = match &order.state {
        State::Shipped { approved, .. } => (approved, true),
        State::Processing { approved, handover, .. } => (approved, matches!(handover, Handover::HandedOver { .. })),
        State::Draft { .. }
        | State::AwaitingPayment { .. }
        | State::UnderReview(_)
        | State::ToShip(_)
        | State::Completed { .. }
        | State::Closed { .. } => return Err(Why::WrongState),
    };
    if !recorded && !in_hand {
        return Err(Why::NotHandedOver);
    }
    let note = if recorded { "" } else { "用户确认已拿到，网点尚未登记交付" };
    let waybill = order.state.waybill().cloned();
    let next = State::Completed { approved: approved.clone(), by: CompletedBy::User, waybill };
    Ok(Decision::to(order, next, Entry::new(Event::Completed, note)))
}
