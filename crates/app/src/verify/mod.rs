//! Checks the records themselves: every order's history, its chain of hashes, and the money (I1–I7 of docs/rules.md).
//! Anyone with the database can run it; the check itself changes nothing.

mod store;

use crate::order::commit::chained;
use crate::order::store::HistoryRow;
use crate::{Error, audit};
use domain::id::OrderId;
use domain::money::Fen;
use std::fmt;
use std::sync::Arc;
use store::HistoryLine;

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    pub orders: u64,
    pub entries: u64,
    /// Rows of the audit trail looked at.
    pub audited: u64,
    /// The hash at its end, in hexadecimal, to be noted elsewhere; empty before the first row.
    pub audit_head: String,
    /// Everything that was paid.
    pub captured: Fen,
    /// Everything that went back, or is on its way.
    pub refunded: Fen,
    /// What is wrong, one sentence each; at most [`MOST_PROBLEMS`].
    pub problems: Vec<String>,
}

/// After so many the rest is only more of the same.
pub const MOST_PROBLEMS: usize = 100;

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{} orders, {} history entries", self.orders, self.entries)?;
        writeln!(f, "{} audit rows, ending in {}", self.audited, self.audit_head)?;
        writeln!(f, "captured {}, refunded or being refunded {}", self.captured, self.refunded)?;
        for problem in &self.problems {
            writeln!(f, "PROBLEM: {problem}")?;
        }
        write!(f, "{}", if self.problems.is_empty() { "all records hold" } else { "the records do not hold" })
    }
}

pub(crate) use store::ALL;

/// Looks at every order, payment, refund and invoice.
///
/// # Errors
/// Only the database's.
pub async fn verify(db: &Arc<db::Db>) -> Result<Report, Error> {
    db.read_long(|tx| {
        let mut report = Report::default();
        chains(tx, &mut report)?;
        trail(tx, &mut report)?;
        (report.captured, report.refunded) = store::money(tx)?;
        for (sql, sentence) in store::RULES {
            for subject in store::offenders(tx, sql)? {
                report.problem(format!("{sentence}: {subject}"));
            }
        }
        Ok::<_, Error>(report)
    })
    .await
}

impl Report {
    fn problem(&mut self, sentence: String) {
        if self.problems.len() < MOST_PROBLEMS {
            self.problems.push(sentence);
        }
    }
}

/// I5–I7: versions without a gap, each hash follows from the one before, the last entry is the order's own state.
fn chains(tx: &mut db::Tx, report: &mut Report) -> Result<(), Error> {
    let mut chain: Option<Chain> = None;
    let mut problems = Vec::new();
    let (mut orders, mut entries) = (0, 0);
    store::walk(tx, |entry| {
        entries += 1;
        let same = chain.as_ref().is_some_and(|c| c.order == entry.order);
        if !same {
            orders += 1;
            if let Some(done) = chain.take() {
                problems.extend(done.end());
            }
        }
        let current = chain.get_or_insert_with(|| Chain::start(entry));
        problems.extend(current.add(entry));
        Ok(())
    })?;
    problems.extend(chain.into_iter().flat_map(Chain::end));
    (report.orders, report.entries) = (orders, entries);
    problems.into_iter().for_each(|p| report.problem(p));
    Ok(())
}

/// I7: the audit trail has no gap, each hash follows from the one before, and the end is where it was left.
fn trail(tx: &mut db::Tx, report: &mut Report) -> Result<(), Error> {
    let (mut seq, mut hash, mut problems) = (0, Vec::new(), Vec::new());
    audit::store::walk(tx, |row, stored| {
        if row.seq != seq + 1 {
            problems.push(format!("the audit trail has a gap before {}", row.seq));
        } else if audit::chained(&hash, row) != stored {
            problems.push(format!("the audit trail was changed at {}", row.seq));
        }
        (seq, hash) = (row.seq, stored.to_vec());
        report.audited += 1;
    })?;
    let head = audit::store::head(tx)?.map_or((0, Vec::new()), |head| (head.seq, head.hash));
    if head != (seq, hash) {
        problems.push(format!("the audit trail ends at {seq}, and not at {} where it was left", head.0));
    }
    report.audit_head = hex::encode(head.1);
    problems.into_iter().for_each(|p| report.problem(p));
    Ok(())
}

struct Chain {
    order: OrderId,
    number: String,
    version: i64,
    status: String,
    hash: Vec<u8>,
    expected: (i64, String),
}

impl Chain {
    fn start(entry: &HistoryLine) -> Chain {
        Chain {
            order: entry.order,
            number: entry.number.clone(),
            version: 0,
            status: String::new(),
            hash: Vec::new(),
            expected: (entry.order_version, entry.order_status.clone()),
        }
    }

    fn add(&mut self, entry: &HistoryLine) -> Option<String> {
        let gap = entry.version != self.version + 1;
        let row = HistoryRow {
            order: entry.order,
            version: entry.version,
            at: entry.at,
            status: entry.status,
            event: entry.event,
            actor: &entry.actor,
            actor_name: &entry.actor_name,
            note: &entry.note,
        };
        let broken = chained(&self.hash, &row) != entry.hash;
        self.version = entry.version;
        self.status = entry.status.code().to_owned();
        self.hash.clone_from(&entry.hash);
        match (gap, broken) {
            (true, _) => Some(format!("the history of {} has a gap before {}", self.number, entry.version)),
            (_, true) => Some(format!("the history of {} was changed at {}", self.number, entry.version)),
            (false, false) => None,
        }
    }

    fn end(self) -> Option<String> {
        ((self.version, self.status) != self.expected)
            .then(|| format!("the history of {} does not lead to its state", self.number))
    }
}
