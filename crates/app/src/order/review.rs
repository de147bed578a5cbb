//! What a reviewer does: take an order, approve it, or reject it with a reason.

use super::act::{act, load};
use super::commit::commit;
use super::store::Find;
use crate::review::store::note;
use crate::review::{queue, reason};
use crate::who::StaffUser;
use crate::{App, Error};
use domain::id::OrderNumber;
use domain::message::Sms;
use domain::order::{Command, Effect, Order, Rejection, State, Waybill, decide};
use domain::rights::Act;

/// 领取: keeps other reviewers away for fifteen minutes (T18).
pub async fn claim(app: &App, staff: &StaffUser, number: &OrderNumber, seen: i64) -> Result<Order, Error> {
    act(app, in_review(staff, number), seen, staff.actor(), Command::Claim).await
}

/// 放回队列.
pub async fn release(app: &App, staff: &StaffUser, number: &OrderNumber, seen: i64) -> Result<Order, Error> {
    act(app, in_review(staff, number), seen, staff.actor(), Command::Release).await
}

/// 通过 (T9, T9a, T10). `memo` is a note for colleagues: why it is approved in spite of what the checks found.
pub async fn approve(
    app: &App,
    staff: &StaffUser,
    number: &OrderNumber,
    seen: i64,
    waybill: Option<Waybill>,
    memo: &str,
) -> Result<Order, Error> {
    let command = Command::Approve { waybill, deadlines: app.settings.deadlines };
    decided(app, staff, number, seen, command, memo).await
}

/// 拒绝 (T8): the order goes back to the user and all that was paid goes back to where it came from. `memo` is a note
/// for colleagues: what to look at when the order comes again.
pub async fn reject(
    app: &App,
    staff: &StaffUser,
    number: &OrderNumber,
    seen: i64,
    rejection: Rejection,
    memo: &str,
) -> Result<Order, Error> {
    decided(app, staff, number, seen, Command::Reject(rejection), memo).await
}

/// Decides, stores, and counts: the reasons that were given, and the reviewer's day.
async fn decided(
    app: &App,
    staff: &StaffUser,
    number: &OrderNumber,
    seen: i64,
    command: Command,
    memo: &str,
) -> Result<Order, Error> {
    let (now, tell, me, memo) = (app.now(), app.settings.tell_rejection, staff.id, memo.to_owned());
    let (find, actor) = (in_review(staff, number), staff.actor());
    app.write(move |tx| {
        let stored = load(tx, &find, seen)?;
        let mut decision = decide(&stored.order, &command, &actor, now)?;
        if !tell {
            decision.effects.retain(|effect| !matches!(effect, Effect::Tell(Sms::Rejected { .. })));
        }
        let order = commit(tx, &stored, &decision, &actor, now)?;
        if let Command::Reject(rejection) = &command {
            reason::count_use(tx, rejection)?;
        }
        if let State::UnderReview(review) = &stored.order.state {
            queue::count_decision(tx, me, review, !matches!(command, Command::Reject(_)), now)?;
        }
        if !memo.is_empty() {
            note::add(tx, order.id, order.version, me, &memo, now)?;
        }
        Ok(order)
    })
    .await
}

fn in_review(staff: &StaffUser, number: &OrderNumber) -> Find {
    Find::Staff(staff.id, Act::Review, number.clone())
}
