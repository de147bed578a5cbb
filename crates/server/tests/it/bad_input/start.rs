//! Starts that cannot succeed: one sentence on standard error, and an exit code that says so.

use crate::world::{World, cakey, free_block, fresh_folder};
use std::net::TcpListener;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::Output;

/// What must be written to use simulators.
const ALLOWED: &str = "simulators allowed, no real money moves";

/// The one sentence that a start ends with.
#[track_caller]
fn refusal(output: &Output) -> String {
    let said = String::from_utf8(output.stderr.clone()).unwrap();
    assert!(!output.status.success(), "it started: {said}");
    let lines: Vec<&str> = said.lines().filter(|line| !line.is_empty()).collect();
    assert!(lines.len() == 1 && lines[0].starts_with("cakey: "), "not one sentence: {said}");
    lines[0].to_owned()
}

fn demo(data: &Path, port: u16) -> String {
    refusal(&cakey(&["demo", "--data", data.to_str().unwrap(), "--port", &port.to_string()]))
}

#[test]
fn a_port_in_use_is_named_and_nothing_is_made() {
    let (root, port) = (fresh_folder(), free_block());
    let held = TcpListener::bind(("127.0.0.1", port)).unwrap();
    let said = demo(&root.join("data"), port);
    assert!(said.contains(&port.to_string()) && said.contains("in use"), "{said}");
    assert!(!root.join("data").exists(), "a folder was made for nothing");
    drop(held);
    std::fs::remove_dir_all(root).unwrap();
}

#[test]
fn a_simulators_port_in_use_is_named() {
    let (root, port) = (fresh_folder(), free_block());
    for offset in 1..=5 {
        let _held = TcpListener::bind(("127.0.0.1", port + offset)).unwrap();
        let said = demo(&root.join("data"), port);
        assert!(said.contains(&(port + offset).to_string()), "{said}");
    }
    std::fs::remove_dir_all(root).unwrap();
}

#[test]
fn a_file_in_the_place_of_the_folder_is_named() {
    let root = fresh_folder();
    let file = root.join("data");
    std::fs::write(&file, "no folder").unwrap();
    for data in [file.clone(), file.join("below")] {
        let said = demo(&data, free_block());
        assert!(said.contains(data.to_str().unwrap()) && said.contains("cannot be used"), "{said}");
    }
    assert_eq!(std::fs::read_to_string(&file).unwrap(), "no folder");
    std::fs::remove_dir_all(root).unwrap();
}

#[test]
fn a_database_that_is_none_is_named_and_left_alone() {
    let root = fresh_folder();
    let file = root.join("cakey.db");
    let garbage = "this is no database. ".repeat(400);
    std::fs::write(&file, &garbage).unwrap();
    let said = demo(&root, free_block());
    assert!(said.contains("cakey.db") || said.contains("database"), "{said}");
    assert_eq!(std::fs::read_to_string(&file).unwrap(), garbage);
    refusal(&cakey(&["verify", "--data", root.to_str().unwrap()]));
    std::fs::remove_dir_all(root).unwrap();
}

#[test]
fn records_that_are_not_there_are_neither_found_sound_nor_made() {
    let root = fresh_folder();
    let mistyped = root.join("cakey-dat");
    for act in [&["verify"][..], &["keys", "rotate"]] {
        let said = refusal(&cakey(&[act, &["--data", mistyped.to_str().unwrap()]].concat()));
        assert!(said.contains(mistyped.to_str().unwrap()), "{said}");
        assert!(!mistyped.exists(), "a folder was made for nothing");
    }
    std::fs::remove_dir_all(root).unwrap();
}

#[tokio::test]
async fn a_database_of_a_newer_program_is_refused() {
    let world = World::start().await;
    world.kill();
    let tomorrow = db::Migration { name: "9999_of_tomorrow", text: "CREATE TABLE tomorrow (id {id}) {strict};" };
    let known = app::schema::MIGRATIONS.iter().map(|step| db::Migration { name: step.name, text: step.text });
    let steps: &'static [db::Migration] = known.chain([tomorrow]).collect::<Vec<_>>().leak();
    let db = std::sync::Arc::new(db::Db::sqlite(&world.data().join("cakey.db"), 1).unwrap());
    assert_eq!(db.migrate(steps).await.unwrap(), 1);
    drop(db);
    let said = demo(&world.data(), free_block());
    assert!(said.contains("newer"), "{said}");
}

#[test]
fn serve_refuses_simulators_and_keys_that_are_missing_or_not_private() {
    let root = fresh_folder();
    let file = root.join("cakey.toml");
    std::fs::write(&file, "[payment.alipay]\ngateway = 'http://127.0.0.1:1/gateway.do'\n").unwrap();
    let said = refusal(&cakey(&["serve", "--config", file.to_str().unwrap()]));
    assert!(said.contains("payment.alipay.gateway") && said.contains("vendors.simulators"), "{said}");
    let keys = root.join("keys.txt");
    let allowed = format!("[database]\nkeys_file = '{}'\n[vendors]\nsimulators = '{ALLOWED}'\n", keys.display());
    std::fs::write(&file, allowed).unwrap();
    let serve = || refusal(&cakey(&["serve", "--config", file.to_str().unwrap()]));
    let said = serve();
    assert!(said.contains("keys.txt") && said.contains("cannot be read"), "{said}");
    assert!(cakey(&["keys", "new", keys.to_str().unwrap()]).status.success());
    let made = std::fs::read_to_string(&keys).unwrap();
    assert_eq!(std::fs::metadata(&keys).unwrap().permissions().mode() & 0o777, 0o600);
    let said = refusal(&cakey(&["keys", "new", keys.to_str().unwrap()]));
    assert!(said.contains("cannot be made") && std::fs::read_to_string(&keys).unwrap() == made, "{said}");
    std::fs::set_permissions(&keys, std::fs::Permissions::from_mode(0o640)).unwrap();
    let said = serve();
    assert!(said.contains("can be read by others"), "{said}");
    let missing = root.join("absent.toml");
    let said = refusal(&cakey(&["serve", "--config", missing.to_str().unwrap()]));
    assert!(said.contains("absent.toml"), "{said}");
    std::fs::remove_dir_all(root).unwrap();
}

#[tokio::test]
async fn a_folder_with_the_keys_of_another_is_refused_and_a_newer_key_seals_it_anew() {
    let world = World::start().await;
    world.company("澜州换钥").await;
    world.kill();
    let (data, keys) = (world.data(), world.data().join("keys.txt"));
    let own = std::fs::read(&keys).unwrap();
    std::fs::remove_file(&keys).unwrap();
    let said = demo(&data, free_block());
    assert!(said.contains("key file"), "{said}");
    std::fs::write(&keys, own).unwrap();
    assert!(cakey(&["keys", "add", keys.to_str().unwrap()]).status.success());
    let rotate = || String::from_utf8(cakey(&["keys", "rotate", "--data", data.to_str().unwrap()]).stdout).unwrap();
    assert!(rotate().contains("company.mobile: 1\n"), "the registered number was not sealed anew");
    assert!(rotate().contains("company.mobile: 0\n"), "what was done was done again");
    world.verify();
    world.restart().await;
}
