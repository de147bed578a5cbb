//! The background task that carries notices to the merchant when they are due, again and again until it hears exactly
//! `success`, and that lets planned late payments happen. All it knows is in the book, so a restart goes on where it was.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use jiff::Timestamp;
use tokio::task::JoinSet;

use super::book::Event;
use super::desk::Desk;
use super::notice::Notice;
use super::wallet;

/// A merchant that takes longer counts as not reached.
const DELIVERY_LIMIT: Duration = Duration::from_secs(10);
/// The clock can be moved by hand, so the courier never sleeps longer than this.
const LONGEST_SLEEP: Duration = Duration::from_secs(30);
/// So much of a wrong reply is kept for people to read.
const OUTCOME_CHARS: usize = 80;

type InFlight = Arc<Mutex<BTreeSet<String>>>;

/// Works until the desk is stopping.
pub async fn run(desk: Arc<Desk>, http: reqwest::Client) {
    let mut stopping = desk.stopping.subscribe();
    let in_flight = InFlight::default();
    // Dropped with this function, which ends deliveries that are under way; they are due again after a restart.
    let mut deliveries = JoinSet::new();
    while !*stopping.borrow() {
        if let Err(error) = wallet::make_late_payments(&desk) {
            tracing::error!(%error, "the alipay simulator could not write a late payment");
        }
        let now = desk.clock.now();
        let (due, next) = due_notices(&desk, &in_flight, now);
        for notice in due {
            deliveries.spawn(deliver(desk.clone(), http.clone(), notice, in_flight.clone()));
        }
        tokio::select! {
            () = tokio::time::sleep(until(now, next)) => {}
            () = desk.wake.notified() => {}
            Some(_) = deliveries.join_next() => {}
            _ = stopping.changed() => {}
        }
    }
}

fn due_notices(desk: &Desk, in_flight: &InFlight, now: Timestamp) -> (Vec<Notice>, Option<Timestamp>) {
    let mut flying = in_flight.lock().unwrap_or_else(PoisonError::into_inner);
    let state = desk.state();
    let mut due = Vec::new();
    let mut next = state.book.trades.values().filter_map(|trade| trade.late_payment_at).min();
    for notice in state.book.notices.values().filter(|notice| !flying.contains(&notice.notify_id)) {
        match notice.next_at {
            Some(at) if at <= now => due.push(notice.clone()),
            Some(at) => next = Some(next.map_or(at, |earlier| earlier.min(at))),
            None => {}
        }
    }
    flying.extend(due.iter().map(|notice| notice.notify_id.clone()));
    (due, next)
}

fn until(now: Timestamp, next: Option<Timestamp>) -> Duration {
    let wait = next.and_then(|at| Duration::try_from(at.duration_since(now)).ok());
    wait.unwrap_or(LONGEST_SLEEP).clamp(Duration::from_millis(1), LONGEST_SLEEP)
}

async fn deliver(desk: Arc<Desk>, http: reqwest::Client, notice: Notice, in_flight: InFlight) {
    let form = notice.signed(&desk.key, desk.clock.now());
    let sent = http.post(&notice.notify_url).timeout(DELIVERY_LIMIT).form(&form).send();
    let (acknowledged, outcome) = match sent.await {
        Err(error) => (false, format!("没有送到：{error}")),
        Ok(response) => {
            let status = response.status();
            let body = response.text().await.unwrap_or_default();
            let shown: String = body.chars().take(OUTCOME_CHARS).collect();
            (status.as_u16() == 200 && body == "success", format!("{} {shown}", status.as_u16()))
        }
    };
    let next_at = notice.next_delivery(acknowledged, desk.clock.now(), desk.config.time_scale);
    let event = Event::NoticeTried { notify_id: notice.notify_id.clone(), acknowledged, next_at, outcome };
    if let Err(error) = desk.state().book.record(event) {
        tracing::error!(%error, "the alipay simulator could not write the result of a notice");
    }
    in_flight.lock().unwrap_or_else(PoisonError::into_inner).remove(&notice.notify_id);
    desk.wake.notify_one();
}
