//! What people may do with an order: one function, one arm per command, in the order of design/orders.md.
//! Its counterpart for what the world reports is `observe`. Neither reads a clock or touches anything.

use super::after_sale::after_sale;
use super::command::{Command, Deadlines, Decision};
use super::effect::{Effect, RefundReason};
use super::form::Delivery;
use super::history::{Entry, Event};
use super::refusal::{Refusal, Why};
use super::staff_form::{Rejection, Waybill};
use super::state::{Approved, CLAIM_LASTS, Claim, CloseReason, CompletedBy, Handover, Order, Rejected, Review, State};
use crate::actor::{Actor, Role};
use crate::message::Sms;
use crate::time;
use jiff::{SignedDuration, Timestamp};

const REVIEWERS: &[Role] = &[Role::Reviewer, Role::Supervisor];
const SHIPPERS: &[Role] = &[Role::Shipper, Role::Supervisor];

/// Decides on a command. A refusal changes nothing.
pub fn decide(order: &Order, command: &Command, actor: &Actor, now: Timestamp) -> Result<Decision, Refusal> {
    let no = |why| Refusal { state: order.state.code(), command: command.label(), why };
    allowed(order, command, actor).map_err(no)?;
    match (command, &order.state) {
        (Command::Save, State::Draft { rejected }) => {
            let next = State::Draft { rejected: rejected.clone() };
            Ok(Decision::to(order, next, Entry::new(Event::Saved, "")))
        }
        (Command::Submit { .. }, State::Draft { .. }) => submit(order, command, now).map_err(no),
        (Command::OpenPayment, State::AwaitingPayment { .. }) => {
            let entry = None;
            let stays = Decision::to(order, order.state.clone(), Entry::new(Event::Saved, ""));
            Ok(Decision { entry, ..stays })
        }
        (Command::Withdraw, State::AwaitingPayment { .. }) => {
            let next = State::Draft { rejected: None };
            Ok(Decision::to(order, next, Entry::new(Event::Withdrawn, "")).with(Effect::CloseAttempts { except: None }))
        }
        (Command::Cancel, State::AwaitingPayment { .. }) => {
            let next = State::Closed { reason: CloseReason::Cancelled };
            Ok(Decision::to(order, next, Entry::new(Event::Cancelled, "")).with(Effect::CloseAttempts { except: None }))
        }
        (Command::Delete, State::Draft { .. }) => {
            if order.submission > 0 {
                return Err(no(Why::AlreadySubmitted));
            }
            let next = State::Closed { reason: CloseReason::Deleted };
            Ok(Decision::to(order, next, Entry::new(Event::Deleted, "")))
        }
        (_, State::UnderReview(review)) => in_review(order, review, command, actor, now).map_err(no),
        (_, State::ToShip(_) | State::Shipped { .. } | State::Processing { .. } | State::Completed { .. }) => {
            after_approval(order, command, actor, now).map_err(no)
        }
        _ => Err(no(Why::WrongState)),
    }
}

/// Who may give which command at all; the state is judged afterwards.
fn allowed(order: &Order, command: &Command, actor: &Actor) -> Result<(), Why> {
    let ok = match command {
        Command::Save | Command::Submit { .. } | Command::OpenPayment | Command::Withdraw | Command::Cancel => {
            actor.is_company(order.company)
        }
        Command::Delete | Command::RequestCancel | Command::GiveSupplement | Command::Confirm { .. } => {
            actor.is_company(order.company)
        }
        Command::Claim | Command::Release | Command::AskSupplement { .. } => actor.is_staff_of(REVIEWERS),
        Command::Reject(_) | Command::Approve { .. } => {
            if let (Actor::Staff { id, .. }, Some(entered)) = (actor, order.entered_by)
                && *id == entered
            {
                return Err(Why::OwnEntry);
            }
            actor.is_staff_of(REVIEWERS)
        }
        Command::Ship { .. } | Command::ReturnParcel { .. } => actor.is_staff_of(SHIPPERS),
        Command::SwitchDelivery { .. } => actor.is_staff_of(&[Role::Support, Role::Supervisor]),
        Command::MarkReady | Command::HandOver { .. } => match (actor, &order.delivery) {
            (Actor::Staff { role: Role::Outlet, outlet: Some(mine), .. }, Delivery::Pickup { outlet }) => {
                mine == outlet
            }
            _ => false,
        },
        Command::AskAfterSale { .. } => actor.is_staff_of(&[Role::Supervisor]),
        Command::ReleaseAfterSale => actor.is_staff_of(&[Role::Finance]),
        Command::CancelAfterSale { .. } => actor.is_staff_of(&[Role::Supervisor, Role::Finance]),
    };
    if ok { Ok(()) } else { Err(Why::NotAllowed) }
}

/// T3, T3a.
fn submit(order: &Order, command: &Command, now: Timestamp) -> Result<Decision, Why> {
    let Command::Submit { price, shown, missing, hindrance, review_first, deadlines } = command else {
        return Err(Why::WrongState);
    };
    if !missing.is_empty() {
        return Err(Why::Incomplete(missing.clone()));
    }
    if let Some(why) = hindrance {
        return Err(why.clone());
    }
    if shown.is_some_and(|shown| shown != *price) {
        return Err(Why::PriceChanged);
    }
    let submission = order.submission + 1;
    let entry = Entry::new(Event::Submitted, format!("第 {submission} 次提交，应付 {price}"));
    let decision = if price.is_zero() || *review_first {
        let review = Review { paid: None, claim: None, cancel_requested: false, supplement: None, since: now };
        Decision::to(order, State::UnderReview(review), entry)
    } else {
        await_payment(order, None, deadlines, now, entry)
    };
    Ok(Decision { submission, amount: *price, ..decision })
}

fn await_payment(
    order: &Order,
    reviewed: Option<Timestamp>,
    deadlines: &Deadlines,
    now: Timestamp,
    entry: Entry,
) -> Decision {
    let pay_until = (deadlines.pay_days > 0).then(|| time::after(now, days(deadlines.pay_days)));
    let decision = Decision::to(order, State::AwaitingPayment { pay_until, reviewed }, entry);
    match pay_until {
        Some(at) => decision.with(Effect::WatchPayment { at }),
        None => decision,
    }
}

fn in_review(
    order: &Order,
    review: &Review,
    command: &Command,
    actor: &Actor,
    now: Timestamp,
) -> Result<Decision, Why> {
    let stays = |review: Review, entry| Ok(Decision::to(order, State::UnderReview(review), entry));
    if let Actor::Staff { id, .. } = actor
        && let Some(claim) = review.held_by_other(*id, now)
    {
        return Err(Why::ClaimedBy(claim.name.clone()));
    }
    match (command, actor) {
        (Command::RequestCancel, _) if review.cancel_requested => Err(Why::AlreadyAsked),
        (Command::RequestCancel, _) => {
            stays(Review { cancel_requested: true, ..review.clone() }, Entry::new(Event::CancelRequested, ""))
        }
        (Command::Claim, Actor::Staff { id, name, .. }) => {
            let claim = Claim { by: *id, name: name.clone(), until: time::after(now, CLAIM_LASTS) };
            stays(Review { claim: Some(claim), ..review.clone() }, Entry::new(Event::Claimed, ""))
        }
        (Command::Release, _) => stays(Review { claim: None, ..review.clone() }, Entry::new(Event::Released, "")),
        (Command::AskSupplement { what }, _) => stays(
            Review { supplement: Some(what.clone()), claim: None, ..review.clone() },
            Entry::new(Event::SupplementAsked, what.clone()),
        ),
        (Command::GiveSupplement, _) if review.supplement.is_some() => {
            stays(Review { supplement: None, since: now, ..review.clone() }, Entry::new(Event::SupplementGiven, ""))
        }
        (Command::Reject(rejection), _) => Ok(reject(order, review, rejection, now)),
        (Command::Approve { waybill, deadlines }, _) => approve(order, review, waybill.as_ref(), deadlines, now),
        _ => Err(Why::WrongState),
    }
}

/// T8: back to the user, all the money back to where it came from.
fn reject(order: &Order, review: &Review, rejection: &Rejection, now: Timestamp) -> Decision {
    let refund_of = review.paid.map(|paid| paid.attempt);
    let next = State::Draft { rejected: Some(Rejected { rejection: rejection.clone(), at: now, refund_of }) };
    let decision = Decision::to(order, next, Entry::new(Event::Rejected, rejection.sentence()))
        .with(Effect::Tell(Sms::Rejected { order: order.number.to_string() }));
    match review.paid {
        Some(paid) => {
            let (attempt, amount) = (paid.attempt, paid.amount);
            decision.with(Effect::Refund { attempt, amount, reason: RefundReason::Rejected })
        }
        None => decision,
    }
}

/// T9, T9a, T10: the certificates are made and the invoice is issued, whatever the way of delivery.
fn approve(
    order: &Order,
    review: &Review,
    waybill: Option<&Waybill>,
    deadlines: &Deadlines,
    now: Timestamp,
) -> Result<Decision, Why> {
    if review.paid.is_none() && !order.amount.is_zero() {
        return match waybill {
            None => Ok(await_payment(order, Some(now), deadlines, now, Entry::new(Event::Approved, "请付款"))),
            Some(_) => Err(Why::NotPaid),
        };
    }
    let approved = Approved { paid: review.paid, at: now, after_sale: None };
    let entry = Entry::new(Event::Approved, "");
    let decision = match (&order.delivery, waybill) {
        (Delivery::Courier(_), Some(waybill)) => shipped(order, approved, waybill, deadlines, now, entry),
        (Delivery::Pickup { .. }, Some(_)) => return Err(Why::WrongDelivery),
        (_, None) => Decision::to(order, to_deliver(order, approved), entry),
    };
    let decision = decision.with(Effect::MakeCertificates);
    Ok(if order.amount.is_zero() { decision } else { decision.with(Effect::IssueInvoice) })
}

/// Where an approved order without a waybill waits: for the shipper, or at its outlet.
pub(super) fn to_deliver(order: &Order, approved: Approved) -> State {
    match &order.delivery {
        Delivery::Courier(_) => State::ToShip(approved),
        Delivery::Pickup { outlet } => State::Processing { approved, outlet: *outlet, handover: Handover::NotReady },
    }
}

fn shipped(
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
        .with(Effect::WatchReceipt { at: time::after(now, days(deadlines.shipped_days)) })
}

fn after_approval(order: &Order, command: &Command, actor: &Actor, now: Timestamp) -> Result<Decision, Why> {
    match (command, &order.state) {
        (Command::Ship { waybill, deadlines }, State::ToShip(approved)) => {
            let entry = Entry::new(Event::Shipped, waybill.sentence());
            Ok(shipped(order, approved.clone(), waybill, deadlines, now, entry))
        }
        (Command::Ship { waybill, deadlines }, State::Shipped { approved, waybill: old, .. }) => {
            if waybill == old {
                return Err(Why::AlreadyAsked);
            }
            let note = format!("{}，原单号 {}", waybill.sentence(), old.number);
            Ok(shipped(order, approved.clone(), waybill, deadlines, now, Entry::new(Event::WaybillCorrected, note)))
        }
        (Command::ReturnParcel { reason }, State::Shipped { approved, .. }) => {
            let next = State::ToShip(approved.clone());
            Ok(Decision::to(order, next, Entry::new(Event::ParcelReturned, reason.clone())))
        }
        (Command::SwitchDelivery { to, consent }, _) => switch_delivery(order, to, consent),
        (Command::MarkReady, State::Processing { approved, outlet, handover: Handover::NotReady }) => {
            let handover = Handover::Ready { since: now };
            let next = State::Processing { approved: approved.clone(), outlet: *outlet, handover };
            Ok(Decision::to(order, next, Entry::new(Event::Ready, "")))
        }
        (
            Command::HandOver { collector, deadlines },
            State::Processing { approved, outlet, handover: Handover::Ready { .. } },
        ) => {
            let handover = Handover::HandedOver { collector: collector.clone(), at: now };
            let next = State::Processing { approved: approved.clone(), outlet: *outlet, handover };
            let at = time::after(now, days(deadlines.handed_over_days));
            Ok(Decision::to(order, next, Entry::new(Event::HandedOver, collector.sentence()))
                .with(Effect::WatchReceipt { at }))
        }
        (Command::MarkReady | Command::HandOver { .. }, State::Processing { .. }) => Err(Why::WrongStep),
        (Command::Confirm { in_hand }, State::Shipped { approved, .. } | State::Processing { approved, .. }) => {
            let waits = matches!(&order.state, State::Processing { handover, .. }
                if !matches!(handover, Handover::HandedOver { .. }));
            if waits && !in_hand {
                return Err(Why::NotHandedOver);
            }
            let note = if waits { "用户确认已拿到，网点尚未登记交付" } else { "" };
            let waybill = order.state.waybill().cloned();
            let next = State::Completed { approved: approved.clone(), by: CompletedBy::User, waybill };
            Ok(Decision::to(order, next, Entry::new(Event::Completed, note)))
        }
        (Command::AskAfterSale { .. } | Command::ReleaseAfterSale | Command::CancelAfterSale { .. }, _) => {
            after_sale(order, command, actor)
        }
        _ => Err(Why::WrongState),
    }
}

/// T16: only before the parcel is sent or handed over.
fn switch_delivery(order: &Order, to: &Delivery, consent: &str) -> Result<Decision, Why> {
    let approved = match &order.state {
        State::ToShip(approved) => approved,
        State::Processing { handover: Handover::HandedOver { .. }, .. } => return Err(Why::WrongStep),
        State::Processing { approved, .. } => approved,
        _ => return Err(Why::WrongState),
    };
    let next = match to {
        Delivery::Courier(_) => State::ToShip(approved.clone()),
        Delivery::Pickup { outlet } => {
            State::Processing { approved: approved.clone(), outlet: *outlet, handover: Handover::NotReady }
        }
    };
    let decision = Decision::to(order, next, Entry::new(Event::DeliverySwitched, consent));
    Ok(Decision { delivery: to.clone(), ..decision })
}

fn days(count: i64) -> SignedDuration {
    SignedDuration::from_hours(24 * count)
}
