//! What a reviewer does: take an order, approve it, or reject it with a reason.

use super::act::{act, must_be_seen};
use super::commit::commit;
use super::store::{self, Find};
use crate::review::checks::{self, Verdict};
use crate::review::queue;
use crate::review::reason::count_use;
use crate::review::store::{note, reason};
use crate::who::StaffUser;
use crate::{App, Error, Tx};
use domain::id::{OrderId, OrderNumber, StaffId};
use domain::message::Sms;
use domain::order::staff_form::{ReviewDecision, ReviewForm};
use domain::order::{Command, Effect, Order, State};
use domain::rights::Act;
use jiff::Timestamp;

/// 领取: keeps other reviewers away for fifteen minutes (T18).
pub async fn claim(app: &App, staff: &StaffUser, number: &OrderNumber, seen: i64) -> Result<Order, Error> {
    act(app, in_review(staff, number), seen, staff.actor(), Command::Claim).await
}

/// 放回队列.
pub async fn release(app: &App, staff: &StaffUser, number: &OrderNumber, seen: i64) -> Result<Order, Error> {
    act(app, in_review(staff, number), seen, staff.actor(), Command::Release).await
}

/// 通过 (T9, T9a, T10) or 拒绝 (T8): by then the order goes back to the user and all that was paid to where it came from.
/// Judges the form, decides, stores, and counts: the reasons that were given, and the reviewer's day.
///
/// # Errors
/// `Fields` with every mistake; as [`act`] otherwise.
pub async fn decide(app: &App, staff: &StaffUser, number: &OrderNumber, form: &ReviewForm) -> Result<Order, Error> {
    let (now, settings, me, form) = (app.now(), app.settings.clone(), staff.id, form.clone());
    let (find, actor) = (in_review(staff, number), staff.actor());
    app.write(move |tx| {
        // Mistakes first: a page that is too old shows them where they were made, and what was typed stays.
        let stored = store::lock(tx, &find)?.ok_or(Error::NotFound)?;
        let (decision, memo) = form.check(&reason::offered(tx)?, differs(tx, me, stored.order.id, now)?)?;
        must_be_seen(tx, &stored, form.version)?;
        let command = match decision {
            ReviewDecision::Approve(waybill) => Command::Approve { waybill, deadlines: settings.deadlines },
            ReviewDecision::Reject(rejection) => Command::Reject(rejection),
        };
        let mut decision = domain::order::decide(&stored.order, &command, &actor, now)?;
        if !settings.tell_rejection {
            decision.effects.retain(|effect| !matches!(effect, Effect::Tell(Sms::Rejected { .. })));
        }
        let order = commit(tx, &stored, &decision, &actor, now)?;
        if let Command::Reject(rejection) = &command {
            count_use(tx, rejection)?;
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

/// Whether an automatic check found two things that should agree and do not.
fn differs(tx: &mut Tx, staff: StaffId, order: OrderId, now: Timestamp) -> Result<bool, Error> {
    Ok(checks::of_order(tx, staff, order, now)?.iter().any(|check| check.verdict == Verdict::Differs))
}

fn in_review(staff: &StaffUser, number: &OrderNumber) -> Find {
    Find::Staff(staff.id, Act::Review, number.clone())
}
