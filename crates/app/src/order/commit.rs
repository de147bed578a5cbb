//! Stores a decision: state, history and outbox rows in one transaction, by this one function, under the version that
//! was decided on. Nothing here decides anything.

use super::store::{self, HistoryRow, Stored};
use crate::Fault;
use crate::error::Error;
use crate::outbox::{self, Job};
use crate::{Tx, certificate, invoice, payment};
use domain::actor::Actor;
use domain::order::{Decision, Effect, Order, REMIND_BEFORE};
use jiff::Timestamp;
use sha2::{Digest, Sha256};

/// Stores what follows from a decision and returns the order as it is now.
///
/// # Errors
/// [`Error::Stale`] when the order moved since it was loaded: the caller's transaction rolls back.
pub fn commit(
    tx: &mut Tx,
    stored: &Stored,
    decision: &Decision,
    actor: &Actor,
    now: Timestamp,
) -> Result<Order, Error> {
    let Some(entry) = &decision.entry else { return Ok(stored.order.clone()) };
    let before = &stored.order;
    let order = Order {
        version: before.version + 1,
        submission: decision.submission,
        amount: decision.amount,
        delivery: decision.delivery.clone(),
        state: decision.next.clone(),
        ..before.clone()
    };
    if !store::update(tx, &order, before.version, now)? {
        return Err(Error::Stale { seen: before.version, current: before.version + 1 });
    }
    let actor_text = crate::stored::to_json(actor)?;
    let row = HistoryRow {
        order: order.id,
        version: order.version,
        at: now,
        status: order.state.code(),
        event: entry.event,
        actor: &actor_text,
        actor_name: actor.name(),
        note: &entry.note,
    };
    let hash = chained(&store::hash_at(tx, order.id, before.version)?, &row);
    store::add_history(tx, &row, &hash)?;
    let after = Stored { order, ..stored.clone() };
    for effect in &decision.effects {
        keep(tx, &after, effect, now)?;
    }
    // What is stored of the certificates follows the order's state, as its status does.
    if after.order.state.is_made() && !before.state.is_made() {
        certificate::store::issue(tx, &after.order)?;
    }
    Ok(after.order)
}

/// The hash of an entry and of everything before it. Each field is preceded by its length, so that no two histories
/// share a text.
pub fn chained(previous: &[u8], row: &HistoryRow) -> Vec<u8> {
    let mut hash = Sha256::new();
    let numbers = [row.order.get(), row.version, row.at.as_millisecond()].map(|n| n.to_string());
    let event = row.event.code();
    let fields = [numbers[0].as_str(), &numbers[1], &numbers[2], row.status.code(), &event, row.actor, row.actor_name];
    hash.update(previous);
    for field in fields.into_iter().chain([row.note]) {
        hash.update((field.len() as u64).to_be_bytes());
        hash.update(field);
    }
    hash.finalize().to_vec()
}

/// Turns an effect into the rows from which a worker will carry it out.
fn keep(tx: &mut Tx, stored: &Stored, effect: &Effect, now: Timestamp) -> Result<(), Error> {
    let order = &stored.order;
    let key = effect.key(order);
    match effect {
        Effect::CloseAttempts { except } => payment::close::close_open(tx, order.id, *except, now)?,
        Effect::Refund { attempt, amount, reason } => {
            let refund = payment::refund::request(tx, order.id, *attempt, *amount, *reason, now)?;
            outbox::enqueue(tx, &Job::Refund { refund }, &key, now, now)?;
        }
        Effect::IssueInvoice => {
            let snapshot = store::snapshot(tx, order.id, order.submission)?.ok_or_else(|| {
                Fault::Records(format!("order {} has no snapshot of submission {}", order.number, order.submission))
            })?;
            let invoice = invoice::request::request(tx, order, &snapshot, now)?;
            outbox::enqueue(tx, &Job::IssueInvoice { invoice }, &key, now, now)?;
        }
        Effect::MakeCertificates => certificate::store::add(tx, stored, now)?,
        Effect::RevokeCertificates => certificate::store::revoke(tx, order.id)?,
        Effect::FlushInvoice => invoice::request::flush(tx, order, now)?,
        Effect::Tell(message) => {
            outbox::enqueue(tx, &Job::SendSms { order: order.id, message: message.clone() }, &key, now, now)?;
        }
        Effect::WatchPayment { at } => {
            outbox::enqueue(tx, &Job::WatchPayment { order: order.id }, &key, *at, now)?;
        }
        Effect::WatchReceipt { at } => {
            let remind_at = at.checked_sub(REMIND_BEFORE).unwrap_or(now).max(now);
            outbox::enqueue(tx, &Job::WatchReceipt { order: order.id }, &key, remind_at, now)?;
        }
    }
    Ok(())
}
