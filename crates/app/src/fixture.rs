//! A small world for the tests of this crate: an empty database in memory, a clock that the test sets, chance from a
//! seed, and outside services that record what they are asked and answer what the test has laid out.
//! Every write closure is rehearsed (run, undone, run again), so a closure that cannot run twice is found by any test.

pub mod forms;
mod people;
mod ports;

pub use people::{ADDRESS, MOBILE, company_form, invoice_form, mobile};
pub use ports::{ScriptedIssuer, ScriptedMail, ScriptedPayment, ScriptedSms, gateway, gateway_named};

use crate::account::hasher::Hasher;
use crate::chance::Chance;
use crate::clock::Clock;
use crate::payment::Gateways;
use crate::vault::{KeyRing, Vault};
use crate::{App, Settings, schema};
use jiff::{SignedDuration, Timestamp};
use sha2::{Digest, Sha256};
use std::ops::Deref;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

/// When the world begins: 2026-11-23 09:00 in Beijing.
pub const START: &str = "2026-11-23T01:00:00Z";

/// The application with everything that a test may turn. Derefs to [`App`], so `&world` is an `&App`.
pub struct World {
    pub app: App,
    pub clock: Arc<SetClock>,
    pub payment: Arc<ScriptedPayment>,
    pub sms: Arc<ScriptedSms>,
    pub mail: Arc<ScriptedMail>,
    pub issuer: Arc<ScriptedIssuer>,
}

impl Deref for World {
    type Target = App;

    fn deref(&self) -> &App {
        &self.app
    }
}

/// A fresh world with the default settings.
pub fn app() -> World {
    app_with(Settings::default())
}

/// A fresh world with these settings.
pub fn app_with(settings: Settings) -> World {
    let db = db::Db::inline().expect("a database in memory").rehearsing();
    db.migrate_now(schema::MIGRATIONS).expect("the schema");
    let start: Timestamp = START.parse().expect("a moment");
    let clock = Arc::new(SetClock(Mutex::new((start, start))));
    let payment = Arc::new(ScriptedPayment::default());
    let sms = Arc::new(ScriptedSms::default());
    let mail = Arc::new(ScriptedMail::default());
    let issuer = Arc::new(ScriptedIssuer::default());
    let ring = KeyRing::generate(&SeededChance::default());
    let vault = Vault::new(&ring, Arc::new(SeededChance::default())).expect("keys");
    let app = App {
        db: Arc::new(db),
        clock: clock.clone(),
        chance: Arc::new(SeededChance::default()),
        vault: Arc::new(vault),
        gateways: Arc::new(Gateways::new(ports::gateway(payment.clone()), Vec::new())),
        sms: sms.clone(),
        mail: mail.clone(),
        issuer: issuer.clone(),
        settings: Arc::new(settings),
        wake: Arc::default(),
        hasher: Arc::new(Hasher::new(2)),
        files: Arc::new(crate::attachment::Files::in_memory()),
    };
    World { app, clock, payment, sms, mail, issuer }
}

/// A clock that stands still until the test moves it.
pub struct SetClock(Mutex<(Timestamp, Timestamp)>);

impl SetClock {
    pub fn advance(&self, by: SignedDuration) {
        let mut times = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        times.1 = times.1.checked_add(by).expect("a moment in range");
        times.0 = times.0.checked_add(by).expect("a moment in range");
    }

    /// Somebody sets the machine's clock: no time passes.
    pub fn jump(&self, by: SignedDuration) {
        let mut times = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        times.0 = times.0.checked_add(by).expect("a moment in range");
    }

    /// Moves on by whole seconds.
    pub fn advance_secs(&self, secs: i64) {
        self.advance(SignedDuration::from_secs(secs));
    }
}

impl Clock for SetClock {
    fn now(&self) -> Timestamp {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).0
    }

    fn steady(&self) -> Timestamp {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).1
    }
}

/// The same bytes in every run: the SHA-256 of 0, 1, 2 …
#[derive(Default)]
pub struct SeededChance(AtomicU64);

impl Chance for SeededChance {
    fn fill(&self, buffer: &mut [u8]) {
        for part in buffer.chunks_mut(32) {
            let count = self.0.fetch_add(1, Ordering::Relaxed);
            part.copy_from_slice(&Sha256::digest(count.to_le_bytes())[..part.len()]);
        }
    }
}
