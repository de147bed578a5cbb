//! The measured process: started, watched through /proc, ended by its own id.

use std::io;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// Linux counts processor time in ticks of 10 ms.
const TICK_MS: f64 = 10.0;

/// A running `cakey serve`.
pub struct Server {
    child: Child,
    pub port: u16,
    /// From the start of the process to the first good page.
    pub first_page: Duration,
}

impl Server {
    /// Starts the program and waits for its first good page.
    pub async fn start(program: &Path, config: &Path, port: u16, token: &str) -> io::Result<Server> {
        let started = Instant::now();
        let child = Command::new(program).arg("serve").arg("--config").arg(config).stdout(Stdio::null()).spawn()?;
        let mut server = Server { child, port, first_page: Duration::ZERO };
        while started.elapsed() < Duration::from_secs(20) {
            if let Ok(mut client) = crate::client::Client::connect(port, token).await
                && client.get("/cakey/orders").await.is_ok_and(|answer| answer.status == 200)
            {
                server.first_page = started.elapsed();
                return Ok(server);
            }
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
        Err(io::Error::other("the server gave no page within 20 s"))
    }

    /// Processor time so far, user and system, in milliseconds.
    pub fn cpu_ms(&self) -> io::Result<f64> {
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", self.child.id()))?;
        let after_name = stat.rsplit_once(") ").map_or("", |(_, rest)| rest);
        let fields: Vec<&str> = after_name.split(' ').collect();
        let ticks = |i: usize| fields.get(i).and_then(|t| t.parse::<f64>().ok()).unwrap_or(0.0);
        Ok((ticks(11) + ticks(12)) * TICK_MS)
    }

    /// Anonymous resident memory in MB.
    pub fn anonymous_mb(&self) -> io::Result<f64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id()))?;
        let line = status.lines().find_map(|line| line.strip_prefix("RssAnon:"));
        let kb = line.and_then(|l| l.split_whitespace().next()).and_then(|n| n.parse::<f64>().ok());
        kb.map(|kb| kb / 1024.0).ok_or_else(|| io::Error::other("no RssAnon"))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
