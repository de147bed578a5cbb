//! Migrations: once, in order, by many nodes at once; and what is refused.

use db::{Error, Migration, p};

use crate::both;
use crate::world::{STEPS, World};

static CHANGED: &[Migration] = &[STEPS[0], Migration { name: STEPS[1].name, text: "select 2" }];
static RENAMED: &[Migration] = &[Migration { name: "0001-other", text: STEPS[0].text }, STEPS[1]];
static BROKEN: &[Migration] =
    &[STEPS[0], STEPS[1], Migration { name: "0003-broken", text: "create table kept (id {id}); create nonsense;" }];
static MORE: &[Migration] =
    &[STEPS[0], STEPS[1], Migration { name: "0003-more", text: "alter table task add column due BIGINT" }];

both! {
    async fn the_second_run_has_nothing_to_do(world: World) {
        assert_eq!(world.db.migrate(STEPS).await, Ok(0));
        assert_eq!(world.db.migrate(MORE).await, Ok(1));
        assert_eq!(world.db.migrate(MORE).await, Ok(0));
    }

    async fn a_newer_database_is_refused(world: World) {
        let error = world.db.migrate(&STEPS[..1]).await.unwrap_err();
        let text = "The database is newer than this program: it has 2 migrations, the program knows 1.";
        assert_eq!(error, Error::Schema(text.into()));
    }

    async fn a_migration_that_was_changed_afterwards_is_refused(world: World) {
        let error = world.db.migrate(CHANGED).await.unwrap_err();
        let text = "Migration 2 (0002-lines) was changed after it had been run on this database.";
        assert_eq!(error, Error::Schema(text.into()));
        assert!(matches!(world.db.migrate(RENAMED).await, Err(Error::Schema(_))));
    }

    async fn a_step_that_fails_leaves_nothing_behind(world: World) {
        let error = world.db.migrate(BROKEN).await.unwrap_err();
        assert!(error.to_string().contains("0003-broken"), "{error}");
        assert!(!world.db.shape().unwrap().tables.contains_key("kept"));
        assert_eq!(world.db.migrate(MORE).await, Ok(1));
    }
}

db::sql! {
    FOREIGN = "create table foreign_thing (id bigint)";
}

async fn another_programs_database(world: World) {
    world.db.write(|tx| tx.exec(&FOREIGN, p![])).await.unwrap();
    assert!(matches!(world.db.migrate(STEPS).await, Err(Error::Schema(_))));
    assert_eq!(world.db.shape().unwrap().tables.len(), 1, "nothing was changed");
}

#[tokio::test]
async fn another_programs_database_is_refused_on_sqlite() {
    another_programs_database(World::bare_sqlite()).await;
}

#[tokio::test]
async fn another_programs_database_is_refused_on_postgres() {
    another_programs_database(World::bare_postgres()).await;
}

async fn five_nodes_at_once(world: World) {
    let nodes: Vec<_> = (0..5).map(|_| world.open_again()).collect();
    let starts: Vec<_> = nodes.into_iter().map(|db| tokio::spawn(async move { db.migrate(STEPS).await })).collect();
    let mut ran = 0;
    for start in starts {
        ran += start.await.unwrap().unwrap();
    }
    assert_eq!(ran, STEPS.len());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn five_nodes_that_start_together_run_each_step_once_on_sqlite() {
    five_nodes_at_once(World::bare_sqlite()).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn five_nodes_that_start_together_run_each_step_once_on_postgres() {
    five_nodes_at_once(World::bare_postgres()).await;
}
