//! The first start of `cakey serve` on an empty folder prints a link. It makes the first administrator, once; nobody
//! else ever becomes one by it.

use crate::world::{Client, cakey, free_block, fresh_folder, spawn, until};
use db::p;
use simulators::keys::generate_rsa_key;
use std::path::{Path, PathBuf};
use std::process::Child;

const PASSWORD: &str = "Quiet-Heron-552";
const DEAD: &str = "这个链接已经用过";

db::sql! {
    STAFF = "select login || ' ' || name || ' ' || role from staff where id > $1 order by id";
    TRAIL = "select action || ' ' || subject || ' ' || detail from audit where seq > $1 order by seq";
}

/// An installation of its own: a configuration, keys, and a process that is killed with it.
struct Installation {
    root: PathBuf,
    port: u16,
    process: Option<Child>,
}

impl Installation {
    fn new() -> Installation {
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
             [payment]\napp_id = '1'\nseller_id = '1'\napp_private_key = '{}'\nalipay_public_key = '{}'\n\
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
    async fn start(&mut self) -> String {
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

    fn stop(&mut self) {
        if let Some(mut process) = self.process.take() {
            process.kill().unwrap();
            process.wait().unwrap();
        }
    }

    fn browser(&self) -> Client {
        Client::at(format!("http://127.0.0.1:{}", self.port), 1)
    }

    async fn texts(&self, sql: &'static db::Sql) -> Vec<String> {
        let db = db::Db::sqlite(&self.root.join("data/cakey.db"), 1).unwrap();
        db.read(move |tx| tx.all(sql, p![0_i64], |r| r.get(0))).await.unwrap()
    }
}

impl Drop for Installation {
    fn drop(&mut self) {
        self.stop();
        remove(&self.root);
    }
}

fn remove(folder: &Path) {
    let _ = std::fs::remove_dir_all(folder);
}

/// The path of the link in what was printed.
fn link(said: &str) -> Option<String> {
    let rest = said.split("/cakey/staff/setup/").nth(1)?;
    Some(format!("/cakey/staff/setup/{}", rest.split_whitespace().next()?))
}

#[tokio::test]
async fn the_first_start_prints_a_link_that_makes_one_administrator_once() {
    let mut place = Installation::new();
    let unused = link(&place.start().await).unwrap();
    let said = place.start().await;
    assert!(said.contains("首次设置") && said.contains("24 小时") && said.contains("只能用一次"), "{said}");
    let path = link(&said).unwrap();
    assert_ne!(path, unused, "each start draws its own");
    let browser = place.browser();
    browser.get(&unused).await.answers(403, &[DEAD]);
    browser.get("/cakey/staff/setup/AAAA").await.answers(403, &[DEAD]);

    let page = browser.get(&path).await;
    page.says(&["首次设置", "新建第一位系统管理员", "登录名", "姓名", "密码", "确认密码"]);
    let form = page.form(&path);
    let typed =
        |password| [("login", "guanli"), ("name", "陆闻笙"), ("password", password), ("password_again", password)];
    let refused = browser.submit(&form, &typed("short")).await;
    refused.answers(422, &["至少 10 位"]);
    assert_eq!(refused.typed(&path)["login"], "guanli", "what was typed is kept");
    assert!(place.texts(&STAFF).await.is_empty());
    browser.submit(&form, &typed(PASSWORD)).await.leads("/cakey/staff?done=activated");
    assert_eq!(place.texts(&STAFF).await, ["guanli 陆闻笙 admin"]);
    assert_eq!(place.texts(&TRAIL).await, ["staff_account guanli 通过首次设置链接新建系统管理员"]);

    for path in [&path, &unused] {
        browser.get(path).await.answers(403, &[DEAD]);
        let again = [("login", "second"), ("name", "第二位"), ("password", PASSWORD), ("password_again", PASSWORD)];
        let csrf = form.hidden("csrf");
        let inputs = [&again[..], &[("csrf", csrf)]].concat();
        browser.post(path, &inputs).await.answers(403, &[DEAD]);
    }
    assert_eq!(link(&place.start().await), None, "there is an administrator: no link any more");
    assert_eq!(place.texts(&STAFF).await.len(), 1);
    let data = place.root.join("data").display().to_string();
    place.stop();
    assert!(cakey(&["verify", "--data", &data]).status.success());
}
