//! An installation that is no demonstration: empty, with a configuration of its own, as an operator starts it.

use super::{Client, cakey, free_block, fresh_folder, spawn, until};
use db::p;
use simulators::keys::generate_rsa_key;
use std::path::PathBuf;
use std::process::Child;

/// A configuration, keys, and a process that is killed with it.
pub struct Installation {
    pub root: PathBuf,
    port: u16,
    process: Option<Child>,
}

impl Installation {
    pub fn new() -> Installation {
        let (root, port) = (fresh_folder(), free_block());
        let file = |name: &str| root.join(name).display().to_string();
        assert!(cakey(&["keys", "new", &file("keys.txt")]).status.success());
        let ((private, _), (_, public)) = (generate_rsa_key(), generate_rsa_key());
        std::fs::write(root.join("app.pem"), private).unwrap();
        std::fs::write(root.join("gateway.pem"), public).unwrap();
        let text = format!(
            "[server]\nlisten = '127.0.0.1:{port}'\npublic_url = 'http://127.0.0.1:{port}/cakey'\n\
             [database]\nfolder = '{}'\nkeys_file = '{}'\n\
             [vendors]\nsimulators = 'simulators allowed, no real money moves'\n\
             [payment.alipay]\napp_id = '1'\nseller_id = '1'\napp_private_key = '{}'\nalipay_public_key = '{}'\n\
             [mail]\nhost = '127.0.0.1'\nusername = 'fapiao@cakey.example'\ntls = 'none'\n",
            file("data"),
            file("keys.txt"),
            file("app.pem"),
            file("gateway.pem"),
        );
        std::fs::write(root.join("cakey.toml"), text).unwrap();
        Installation { root, port, process: None }
    }

    /// Starts it; what it prints before its first page comes.
    pub async fn start(&mut self) -> String {
        self.stop();
        std::fs::write(self.root.join("stdout"), "").unwrap();
        let config = self.root.join("cakey.toml").display().to_string();
        self.process = Some(spawn(&self.root, &["serve", "--config", &config]));
        let url = format!("http://127.0.0.1:{}/cakey/", self.port);
        let mut ended = || self.process.as_mut().is_some_and(|process| process.try_wait().unwrap().is_some());
        let ask = async || {
            assert!(!ended(), "it ended: {}", std::fs::read_to_string(self.root.join("stderr")).unwrap());
            reqwest::get(&url).await.ok().filter(|answer| answer.status().is_success())
        };
        until("the first page", ask).await;
        std::fs::read_to_string(self.root.join("stdout")).unwrap()
    }

    /// As a power cut would.
    pub fn stop(&mut self) {
        if let Some(mut process) = self.process.take() {
            process.kill().unwrap();
            process.wait().unwrap();
        }
    }

    /// The browser of somebody who has just come.
    pub fn browser(&self) -> Client {
        Client::at(format!("http://127.0.0.1:{}", self.port), 1)
    }

    /// The path of the link in what a start printed.
    pub fn link(said: &str) -> Option<String> {
        let rest = said.split("/cakey/staff/setup/").nth(1)?;
        Some(format!("/cakey/staff/setup/{}", rest.split_whitespace().next()?))
    }

    pub async fn texts(&self, sql: &'static db::Sql) -> Vec<String> {
        let db = db::Db::sqlite(&self.root.join("data/cakey.db"), 1).unwrap();
        db.read(move |tx| tx.all(sql, p![0_i64], |r| r.get(0))).await.unwrap()
    }
}

impl Drop for Installation {
    fn drop(&mut self) {
        self.stop();
        super::remove(&self.root);
    }
}
