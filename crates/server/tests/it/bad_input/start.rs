//! Starts that cannot succeed: one sentence on standard error, and an exit code that says so.

use crate::world::{World, cakey, free_block, fresh_folder};
use std::net::TcpListener;
use std::path::Path;
use std::process::Output;

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
fn serve_refuses_simulators_unless_told_in_so_many_words() {
    let root = fresh_folder();
    let file = root.join("cakey.toml");
    std::fs::write(&file, "[payment]\ngateway = 'http://127.0.0.1:1/gateway.do'\n").unwrap();
    let said = refusal(&cakey(&["serve", "--config", file.to_str().unwrap()]));
    assert!(said.contains("payment.gateway") && said.contains("vendors.simulators"), "{said}");
    let missing = root.join("absent.toml");
    let said = refusal(&cakey(&["serve", "--config", missing.to_str().unwrap()]));
    assert!(said.contains("absent.toml"), "{said}");
    std::fs::remove_dir_all(root).unwrap();
}
