//! The issued and unissued invoices (on the ledger). A state is never stored: it follows from the time of acceptance,
//! the configured delay and the fate that was fixed at acceptance, so a restart changes nothing.

use std::io;
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::number::invoice_number;
use super::order::{Amounts, Order};
use crate::chance;
use crate::clock::at_beijing;
use crate::ledger::Ledger;

/// The vendor lets one invoice be tried again this often a day.
const RETRIES_PER_DAY: usize = 20;
const DAY_MS: i64 = 24 * 60 * 60 * 1000;

/// What is to go wrong. Counters are used up one request at a time. Set by `POST /control/faults`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct NuonuoFaults {
    /// The next n calls get status 502 and have no effect.
    pub down: u32,
    /// The next n calls are carried out but never answered.
    pub silence: u32,
    /// Every call takes this many milliseconds longer.
    pub slow_ms: u64,
    /// For the next n accepted orders a forged callback is sent at once: another number, another amount.
    pub forged_callback: u32,
    /// New orders fail because nobody is logged in at the tax bureau.
    pub drawer_not_logged_in: bool,
    /// New orders fail because the credit line is used up.
    pub credit_exhausted: bool,
}

/// What will become of an order, fixed when it is accepted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Fate {
    Issue,
    /// The bureau refuses it (status 22).
    Fail(String),
    /// Issued, but the seal fails (status 24) until it is tried again.
    SealFails,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Invoice {
    pub(super) serial: String,
    pub(super) order: Order,
    pub(super) amounts: Amounts,
    pub(super) accepted_at: Timestamp,
    pub(super) fate: Fate,
    /// 20 digits; empty if it fails.
    pub(super) number: String,
    /// When it was tried again, oldest first.
    #[serde(default)]
    pub(super) retried_at: Vec<Timestamp>,
}

/// The vendor's status codes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Status {
    Issued,
    Issuing,
    Sealing,
    Failed,
    SealFailed,
}

impl Status {
    pub(super) fn code(self) -> &'static str {
        match self {
            Self::Issued => "2",
            Self::Issuing => "20",
            Self::Sealing => "21",
            Self::Failed => "22",
            Self::SealFailed => "24",
        }
    }

    pub(super) fn words(self) -> &'static str {
        match self {
            Self::Issued => "开票完成",
            Self::Issuing => "开票中",
            Self::Sealing => "开票成功签章中",
            Self::Failed => "开票失败",
            Self::SealFailed => "开票成功签章失败",
        }
    }
}

impl Invoice {
    /// Half of the delay it is being issued, the other half it is being sealed.
    pub(super) fn status(&self, now: Timestamp, delay: Duration) -> Status {
        let (half, full) = (millis(delay / 2), millis(delay));
        let age = now.as_millisecond() - self.accepted_at.as_millisecond();
        match &self.fate {
            _ if age < half => Status::Issuing,
            Fate::Fail(_) if age >= full => Status::Failed,
            Fate::Fail(_) => Status::Issuing,
            Fate::Issue | Fate::SealFails if age < full => Status::Sealing,
            Fate::Issue => Status::Issued,
            Fate::SealFails => match self.retried_at.last() {
                None => Status::SealFailed,
                Some(retried) if now.as_millisecond() - retried.as_millisecond() < half => Status::Sealing,
                Some(_) => Status::Issued,
            },
        }
    }

    /// Since when it has been issued, seal included; meaningful only if it is.
    pub(super) fn issued_at(&self, delay: Duration) -> Timestamp {
        let (since, pause) = self.retried_at.last().map_or((self.accepted_at, delay), |retried| (*retried, delay / 2));
        Timestamp::from_millisecond(since.as_millisecond() + millis(pause)).unwrap_or(since)
    }

    /// Why it failed, if it will.
    pub(super) fn fail_cause(&self) -> &str {
        match &self.fate {
            Fate::Fail(reason) => reason,
            Fate::SealFails => "签章失败，请重试",
            Fate::Issue => "",
        }
    }
}

/// One line of the ledger.
#[derive(Debug, Serialize, Deserialize)]
enum Entry {
    Accepted(Box<Invoice>),
    Retried { serial: String, at: Timestamp },
    CallbackClosed { serial: String, acknowledged: bool },
}

/// Shared by all requests; cloning it is cheap.
#[derive(Clone)]
pub(super) struct Book {
    state: Arc<Mutex<State>>,
}

struct State {
    ledger: Ledger<Entry>,
    /// Oldest first.
    invoices: Vec<Invoice>,
    closed_callbacks: Vec<String>,
    faults: NuonuoFaults,
}

/// Why an order or a retry is refused: the vendor's code and words.
pub(super) type Refusal = (&'static str, String);

impl Book {
    /// Opens the ledger in `dir` and replays it.
    pub(super) fn open(dir: &Path) -> io::Result<Self> {
        let (ledger, entries) = Ledger::open(dir.join("invoices.jsonl"))?;
        let mut state =
            State { ledger, invoices: Vec::new(), closed_callbacks: Vec::new(), faults: NuonuoFaults::default() };
        for entry in entries {
            state.apply(entry);
        }
        Ok(Self { state: Arc::new(Mutex::new(state)) })
    }

    /// Accepts an order, on the disk before this returns. An order number is used up by its first order for ever.
    pub(super) fn accept(&self, order: Order, seller_tax_no: &str, now: Timestamp) -> Result<Invoice, Refusal> {
        let mut state = self.lock();
        if state.invoices.iter().any(|known| known.order.order_no == order.order_no) {
            return Err(("E9106", "订单号重复".into()));
        }
        let amounts = order.check(seller_tax_no).map_err(|reason| ("E9105", reason))?;
        let fate = state.fate(&order);
        let number = match fate {
            Fate::Fail(_) => String::new(),
            Fate::Issue | Fate::SealFails => {
                let sequence = state.invoices.iter().filter(|known| !known.number.is_empty()).count() as u64 + 1;
                invoice_number(at_beijing(now).date(), seller_tax_no, sequence)
            }
        };
        let serial = format!("{}{}", at_beijing(now).strftime("%y%m%d%H%M%S"), chance::digits(8));
        let invoice = Invoice { serial, order, amounts, accepted_at: now, fate, number, retried_at: Vec::new() };
        state.write(Entry::Accepted(Box::new(invoice.clone())))?;
        Ok(invoice)
    }

    /// Tries the seal again.
    pub(super) fn retry(
        &self,
        serial: &str,
        order_no: &str,
        now: Timestamp,
        delay: Duration,
    ) -> Result<Invoice, Refusal> {
        let mut state = self.lock();
        let found = state.invoices.iter().find(|known| known.serial == serial || known.order.order_no == order_no);
        let Some(invoice) = found.cloned() else { return Err(("E9500", "未查询到该订单".into())) };
        let day_ago = now.as_millisecond() - DAY_MS;
        if invoice.retried_at.iter().filter(|at| at.as_millisecond() > day_ago).count() >= RETRIES_PER_DAY {
            return Err(("E9613", "重试次数超过每日上限".into()));
        }
        if invoice.status(now, delay) != Status::SealFailed {
            return Err(("E9105", "该发票状态不允许重试".into()));
        }
        state.write(Entry::Retried { serial: invoice.serial.clone(), at: now })?;
        Ok(invoice)
    }

    /// By serial or by order number.
    pub(super) fn find(&self, key: &str) -> Option<Invoice> {
        self.lock().invoices.iter().find(|known| known.serial == key || known.order.order_no == key).cloned()
    }

    /// Newest first.
    pub(super) fn all(&self) -> Vec<Invoice> {
        self.lock().invoices.iter().rev().cloned().collect()
    }

    /// Notes that no further callback of this invoice will be sent.
    pub(super) fn close_callback(&self, serial: &str, acknowledged: bool) {
        if let Err((_, reason)) = self.lock().write(Entry::CallbackClosed { serial: serial.to_owned(), acknowledged }) {
            tracing::error!(reason, "the end of a callback could not be written to the ledger");
        }
    }

    /// Invoices whose callback is still to be acknowledged.
    pub(super) fn open_callbacks(&self) -> Vec<Invoice> {
        let state = self.lock();
        state.invoices.iter().filter(|known| !state.closed_callbacks.contains(&known.serial)).cloned().collect()
    }

    pub(super) fn faults(&self) -> NuonuoFaults {
        self.lock().faults.clone()
    }

    pub(super) fn set_faults(&self, faults: NuonuoFaults) {
        self.lock().faults = faults;
    }

    /// Uses up one counter if it is not at zero; true if a fault is due.
    pub(super) fn fault_due(&self, counter: fn(&mut NuonuoFaults) -> &mut u32) -> bool {
        let mut state = self.lock();
        let counter = counter(&mut state.faults);
        let due = *counter > 0;
        *counter = counter.saturating_sub(1);
        due
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        // No invariant spans two statements, so the state behind a panic is still whole.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn write(&mut self, entry: Entry) -> Result<(), Refusal> {
        self.ledger.append(&entry).map_err(|error| {
            tracing::error!(%error, "the ledger of invoices could not be written");
            ("E9999", "系统异常".to_owned())
        })?;
        self.apply(entry);
        Ok(())
    }

    fn apply(&mut self, entry: Entry) {
        match entry {
            Entry::Accepted(invoice) => self.invoices.push(*invoice),
            Entry::Retried { serial, at } => {
                self.closed_callbacks.retain(|closed| *closed != serial);
                if let Some(invoice) = self.invoices.iter_mut().find(|known| known.serial == serial) {
                    invoice.retried_at.push(at);
                }
            }
            Entry::CallbackClosed { serial, .. } => self.closed_callbacks.push(serial),
        }
    }

    fn fate(&self, order: &Order) -> Fate {
        if self.faults.drawer_not_logged_in {
            return Fate::Fail("开票员未登录电子税务局，请登录后重新开票".into());
        }
        if self.faults.credit_exhausted {
            return Fate::Fail("可用授信额度不足".into());
        }
        match order.buyer_tax_num.get(order.buyer_tax_num.len().saturating_sub(4)..) {
            Some("0000") => Fate::Fail("购买方纳税人识别号不存在或状态异常".into()),
            Some("0024") => Fate::SealFails,
            _ => Fate::Issue,
        }
    }
}

fn millis(duration: Duration) -> i64 {
    i64::try_from(duration.as_millis()).unwrap_or(i64::MAX / 2)
}
