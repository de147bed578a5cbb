//! Use cases: load, decide, commit. SQL, the outbox, the effects' workers and the port traits live here;
//! HTTP does not, and no vendor's word does.

pub mod account;
pub mod announcement;
pub mod api_client;
pub mod attachment;
pub mod audit;
pub mod certificate;
pub mod chance;
pub mod clock;
pub mod company;
pub mod desk;
pub mod effects;
pub mod error;
pub mod fault;
pub mod finance;
#[cfg(any(test, feature = "fixture"))]
pub mod fixture;
pub mod invoice;
pub mod material;
pub mod message;
pub mod order;
pub mod outbox;
pub mod outlet;
pub mod payment;
pub mod personal;
pub mod ports;
pub mod project;
pub mod review;
pub mod rights;
pub mod schema;
pub mod settings;
pub mod setup;
pub mod shipping;
pub mod staff;
mod stored;
pub mod vault;
pub mod verify;
pub mod who;
pub mod workbench;

pub use error::Error;
pub use fault::Fault;
pub use settings::Settings;
pub use vault::Tx;

use chance::Chance;
use clock::Clock;
use ports::{email::MailSender, invoice::InvoiceIssuer, sms::SmsSender};
use std::sync::Arc;

/// Everything a use case may reach: the database, the clock, chance, the outside services, the settings.
#[derive(Clone)]
pub struct App {
    /// Both engines behind one transaction.
    pub db: Arc<db::Db>,
    pub clock: Arc<dyn Clock>,
    pub chance: Arc<dyn Chance>,
    /// The keys of personal data.
    pub vault: Arc<vault::Vault>,
    /// The payment gateways.
    pub gateways: Arc<payment::Gateways>,
    pub sms: Arc<dyn SmsSender>,
    pub mail: Arc<dyn MailSender>,
    pub issuer: Arc<dyn InvoiceIssuer>,
    /// What the operator may change.
    pub settings: Arc<Settings>,
    /// Wakes the effects' worker as soon as there is something to do.
    pub wake: Arc<tokio::sync::Notify>,
    /// Hashes passwords on few permits, so that a login storm leaves the pages alone.
    pub hasher: Arc<account::hasher::Hasher>,
    pub files: Arc<attachment::Files>,
}

impl App {
    pub fn now(&self) -> jiff::Timestamp {
        self.clock.now()
    }

    /// The moment by which sessions, codes and limits are judged: see [`Clock::steady`].
    pub fn steady(&self) -> jiff::Timestamp {
        self.clock.steady()
    }

    /// The current moment by both clocks.
    pub fn times(&self) -> clock::Times {
        clock::Times { wall: self.now(), steady: self.steady() }
    }

    /// A steady moment as the clock on the wall will show it, for the sentence that says when to try again.
    pub fn on_the_wall(&self, steady: jiff::Timestamp) -> jiff::Timestamp {
        domain::time::after(self.now(), steady.duration_since(self.steady()))
    }

    /// One short read; each statement sees what is committed.
    pub async fn read<T, F>(&self, mut read: F) -> Result<T, Error>
    where
        T: Send + 'static,
        F: FnMut(&mut Tx) -> Result<T, Error> + Send + 'static,
    {
        let vault = Arc::clone(&self.vault);
        self.db.read(move |tx| read(&mut Tx::new(tx, &vault))).await
    }

    /// A long read (reports, many look-ups): away from asynchronous threads, on connections of its own.
    pub async fn read_long<T, F>(&self, mut read: F) -> Result<T, Error>
    where
        T: Send + 'static,
        F: FnMut(&mut Tx) -> Result<T, Error> + Send + 'static,
    {
        let vault = Arc::clone(&self.vault);
        self.db.read_long(move |tx| read(&mut Tx::new(tx, &vault))).await
    }

    /// A write that recognises by an operation number what it did before. Where nobody heard whether it was stored, it is
    /// run once more: then the number tells.
    pub async fn write_once<T, F>(&self, write: F) -> Result<T, Error>
    where
        T: Send + 'static,
        F: FnMut(&mut Tx) -> Result<T, Error> + Clone + Send + 'static,
    {
        match self.write(write.clone()).await {
            Err(Error::Unknown(_)) => self.write(write).await,
            heard => heard,
        }
    }

    /// One durable transaction. It may run more than once, so ids, time and chance are drawn outside of it.
    /// Afterwards the effects' worker is woken: what was stored for it should not wait for its next round.
    pub async fn write<T, F>(&self, mut write: F) -> Result<T, Error>
    where
        T: Send + 'static,
        F: FnMut(&mut Tx) -> Result<T, Error> + Send + 'static,
    {
        let vault = Arc::clone(&self.vault);
        let result = self.db.write(move |tx| write(&mut Tx::new(tx, &vault))).await;
        if result.is_ok() {
            self.wake.notify_one();
        }
        result
    }
}
