//! Load, decide, commit: the path that every command on an order takes.

use super::commit::commit;
use super::store::{self, Find, Stored};
use crate::{App, Error, Tx};
use domain::actor::Actor;
use domain::id::OrderId;
use domain::order::{Command, Event, Fact, Order, decide, observe};
use jiff::Timestamp;

/// Carries out a command on an order whose page showed version `seen`.
///
/// # Errors
/// `NotFound` for an order that is not there or not this tenant's; `Stale` when the order has changed since the page
/// was shown; `Refused` when the rules say no. Nothing is changed then.
pub async fn act(app: &App, find: Find, seen: i64, actor: Actor, command: Command) -> Result<Order, Error> {
    let now = app.now();
    app.write(move |tx| {
        let stored = load(tx, &find, seen)?;
        let decision = decide(&stored.order, &command, &actor, now)?;
        commit(tx, &stored, &decision, &actor, now)
    })
    .await
}

/// Loads an order for a change, and refuses a page that is too old.
pub fn load(tx: &mut Tx, find: &Find, seen: i64) -> Result<Stored, Error> {
    let stored = store::lock(tx, find)?.ok_or(Error::NotFound)?;
    must_be_seen(tx, &stored, seen)?;
    Ok(stored)
}

/// Nothing has changed this order since the version that the page showed; events that change nothing do not count.
pub fn must_be_seen(tx: &mut Tx, stored: &Stored, seen: i64) -> Result<(), Error> {
    let current = stored.order.version;
    let changed =
        seen > current || store::events_since(tx, stored.order.id, seen)?.into_iter().any(Event::changes_order);
    if changed { Err(Error::Stale { seen, current }) } else { Ok(()) }
}

/// Takes note of a fact about an order. Part of the caller's transaction.
pub fn note(tx: &mut Tx, id: OrderId, fact: &Fact, now: Timestamp) -> Result<Order, Error> {
    let stored = store::lock_id(tx, id)?.ok_or(Error::NotFound)?;
    let decision = observe(&stored.order, fact, now);
    commit(tx, &stored, &decision, &Actor::System, now)
}
