//! The data of a named release opens with today's program and goes on. One small installation of each release lies in
//! `tests/data`, as its own demonstration left it after [`day`], on both engines. A release is never written again: what
//! a later program cannot open is that program's fault.

mod day;
mod packed;

use crate::world::{Client, Setup, World, fresh_folder};
use db::test_server::PostgresServer;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The releases whose data is kept, oldest first.
const RELEASES: [&str; 2] = ["0.1.0", "0.2.0"];
/// What a packed installation may weigh, in bytes: a repository keeps it for ever.
const HEAVIEST: u64 = 300_000;
/// The dump beside the folder of an installation on PostgreSQL.
const DUMP: &str = "database.sql";

fn fixture(release: &str, engine: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(format!("tests/data/{release}-{engine}.zip"))
}

#[tokio::test]
async fn the_embedded_database_of_every_release_opens_and_goes_on() {
    for release in RELEASES {
        let root = fresh_folder();
        packed::unpack(&fixture(release, "sqlite"), &root.join("data"));
        let world = World::start_in(root, Setup::default()).await;
        goes_on(&world).await;
        world.kill();
        world.verify();
    }
}

#[tokio::test]
async fn the_postgresql_of_every_release_opens_and_goes_on() {
    for release in RELEASES {
        let root = fresh_folder();
        let data = root.join("data");
        packed::unpack(&fixture(release, "postgres"), &data);
        let dump = data.join(DUMP);
        let postgres = Some(PostgresServer::shared().restore(&dump).unwrap());
        std::fs::remove_file(dump).unwrap();
        goes_on(&World::start_in(root, Setup { postgres, ..Setup::default() }).await).await;
    }
}

/// Who was there then logs in, finds every order, and the one that waited for review comes to its end.
async fn goes_on(world: &Arc<World>) {
    let people = day::people(world);
    for (company, orders) in people.iter().zip(day::ORDERS) {
        let browser = Client::new(world);
        company.log_in(&browser, &[]).await.leads("/cakey/home");
        let numbers = world.orders_of(&company.name).await;
        assert_eq!(numbers.len(), orders.len(), "{}", company.name);
        for (number, may_be) in numbers.iter().zip(orders) {
            browser.get(&format!("/cakey/orders/{number}")).await.says(&[number]);
            let status = world.order_row(number).await.status;
            assert!(may_be.contains(&&*status), "{number} is {status}, expected {may_be:?}");
        }
    }
    let (company, waiting) = (&people[0], &world.orders_of(&people[0].name).await[day::WAITING]);
    let invoices = world.invoices(waiting).await.len();
    assert_eq!(invoices, 0);
    world.staff("shenhe").await.approve(waiting).await;
    world.staff("fahuo").await.ship(waiting, "SF2026113000001").await;
    let order = crate::world::Order { company: company.elsewhere().await, number: waiting.clone() };
    order.confirm().await;
    order.reaches("completed").await;
    company.invoice_mail(waiting).await;
    let finance = world.staff("caiwu").await;
    assert_eq!(finance.browser.get("/cakey/staff/finance").await.status, 200);
    let fresh = world.company("后来").await.complete_profile().await;
    fresh.paid_order(crate::world::COURIER).await.reaches("under_review").await;
}

/// Where the day of the version that stands is packed: into a folder that goes, or with `CAKEY_KEEP_RELEASE` set, which is
/// done once, when the version is named, into the tree.
fn packed_as(engine: &str) -> PathBuf {
    match std::env::var_os("CAKEY_KEEP_RELEASE") {
        Some(_) => fixture(env!("CARGO_PKG_VERSION"), engine),
        None => fresh_folder().join(format!("{engine}.zip")),
    }
}

fn must_be_small(file: &Path) {
    let bytes = std::fs::metadata(file).unwrap().len();
    assert!(bytes <= HEAVIEST, "{}: {bytes} bytes", file.display());
}

#[tokio::test]
async fn a_day_of_this_version_on_the_embedded_database_is_packed_small_and_sound() {
    let (world, packed) = (World::start().await, packed_as("sqlite"));
    day::spend(&world).await;
    world.kill();
    db::Db::merge_log(&world.data().join("cakey.db")).unwrap();
    packed::pack(&world.data(), &packed);
    must_be_small(&packed);
    std::fs::remove_dir_all(world.data()).unwrap();
    packed::unpack(&packed, &world.data());
    world.verify();
}

#[tokio::test]
async fn a_day_of_this_version_on_postgresql_is_packed_small() {
    let (server, packed) = (PostgresServer::shared(), packed_as("postgres"));
    let url = server.database();
    let world = World::start_on(Some(url.clone())).await;
    day::spend(&world).await;
    world.kill();
    let dump = world.data().join(DUMP);
    std::fs::write(&dump, server.dump(&url).unwrap()).unwrap();
    packed::pack(&world.data(), &packed);
    must_be_small(&packed);
    server.restore(&dump).unwrap();
}

#[test]
fn what_is_kept_of_a_release_is_small() {
    for release in RELEASES {
        for engine in ["sqlite", "postgres"] {
            must_be_small(&fixture(release, engine));
        }
    }
}
