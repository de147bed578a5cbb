//! The memory of the SMS simulator: accepted messages (on the ledger), limits and nonces (in memory: after a restart a
//! replayed nonce of the last quarter of an hour would pass), and the faults that a tester has switched on.

use std::collections::{BTreeSet, HashMap};
use std::io;
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::config::SmsConfig;
use super::limits::{Counted, Limits};
use super::message::{Fate, Message, Refusal, parse_number, parse_params};
use crate::chance;
use crate::ledger::Ledger;

/// `x-acs-date` may differ from our clock by this much.
pub(super) const DATE_WINDOW: SignedDuration = SignedDuration::from_mins(15);

/// What is to go wrong. Counters are used up one request at a time. Set by `POST /control/faults`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct SmsFaults {
    /// The next n requests get an HTML page with status 502 and have no effect.
    pub html_502: u32,
    /// The next n requests are carried out but never answered.
    pub silence: u32,
    /// The next n messages are refused with `isp.SYSTEM_ERROR`.
    pub system_error: u32,
    /// Templates whose approval has been withdrawn.
    pub withdrawn_templates: BTreeSet<String>,
    /// Signatures whose approval has been withdrawn.
    pub withdrawn_sign_names: BTreeSet<String>,
}

/// One line of the ledger.
#[derive(Debug, Serialize, Deserialize)]
pub(super) enum Entry {
    Accepted(Message),
    /// The receipt of this message was acknowledged or given up.
    ReceiptClosed {
        biz_id: String,
        acknowledged: bool,
    },
}

/// The parameters of `SendSms`, as received.
#[derive(Debug, Default)]
pub(super) struct SendSms {
    pub(super) phone_numbers: String,
    pub(super) sign_name: String,
    pub(super) template_code: String,
    pub(super) template_param: String,
    pub(super) out_id: String,
}

/// Shared by all requests; cloning it is cheap.
#[derive(Clone)]
pub(super) struct Exchange {
    pub(super) config: Arc<SmsConfig>,
    state: Arc<Mutex<State>>,
}

struct State {
    ledger: Ledger<Entry>,
    /// Oldest first.
    messages: Vec<Message>,
    open_receipts: BTreeSet<String>,
    limits: Limits,
    nonces: HashMap<String, Timestamp>,
    faults: SmsFaults,
}

impl Exchange {
    /// Opens the ledger in `dir` and replays it.
    pub(super) fn open(config: SmsConfig, dir: &Path) -> io::Result<Self> {
        let (ledger, entries) = Ledger::open(dir.join("sms.jsonl"))?;
        let mut state = State {
            ledger,
            messages: Vec::new(),
            open_receipts: BTreeSet::new(),
            limits: Limits::default(),
            nonces: HashMap::new(),
            faults: SmsFaults::default(),
        };
        for entry in entries {
            state.replay(entry, &config);
        }
        Ok(Self { config: Arc::new(config), state: Arc::new(Mutex::new(state)) })
    }

    /// False if this nonce has been seen within the window of the date.
    pub(super) fn first_use(&self, nonce: &str, now: Timestamp) -> bool {
        let mut state = self.lock();
        // A date may lie up to one window in the future, so a nonce is remembered for two.
        state.nonces.retain(|_, seen| now.duration_since(*seen) <= DATE_WINDOW * 2);
        state.nonces.insert(nonce.to_owned(), now).is_none()
    }

    /// Accepts one message, on the disk before this returns, or says why not.
    pub(super) fn send(&self, request: &SendSms, now: Timestamp) -> Result<Message, Refusal> {
        let mut state = self.lock();
        if used_up(&mut state.faults.system_error) {
            return Err(Refusal::new("isp.SYSTEM_ERROR", "系统错误"));
        }
        let (message, counted) = self.judge(&state, request, now)?;
        let entry = Entry::Accepted(message.clone());
        if let Err(error) = state.ledger.append(&entry) {
            tracing::error!(%error, "an accepted message could not be written to the ledger");
            return Err(Refusal::new("isp.SYSTEM_ERROR", "系统错误"));
        }
        state.limits.count(counted, now);
        state.open_receipts.insert(message.biz_id.clone());
        state.messages.push(message.clone());
        Ok(message)
    }

    /// Notes that no further receipt of this message will be pushed.
    pub(super) fn close_receipt(&self, biz_id: &str, acknowledged: bool) {
        let mut state = self.lock();
        if !state.open_receipts.remove(biz_id) {
            return;
        }
        let entry = Entry::ReceiptClosed { biz_id: biz_id.to_owned(), acknowledged };
        if let Err(error) = state.ledger.append(&entry) {
            tracing::error!(%error, "the end of a receipt could not be written to the ledger");
        }
    }

    /// Messages whose receipt nobody has acknowledged yet.
    pub(super) fn open_receipts(&self) -> Vec<Message> {
        let state = self.lock();
        state.messages.iter().filter(|message| state.open_receipts.contains(&message.biz_id)).cloned().collect()
    }

    /// Every accepted message, newest first.
    pub(super) fn inbox(&self) -> Vec<Message> {
        self.lock().messages.iter().rev().cloned().collect()
    }

    pub(super) fn faults(&self) -> SmsFaults {
        self.lock().faults.clone()
    }

    pub(super) fn set_faults(&self, faults: SmsFaults) {
        self.lock().faults = faults;
    }

    /// Uses up one counter if it is not at zero; true if a fault is due.
    pub(super) fn fault_due(&self, counter: fn(&mut SmsFaults) -> &mut u32) -> bool {
        used_up(counter(&mut self.lock().faults))
    }

    fn judge(&self, state: &State, request: &SendSms, now: Timestamp) -> Result<(Message, Counted), Refusal> {
        let to = parse_number(&request.phone_numbers)?;
        let sign_name = &request.sign_name;
        if !self.config.sign_names.contains(sign_name) || state.faults.withdrawn_sign_names.contains(sign_name) {
            return Err(Refusal::new("isv.SMS_SIGNATURE_ILLEGAL", "该账号下找不到对应签名"));
        }
        let code = &request.template_code;
        let template = self.config.templates.iter().find(|template| template.code == *code);
        let Some(template) = template.filter(|template| !state.faults.withdrawn_templates.contains(&template.code))
        else {
            return Err(Refusal::new("isv.SMS_TEMPLATE_ILLEGAL", "该账号下找不到对应模板"));
        };
        let params = parse_params(&request.template_param)?;
        let text = format!("【{sign_name}】{}", template.fill(&params)?);
        let counted = if template.is_code() {
            Counted::Code { sign_name: sign_name.clone(), to: to.clone() }
        } else {
            Counted::Notice { sign_name: sign_name.clone(), template: code.clone(), to: to.clone() }
        };
        self.check_limits(state, &counted, &to, now)?;
        let message = Message {
            biz_id: format!("{}^0", chance::digits(18)),
            to,
            sign_name: sign_name.clone(),
            template: code.clone(),
            params,
            text,
            out_id: request.out_id.clone(),
            at: now,
        };
        Ok((message, counted))
    }

    fn check_limits(&self, state: &State, counted: &Counted, to: &str, now: Timestamp) -> Result<(), Refusal> {
        let full = match Fate::of(to) {
            Fate::OverLimit => Some("天"),
            Fate::Delivered | Fate::Undelivered | Fate::AnswerLost if self.config.limits => {
                state.limits.full(counted, now, self.config.time_scale)
            }
            Fate::Delivered | Fate::Undelivered | Fate::AnswerLost => None,
        };
        full.map_or(Ok(()), |window| {
            Err(Refusal::new("isv.BUSINESS_LIMIT_CONTROL", format!("触发{window}级流控Permits")))
        })
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        // No invariant spans two statements, so the state behind a panic is still whole.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn replay(&mut self, entry: Entry, config: &SmsConfig) {
        match entry {
            Entry::Accepted(message) => {
                let is_code = config.templates.iter().any(|known| known.code == message.template && known.is_code());
                let (sign_name, to) = (message.sign_name.clone(), message.to.clone());
                let counted = if is_code {
                    Counted::Code { sign_name, to }
                } else {
                    Counted::Notice { sign_name, template: message.template.clone(), to }
                };
                self.limits.count(counted, message.at);
                self.open_receipts.insert(message.biz_id.clone());
                self.messages.push(message);
            }
            Entry::ReceiptClosed { biz_id, .. } => {
                self.open_receipts.remove(&biz_id);
            }
        }
    }
}

fn used_up(counter: &mut u32) -> bool {
    let due = *counter > 0;
    *counter = counter.saturating_sub(1);
    due
}
