//! The manual's path in real browsers, with script and without: `tests/browser/main.mjs` drives headless Chromium and
//! PhantomJS against a world of its own. This side starts the world and reads the captchas, which no script could.
//! `CAKEY_CHROMIUM` and `CAKEY_PHANTOMJS` name the browsers, `CAKEY_SHOTS` a folder for pictures of every page.

use crate::world::World;
use axum::Router;
use axum::extract::{Query, State};
use axum::routing::get;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;

/// One of each role.
const STAFF: [&str; 8] = ["shenhe", "fahuo", "donghu", "kefu", "caiwu", "zhuguan", "guanli", "shenji"];

#[derive(Deserialize)]
struct Asked {
    sid: String,
}

/// Serves `GET /captcha?sid=TOKEN`: what the image of this session says. Returns its address.
async fn start_oracle(world: &Arc<World>) -> String {
    let answer = async |State(world): State<Arc<World>>, Query(asked): Query<Asked>| world.captcha(&asked.sid).await;
    let router = Router::new().route("/captcha", get(answer)).with_state(world.clone());
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, router).await });
    url
}

fn scripts() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/browser")
}

fn driver(world: &World, oracle: &str) -> Command {
    let passwords: BTreeMap<_, _> = STAFF.iter().map(|login| (login, world.staff_secrets(login).0)).collect();
    let mut command = Command::new("node");
    command
        .arg("main.mjs")
        .current_dir(scripts())
        .env("CAKEY_URL", format!("{}/cakey", world.url(0)))
        .env("PHONE_URL", world.url(1))
        .env("SMS_URL", world.url(2))
        .env("MAIL_URL", world.url(4))
        .env("ORACLE_URL", oracle)
        .env("STAFF_PASSWORDS", serde_json::to_string(&passwords).unwrap());
    if std::env::var_os("CAKEY_SHOTS").is_none() {
        command.env("CAKEY_SHOTS", Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/shots"));
    }
    command
}

/// Runs the scenarios, passes on what they print, and returns it from the first failure on.
fn failures(mut driver: Command) -> std::io::Result<String> {
    let mut running = driver.stdout(Stdio::piped()).spawn()?;
    let mut failed = String::new();
    for line in BufReader::new(running.stdout.take().unwrap()).lines() {
        let line = line?;
        // Not `println!`, which a test keeps for itself until it fails.
        writeln!(std::io::stdout(), "{line}")?;
        if line.starts_with("FAILED") || !(failed.is_empty() || line.starts_with("ok")) {
            failed.push_str(&line);
            failed.push('\n');
        }
    }
    let ended = running.wait()?;
    Ok(if ended.success() || !failed.is_empty() { failed } else { format!("the scenarios ended early: {ended}") })
}

#[tokio::test(flavor = "multi_thread")]
async fn the_path_passes_in_browsers_with_script_and_without_and_every_page_is_sound() {
    assert!(scripts().join("node_modules").is_dir(), "run `npm ci` in crates/server/tests/browser first");
    let world = World::start().await;
    let oracle = start_oracle(&world).await;
    let driver = driver(&world, &oracle);
    let failed = tokio::task::spawn_blocking(move || failures(driver)).await.unwrap();
    assert_eq!(failed.unwrap(), "", "scenarios failed");
    world.verify();
}
