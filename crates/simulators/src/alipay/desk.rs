//! What all parts of the simulator share: who the merchant is, the keys, the clock, the book and the switches.

use std::io;
use std::sync::{Mutex, MutexGuard, PoisonError, RwLock};

use tokio::sync::{Notify, watch};

use super::book::Book;
use super::config::AlipayConfig;
use super::faults::Faults;
use crate::clock::Clock;
use crate::keys::{SigningKey, VerifyingKey};

/// One for each running simulator.
#[derive(Debug)]
pub struct Desk {
    /// As given at start.
    pub config: AlipayConfig,
    /// `http://127.0.0.1:1234`, under which the gateway, the codes and the pages are reached.
    pub url: String,
    /// Alipay's own key.
    pub key: SigningKey,
    /// The merchant's public key; every request is refused without it.
    pub app_key: RwLock<Option<VerifyingKey>>,
    /// The time as this simulator sees it.
    pub clock: Clock,
    /// Wakes the courier when something new may be due.
    pub wake: Notify,
    /// Turns true once, when the simulator stops.
    pub stopping: watch::Sender<bool>,
    state: Mutex<State>,
}

/// What changes while it runs.
#[derive(Debug)]
pub struct State {
    /// Kept on disk.
    pub book: Book,
    /// Kept in memory only.
    pub faults: Faults,
}

impl Desk {
    /// Opens the book in the configured folder and reads or makes the key.
    ///
    /// # Errors
    /// Those of the ledger and the key file; a merchant's key that cannot be read.
    pub fn open(config: AlipayConfig, url: String) -> io::Result<Self> {
        let app_key = config.app_public_key_pem.as_deref().map(VerifyingKey::from_pem).transpose()?;
        let key = SigningKey::load_or_create(&config.dir.join("alipay-key.pem"))?;
        let book = Book::open(&config.dir.join("alipay-ledger.jsonl"))?;
        Ok(Self {
            config,
            url,
            key,
            app_key: RwLock::new(app_key),
            clock: Clock::default(),
            wake: Notify::new(),
            stopping: watch::Sender::new(false),
            state: Mutex::new(State { book, faults: Faults::default() }),
        })
    }

    /// The book and the switches. Held only for short work without waiting, the write to the disk included.
    pub fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The address that is drawn as a code.
    #[must_use]
    pub fn qr_code(&self, qr_id: &str) -> String {
        format!("{}/qr/{qr_id}", self.url)
    }
}
