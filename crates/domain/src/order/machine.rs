//! What people may do with an order: one function, one arm per command, in the order of an order's life. The arms stand
//! in the modules below, by who gives the command. The counterpart for what the world reports is `observe`. Neither
//! reads a clock or touches anything.

mod after_sale;
mod applicant;
mod delivery;
mod review;

pub(super) use delivery::to_deliver;
pub(super) use review::carried_out;

use super::command::{Command, Decision};
use super::refusal::{Refusal, Why};
use super::state::Order;
use crate::actor::Actor;
use jiff::Timestamp;

/// Decides on a command. A refusal changes nothing.
pub fn decide(order: &Order, command: &Command, actor: &Actor, now: Timestamp) -> Result<Decision, Refusal> {
    let decided = allowed(order, command, actor).and_then(|()| match command {
        Command::Save => applicant::save(order),
        Command::Submit(submission) => applicant::submit(order, submission, now),
        Command::OpenPayment => applicant::open_payment(order),
        Command::Withdraw => applicant::withdraw(order),
        Command::Cancel => applicant::cancel(order),
        Command::Delete => applicant::delete(order),
        Command::RequestCancel => review::request_cancel(order),
        Command::Claim => review::claim(order, actor, now),
        Command::Release => review::release(order, actor, now),
        Command::AskSupplement { what } => review::ask_supplement(order, what, actor, now),
        Command::GiveSupplement => review::give_supplement(order, now),
        Command::Reject(rejection) => review::reject(order, rejection, actor, now),
        Command::Approve { waybill, deadlines } => review::approve(order, waybill.as_ref(), deadlines, actor, now),
        Command::Ship { waybill, deadlines } => delivery::ship(order, waybill, deadlines, now),
        Command::ReturnParcel { reason } => delivery::return_parcel(order, reason),
        Command::SwitchDelivery { to, consent } => delivery::switch(order, to, consent),
        Command::MarkReady => delivery::mark_ready(order, now),
        Command::HandOver { collector, deadlines } => delivery::hand_over(order, collector, deadlines, now),
        Command::Confirm { in_hand } => delivery::confirm(order, *in_hand),
        Command::AskAfterSale { reason } => after_sale::ask(order, reason, actor),
        Command::ReleaseAfterSale => after_sale::release(order, actor),
        Command::CancelAfterSale { reason } => after_sale::cancel(order, reason),
    });
    decided.map_err(|why| Refusal { state: order.state.code(), command: command.label(), why })
}

/// Who may give which command at all; the state is judged afterwards.
fn allowed(order: &Order, command: &Command, actor: &Actor) -> Result<(), Why> {
    let allowed = match command.act() {
        None => actor.is_company(order.company),
        Some(act) => actor.may(act, order.delivery.outlet()),
    };
    if allowed { Ok(()) } else { Err(Why::NotAllowed) }
}
