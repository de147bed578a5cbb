//! The child process: six free ports, a fresh folder, and the wait for its first page.

use super::PATIENCE;
use std::fs::{File, OpenOptions};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::sync::atomic::{AtomicU16, AtomicU32, Ordering};
use std::time::{Duration, Instant};

/// Below the ports that systems lend to outgoing connections.
const PORTS: std::ops::Range<u16> = 20_000..32_000;
/// The site and its five simulators.
const BLOCK: u16 = 6;
/// Somebody else may take a port between the look and the start.
const TRIES: usize = 5;

/// What a world differs in from a plain demonstration.
#[derive(Clone, Debug, Default)]
pub struct Setup {
    /// The URL of a PostgreSQL instead of the embedded database.
    pub postgres: Option<String>,
    /// Keys of the configuration, as `CAKEY_CONFIG_…`, and their values.
    pub environment: Vec<(&'static str, &'static str)>,
}

pub struct Process {
    child: Child,
    pub port: u16,
}

impl Process {
    /// Starts `cakey demo` and waits until it answers; `port` is kept by a restart.
    pub async fn start(root: &Path, setup: &Setup, port: Option<u16>) -> Process {
        for _ in 0..TRIES {
            let port = port.unwrap_or_else(free_block);
            let mut process = Process { child: spawn_demo(root, setup, port), port };
            if process.answers().await {
                return process;
            }
        }
        panic!("the binary did not start: {}", std::fs::read_to_string(root.join("stderr")).unwrap());
    }

    /// True once a page comes, false if the process ends before.
    async fn answers(&mut self) -> bool {
        let end = Instant::now() + PATIENCE;
        let url = format!("http://127.0.0.1:{}/cakey/", self.port);
        while Instant::now() < end {
            if self.child.try_wait().unwrap().is_some() {
                return false;
            }
            if reqwest::get(&url).await.is_ok_and(|answer| answer.status().is_success()) {
                return true;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        self.kill();
        false
    }

    /// The most memory that the process ever held, in MB.
    pub fn memory_peak(&self) -> u64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap();
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
        line.trim().trim_end_matches(" kB").parse::<u64>().unwrap() / 1024
    }

    pub fn kill(&mut self) {
        // It may have ended by itself, and a child that was waited for has no id any more.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        self.kill();
    }
}

/// The binary under test: the one beside this test, or another that `CAKEY_BIN` names (a release build).
fn binary() -> PathBuf {
    std::env::var_os("CAKEY_BIN").map_or_else(|| env!("CARGO_BIN_EXE_cakey").into(), PathBuf::from)
}

fn spawn_demo(root: &Path, setup: &Setup, port: u16) -> Child {
    let mut command = Command::new(binary());
    command.arg("demo").arg("--data").arg(root.join("data")).args(["--port", &port.to_string(), "--no-sms-limits"]);
    command.envs(setup.environment.iter().copied());
    if let Some(url) = &setup.postgres {
        command.args(["--postgres", url]);
    }
    logged(command, root)
}

/// Starts the binary in the background; what it says lands in the files `stdout` and `stderr` of a folder.
pub fn spawn(root: &Path, arguments: &[&str]) -> Child {
    let mut command = Command::new(binary());
    command.args(arguments);
    logged(command, root)
}

fn logged(mut command: Command, root: &Path) -> Child {
    let log = |name: &str| -> File { OpenOptions::new().create(true).append(true).open(root.join(name)).unwrap() };
    command.stdin(Stdio::null()).stdout(log("stdout")).stderr(log("stderr")).spawn().unwrap()
}

/// Runs the binary to its end.
pub fn cakey(arguments: &[&str]) -> Output {
    Command::new(binary()).args(arguments).stdin(Stdio::null()).output().unwrap()
}

/// A folder that no other test has.
pub fn fresh_folder() -> PathBuf {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let name = format!("cakey-it-{}-{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
    let folder = std::env::temp_dir().join(name);
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

/// The first of six ports in a row that are free now. Worlds of one process never try the same block.
pub fn free_block() -> u16 {
    static TRIED: AtomicU16 = AtomicU16::new(0);
    let blocks = (PORTS.end - PORTS.start) / BLOCK;
    let first = u16::try_from(std::process::id() % u32::from(blocks)).unwrap();
    for _ in 0..blocks {
        let block = (first + TRIED.fetch_add(1, Ordering::Relaxed)) % blocks;
        let port = PORTS.start + block * BLOCK;
        let taken: Vec<_> = (port..port + BLOCK).map_while(|p| TcpListener::bind(("127.0.0.1", p)).ok()).collect();
        if taken.len() == usize::from(BLOCK) {
            return port;
        }
    }
    panic!("no six free ports in a row");
}
