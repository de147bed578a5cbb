//! What the site and the gateway have acknowledged to the players: promises that the records must keep.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

/// An order was changed from the version that a page showed; the site said so.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Change {
    pub order: String,
    /// The code of the history's event.
    pub event: &'static str,
    pub seen: i64,
}

/// All promises of one run.
#[derive(Default)]
pub struct Log {
    /// Order numbers that a browser has seen.
    pub created: Mutex<BTreeSet<String>>,
    /// Forms for new orders that were sent, by company: each may make one order.
    pub forms: Mutex<BTreeMap<String, usize>>,
    pub changes: Mutex<Vec<Change>>,
    /// Trades that the gateway has confirmed to the payer, in fen.
    pub paid: Mutex<BTreeMap<String, u64>>,
    /// Answers of the site with a status of 500 or more.
    pub failures: Mutex<Vec<String>>,
    /// Answers of the site, and requests that were never answered.
    pub answers: AtomicU64,
    pub silences: AtomicU64,
    stopped: AtomicBool,
}

impl Log {
    pub fn changed(&self, order: &str, event: &'static str, seen: i64) {
        self.changes.lock().unwrap().push(Change { order: order.to_owned(), event, seen });
    }

    pub fn form_sent(&self, company: &str) {
        *self.forms.lock().unwrap().entry(company.to_owned()).or_default() += 1;
    }

    pub fn answered(&self, status: u16, path: &str) {
        self.answers.fetch_add(1, Ordering::Relaxed);
        if status >= 500 {
            self.failures.lock().unwrap().push(format!("{status} {path}"));
        }
    }

    /// The players come to their end.
    pub fn stop(&self) {
        self.stopped.store(true, Ordering::Relaxed);
    }

    pub fn is_stopped(&self) -> bool {
        self.stopped.load(Ordering::Relaxed)
    }

    /// How many promises of each kind there are.
    pub fn summary(&self) -> String {
        let mut kinds: BTreeMap<&str, usize> = BTreeMap::new();
        for change in self.changes.lock().unwrap().iter() {
            *kinds.entry(change.event).or_default() += 1;
        }
        let (created, paid) = (self.created.lock().unwrap().len(), self.paid.lock().unwrap().len());
        let (answers, silences) = (self.answers.load(Ordering::Relaxed), self.silences.load(Ordering::Relaxed));
        format!("{created} created, {paid} paid, {kinds:?}; {answers} answers, {silences} requests without one")
    }
}
