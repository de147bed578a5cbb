//! The two engines under one schema: the same tables, columns and indexes, and every statement understood by both.

use super::world::World;
use std::collections::BTreeSet;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_statement_is_understood_alike_by_both_engines() {
    let (sqlite, postgres) = (World::sqlite().await, World::postgres().await);
    let all = app::schema::statements();
    assert!(all.len() > 80, "only {} statements are registered", all.len());
    let (here, there) = (sqlite.app.db.prepare_all(&all), postgres.app.db.prepare_all(&all));
    let mut problems = Vec::new();
    for ((name, here), (_, there)) in here.iter().zip(&there) {
        if here.is_err() || here != there {
            problems.push(format!("{name}\n  SQLite:     {here:?}\n  PostgreSQL: {there:?}"));
        }
    }
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

#[test]
fn every_statement_is_registered_once() {
    let all = app::schema::statements();
    let names: BTreeSet<&str> = all.iter().map(|sql| sql.name).collect();
    assert_eq!(names.len(), all.len());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn both_engines_have_the_same_schema() {
    let (sqlite, postgres) = (World::sqlite().await, World::postgres().await);
    let (here, there) = (sqlite.app.db.shape().unwrap(), postgres.app.db.shape().unwrap());
    assert_eq!(here.tables.keys().collect::<Vec<_>>(), there.tables.keys().collect::<Vec<_>>());
    for (name, table) in &here.tables {
        assert_eq!(Some(table), there.tables.get(name), "{name}");
    }
    assert_eq!(here.indexes, there.indexes);
    let history = &here.tables["history"];
    assert!(history.columns.iter().any(|c| c.name == "hash" && c.kind == "bytes" && !c.nullable));
    assert_eq!(here.indexes["outbox_due"].columns, ["state", "run_at"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn migrating_again_changes_nothing() {
    for world in [World::sqlite().await, World::postgres().await] {
        let before = world.app.db.shape().unwrap();
        assert_eq!(world.app.db.migrate(app::schema::MIGRATIONS).await.unwrap(), 0);
        assert_eq!(world.app.db.shape().unwrap(), before);
    }
}
