//! A running demonstration for tests: the binary, its data folder, its six ports; the people who use it; what its
//! database, ledger and inboxes hold. Each test has a world of its own: in a shared one, a reviewer who decides is led to
//! the next order and claims it, whosever test it belongs to.

mod client;
mod company;
mod files;
mod installation;
mod neighbours;
mod order;
mod page;
mod process;
mod rows;
mod staff;
mod trail;

pub use client::Client;
pub use company::{Company, PASSWORD, replace};
pub use files::{File, filled, multipart, png, wanted};
pub use installation::Installation;
pub use neighbours::Mail;
pub use order::{COURIER, Order, PICKUP};
pub use page::{Form, Page};
pub use process::{Setup, cakey, free_block, fresh_folder, spawn};
pub use rows::{Attempt, Invoice, Row};
pub use staff::{COLLECTOR, Staff};

use process::Process;
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::process::Output;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// Longer than anything that a test waits for takes, even on two busy cores.
const PATIENCE: Duration = Duration::from_secs(60);
const LOOK_AGAIN: Duration = Duration::from_millis(50);

/// A running demonstration. Dropping the last handle kills it and removes its folder.
pub struct World {
    root: PathBuf,
    setup: Setup,
    process: Mutex<Process>,
    http: reqwest::Client,
    db: Mutex<Option<Arc<db::Db>>>,
    staff: tokio::sync::Mutex<HashMap<String, Staff>>,
    count: AtomicU32,
}

impl World {
    /// A world of the test's own, on the embedded database.
    pub async fn start() -> Arc<World> {
        World::start_on(None).await
    }

    /// A world of the test's own on a PostgreSQL, if its URL is given.
    pub async fn start_on(postgres: Option<String>) -> Arc<World> {
        World::start_as(Setup { postgres, ..Setup::default() }).await
    }

    /// A world of the test's own, set up in another way.
    pub async fn start_as(setup: Setup) -> Arc<World> {
        World::start_in(process::fresh_folder(), setup).await
    }

    /// A world in a folder that may hold data already; it is the world's own from now on.
    pub async fn start_in(root: PathBuf, setup: Setup) -> Arc<World> {
        connectors::install_crypto_provider();
        let process = Process::start(&root, &setup, None).await;
        Arc::new(World {
            root,
            setup,
            process: Mutex::new(process),
            http: reqwest::Client::builder().pool_max_idle_per_host(0).build().unwrap(),
            db: Mutex::default(),
            staff: tokio::sync::Mutex::default(),
            count: AtomicU32::new(0),
        })
    }

    pub fn data(&self) -> PathBuf {
        self.root.join("data")
    }

    /// Every file of the store of uploads.
    pub fn files(&self) -> Vec<PathBuf> {
        let entries = |folder: PathBuf| std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
        entries(self.data().join("uploads")).filter(|day| day.is_dir()).flat_map(entries).collect()
    }

    /// The most memory that the process ever held, in MB.
    pub fn memory_peak(&self) -> u64 {
        self.process.lock().unwrap().memory_peak()
    }

    /// The site's port; the simulators have the five after it.
    pub fn port(&self) -> u16 {
        self.process.lock().unwrap().port
    }

    /// `http://127.0.0.1:PORT` of the site (0) or of a simulator (1 gateway, 2 SMS, 4 mail, 5 invoices).
    pub fn url(&self, offset: u16) -> String {
        format!("http://127.0.0.1:{}", self.port() + offset)
    }

    /// SIGKILL, as a power cut would: nothing is said to the process. The tests' own view of the file is closed too,
    /// so that the next start finds the file as the killed process left it.
    pub fn kill(&self) {
        self.process.lock().unwrap().kill();
        self.close_db();
    }

    /// Starts the binary again on the same folder and ports, after killing it if it runs.
    pub async fn restart(&self) {
        self.restart_with(&[]).await;
    }

    /// The same under other keys of the configuration, as `CAKEY_CONFIG_…`, beside those of its set-up.
    pub async fn restart_with(&self, keys: &[(&'static str, &'static str)]) {
        self.kill();
        let mut setup = self.setup.clone();
        setup.environment.extend_from_slice(keys);
        let process = Process::start(&self.root, &setup, Some(self.port())).await;
        *self.process.lock().unwrap() = process;
    }

    /// What the binary has said on standard error so far.
    pub fn log(&self) -> String {
        std::fs::read_to_string(self.root.join("stderr")).unwrap()
    }

    /// The same, and what it has said on standard output.
    pub fn output(&self) -> String {
        self.log() + &std::fs::read_to_string(self.root.join("stdout")).unwrap()
    }

    /// `cakey verify` over this world's folder; the records must be in order. (The embedded database only.)
    pub fn verify(&self) {
        let Output { status, stdout, stderr } = cakey(&["verify", "--data", self.data().to_str().unwrap()]);
        let said = String::from_utf8_lossy(&stdout).into_owned() + &String::from_utf8_lossy(&stderr);
        assert!(status.success(), "the records are not in order: {said}");
    }

    /// A number that no other company of this world has.
    fn next(&self) -> u32 {
        self.count.fetch_add(1, Ordering::Relaxed)
    }

    /// The opened database file, or the PostgreSQL; for reading only.
    pub fn db(&self) -> Arc<db::Db> {
        let open = || match &self.setup.postgres {
            None => db::Db::sqlite(&self.data().join("cakey.db"), 2).unwrap(),
            Some(url) => db::Db::postgres(url, 2, 1).unwrap(),
        };
        self.db.lock().unwrap().get_or_insert_with(|| Arc::new(open())).clone()
    }

    fn close_db(&self) {
        *self.db.lock().unwrap() = None;
    }

    /// A browser of somebody who has just come.
    pub fn visitor(&self) -> Client {
        Client::new(self)
    }

    /// A company that has registered and is logged in. The name gets a number, so that each is another one.
    pub async fn company(self: &Arc<World>, name: &str) -> Company {
        Company::register(self, name).await
    }

    /// A member of staff, logged in once per world. Logins: shenhe, shenhe2, fahuo, donghu, xiling, kefu, caiwu,
    /// zhuguan, guanli, shenji.
    pub async fn staff(self: &Arc<World>, login: &str) -> Staff {
        let mut known = self.staff.lock().await;
        if let Some(staff) = known.get(login) {
            return staff.clone();
        }
        let staff = Staff::log_in(self, login).await;
        known.insert(login.to_owned(), staff.clone());
        staff
    }
}

impl Drop for World {
    fn drop(&mut self) {
        self.kill();
        if std::thread::panicking() {
            eprintln!("the binary said: {}", self.log());
        }
        remove(&self.root);
    }
}

fn remove(folder: &Path) {
    let _ = std::fs::remove_dir_all(folder);
}

/// Asks until there is an answer; what never comes fails the test by its name.
pub async fn until<T>(what: &str, mut ask: impl AsyncFnMut() -> Option<T>) -> T {
    let end = tokio::time::Instant::now() + PATIENCE;
    loop {
        if let Some(answer) = ask().await {
            return answer;
        }
        assert!(tokio::time::Instant::now() < end, "waited {PATIENCE:?} for {what}");
        tokio::time::sleep(LOOK_AGAIN).await;
    }
}
