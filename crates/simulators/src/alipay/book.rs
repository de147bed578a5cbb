//! All that the simulator remembers, rebuilt at start from the ledger: an [`Event`] is first written, then applied, so
//! memory and disk cannot disagree. Applying is pure; the decision whether an event may happen was taken before.

use std::collections::BTreeMap;
use std::io;
use std::path::Path;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::notice::Notice;
use super::trade::{Precreate, Refund, Scan, Trade};
use crate::ledger::Ledger;

/// One thing that happened.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
#[expect(missing_docs, reason = "the fields are those of Trade and Notice")]
pub enum Event {
    /// A code was made; an earlier unscanned one of the same number is gone.
    Precreated { order: Precreate, qr_id: String, at: Timestamp },
    /// Somebody scanned the code, which makes it a trade.
    Scanned { out_trade_no: String, scan: Scan },
    /// The buyer confirmed in time, but the money moves after the expiry.
    LatePaymentPlanned { out_trade_no: String, at: Timestamp },
    /// The money moved.
    Paid { out_trade_no: String, at: Timestamp },
    /// The merchant closed the trade.
    Closed { out_trade_no: String, at: Timestamp },
    /// A refund was accepted.
    Refunded { out_trade_no: String, refund: Refund },
    /// From now on every refund of this trade fails.
    RefundsBroken { out_trade_no: String },
    /// A notice has to be delivered.
    NoticeQueued { notice: Notice },
    /// A delivery was tried. No `next_at` and no acknowledgement: given up.
    NoticeTried { notify_id: String, acknowledged: bool, next_at: Option<Timestamp>, outcome: String },
}

/// Trades by the merchant's number, notices by their id.
#[derive(Debug)]
pub struct Book {
    ledger: Ledger<Event>,
    /// By `out_trade_no`.
    pub trades: BTreeMap<String, Trade>,
    /// By `notify_id`.
    pub notices: BTreeMap<String, Notice>,
}

impl Book {
    /// Opens the ledger and replays it.
    ///
    /// # Errors
    /// Those of [`Ledger::open`].
    pub fn open(path: &Path) -> io::Result<Self> {
        let (ledger, events) = Ledger::open(path)?;
        let mut book = Self { ledger, trades: BTreeMap::new(), notices: BTreeMap::new() };
        for event in events {
            book.apply(event);
        }
        Ok(book)
    }

    /// Writes the event to the disk, then applies it.
    ///
    /// # Errors
    /// Those of [`Ledger::append`]; nothing has then happened.
    pub fn record(&mut self, event: Event) -> io::Result<()> {
        self.ledger.append(&event)?;
        self.apply(event);
        Ok(())
    }

    /// The trade behind a code's address or its last part.
    #[must_use]
    pub fn by_qr(&self, qr_code: &str) -> Option<&Trade> {
        let qr_id = qr_code.rsplit('/').next().unwrap_or(qr_code);
        self.trades.values().find(|trade| trade.qr_id == qr_id)
    }

    /// The trade with Alipay's number.
    #[must_use]
    pub fn by_trade_no(&self, trade_no: &str) -> Option<&Trade> {
        self.trades.values().find(|trade| trade.scan.as_ref().is_some_and(|scan| scan.trade_no == trade_no))
    }

    fn apply(&mut self, event: Event) {
        match event {
            Event::Precreated { order, qr_id, at } => {
                self.trades.insert(order.out_trade_no.clone(), Trade::new(order, qr_id, at));
            }
            Event::Scanned { out_trade_no, scan } => self.change(&out_trade_no, |trade| trade.scan = Some(scan)),
            Event::LatePaymentPlanned { out_trade_no, at } => {
                self.change(&out_trade_no, |trade| trade.late_payment_at = Some(at));
            }
            Event::Paid { out_trade_no, at } => self.change(&out_trade_no, |trade| {
                trade.paid_at = Some(at);
                trade.late_payment_at = None;
            }),
            Event::Closed { out_trade_no, at } => self.change(&out_trade_no, |trade| trade.closed_at = Some(at)),
            Event::Refunded { out_trade_no, refund } => {
                self.change(&out_trade_no, |trade| trade.refunds.push(refund));
            }
            Event::RefundsBroken { out_trade_no } => self.change(&out_trade_no, |trade| trade.refund_fails = true),
            Event::NoticeQueued { notice } => {
                self.notices.insert(notice.notify_id.clone(), notice);
            }
            Event::NoticeTried { notify_id, acknowledged, next_at, outcome } => {
                if let Some(notice) = self.notices.get_mut(&notify_id) {
                    notice.attempts += 1;
                    notice.acknowledged |= acknowledged;
                    notice.next_at = next_at;
                    notice.outcome = Some(outcome);
                }
            }
        }
    }

    fn change(&mut self, out_trade_no: &str, change: impl FnOnce(&mut Trade)) {
        if let Some(trade) = self.trades.get_mut(out_trade_no) {
            change(trade);
        }
    }
}
