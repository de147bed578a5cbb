//! The mails that arrived (on the ledger), how recipients behave, and the MIME reading for the page.
//! The local part of a recipient tells how it behaves: `li+550@…` is refused for good, `li+451@…` twice for the moment
//! and then accepted; any code from 400 to 599 works.

use std::collections::HashMap;
use std::io;
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use jiff::Timestamp;
use mail_parser::{MessageParser, MimeHeaders as _};
use serde::{Deserialize, Serialize};

use super::session::Recipients;
use crate::chance;
use crate::clock::Clock;
use crate::ledger::Ledger;

/// A temporary refusal is given this often to one recipient.
const TEMPORARY_TIMES: u32 = 2;

/// What is to go wrong, set by `POST /control/faults` of the inbox page.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct SmtpFaults {
    /// The next n mails are stored but the end of DATA is never answered.
    pub silence_after_data: u32,
}

/// A mail as it arrived.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Mail {
    pub(super) id: String,
    /// The envelope, not the headers.
    pub(super) from: String,
    pub(super) to: Vec<String>,
    pub(super) at: Timestamp,
    /// Base64, since a mail need not be text.
    raw: String,
}

/// A mail as a mail program shows it.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Reading {
    pub(super) subject: String,
    pub(super) message_id: String,
    pub(super) text: String,
    /// Everything before the first empty line.
    pub(super) headers: String,
    pub(super) attachments: Vec<Attachment>,
}

#[derive(Debug, PartialEq, Eq)]
pub(super) struct Attachment {
    pub(super) name: String,
    pub(super) content_type: String,
    pub(super) bytes: Vec<u8>,
}

/// Shared by all connections; cloning it is cheap.
#[derive(Clone)]
pub(super) struct Mailbox {
    state: Arc<Mutex<State>>,
    clock: Clock,
}

struct State {
    ledger: Ledger<Mail>,
    /// Oldest first.
    mails: Vec<Mail>,
    refused_times: HashMap<String, u32>,
    faults: SmtpFaults,
}

impl Mailbox {
    /// Opens the ledger in `dir` and replays it.
    pub(super) fn open(dir: &Path, clock: Clock) -> io::Result<Self> {
        let (ledger, mails) = Ledger::open(dir.join("mail.jsonl"))?;
        let state = State { ledger, mails, refused_times: HashMap::new(), faults: SmtpFaults::default() };
        Ok(Self { state: Arc::new(Mutex::new(state)), clock })
    }

    /// Stores a mail and returns the line to answer. The sender in the headers must be the one of the envelope.
    pub(super) fn accept(&self, from: &str, to: &[String], raw: &[u8]) -> String {
        if !header_from(raw).is_some_and(|sender| sender.eq_ignore_ascii_case(from)) {
            return "553 5.7.1 The From header must equal authorized user".into();
        }
        let mail = Mail {
            id: chance::hex_id(),
            from: from.to_owned(),
            to: to.to_vec(),
            at: self.clock.now(),
            raw: STANDARD.encode(raw),
        };
        let mut state = self.lock();
        if let Err(error) = state.ledger.append(&mail) {
            tracing::error!(%error, "a mail could not be written to the ledger");
            return "451 4.3.0 Local error in processing".into();
        }
        let answer = format!("250 2.0.0 Ok: queued as {}", mail.id);
        state.mails.push(mail);
        answer
    }

    /// Newest first.
    pub(super) fn mails(&self) -> Vec<Mail> {
        self.lock().mails.iter().rev().cloned().collect()
    }

    pub(super) fn find(&self, id: &str) -> Option<Mail> {
        self.lock().mails.iter().find(|mail| mail.id == id).cloned()
    }

    /// Uses up one "silence after DATA" if there is one.
    pub(super) fn silence_due(&self) -> bool {
        let left = &mut self.lock().faults.silence_after_data;
        let due = *left > 0;
        *left = left.saturating_sub(1);
        due
    }

    pub(super) fn set_faults(&self, faults: SmtpFaults) {
        self.lock().faults = faults;
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        // No invariant spans two statements, so the state behind a panic is still whole.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Recipients for Mailbox {
    fn refusal(&self, recipient: &str) -> Option<String> {
        let (local, _) = recipient.split_once('@')?;
        let code: u16 = local.rsplit_once('+')?.1.parse().ok()?;
        match code {
            400..=499 => {
                let mut state = self.lock();
                let times = state.refused_times.entry(recipient.to_ascii_lowercase()).or_default();
                *times += 1;
                (*times <= TEMPORARY_TIMES).then(|| format!("{code} 4.2.0 Try again later"))
            }
            500..=599 => Some(format!("{code} 5.1.1 Recipient refused")),
            _ => None,
        }
    }
}

impl Mail {
    pub(super) fn raw(&self) -> Vec<u8> {
        STANDARD.decode(&self.raw).unwrap_or_default()
    }

    /// What a mail program would show; empty where the mail cannot be read.
    pub(super) fn read(&self) -> Reading {
        let raw = self.raw();
        let Some(message) = MessageParser::default().parse(&raw) else { return Reading::default() };
        let attachments = message.attachments().map(|part| Attachment {
            name: part.attachment_name().unwrap_or("未命名").to_owned(),
            content_type: part.content_type().map_or("application/octet-stream".into(), |kind| {
                kind.subtype().map_or(kind.ctype().to_owned(), |subtype| format!("{}/{subtype}", kind.ctype()))
            }),
            bytes: part.contents().to_vec(),
        });
        let end = raw.windows(4).position(|window| window == b"\r\n\r\n").unwrap_or(raw.len());
        Reading {
            subject: message.subject().unwrap_or_default().to_owned(),
            message_id: message.message_id().unwrap_or_default().to_owned(),
            text: message.body_text(0).unwrap_or_default().into_owned(),
            headers: String::from_utf8_lossy(&raw[..end]).into_owned(),
            attachments: attachments.collect(),
        }
    }
}

fn header_from(raw: &[u8]) -> Option<String> {
    let message = MessageParser::default().parse(raw)?;
    Some(message.from()?.first()?.address()?.to_owned())
}
