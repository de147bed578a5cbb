//! Lost connections, files that are no database, slow reads, the log's size.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use db::{Db, Error, Tx, p};

use crate::world::{Folder, SLOW, World, add};

db::sql! {
    KILL_SELF = "select pg_terminate_backend(pg_backend_pid())";
    CURRENT = "select pg_backend_pid()::bigint";
}

#[tokio::test]
async fn a_job_whose_connection_dies_is_run_once_more() {
    let world = World::bare_postgres().migrated().await;
    let runs = Arc::new(AtomicU32::new(0));
    let seen = Arc::clone(&runs);
    let dies_once = move |tx: &mut Tx| {
        add(tx, "a")?;
        if seen.fetch_add(1, Ordering::SeqCst) == 0 {
            tx.exec(&KILL_SELF, p![])?;
        }
        Ok::<_, Error>(())
    };
    world.db.write(dies_once).await.unwrap();
    assert_eq!((runs.load(Ordering::SeqCst), world.orders().await), (2, 1));
    let seen = Arc::clone(&runs);
    let always_dies = move |tx: &mut Tx| {
        seen.fetch_add(1, Ordering::SeqCst);
        tx.exec(&KILL_SELF, p![])
    };
    assert!(matches!(world.db.write(always_dies).await, Err(Error::Failed(_))));
    assert_eq!(runs.load(Ordering::SeqCst), 4, "once more, and no more");
    world.add("b").await.unwrap();
    assert_eq!(world.orders().await, 2);
}

#[tokio::test]
async fn a_read_whose_connection_dies_is_run_once_more() {
    let world = World::bare_postgres();
    let mut runs = 0;
    let dies_once = move |tx: &mut Tx| {
        runs += 1;
        if runs == 1 {
            tx.exec(&KILL_SELF, p![])?;
        }
        tx.one(&CURRENT, p![], |r| r.get::<i64>(0)).map(|_| runs)
    };
    assert_eq!(world.db.read(dies_once).await, Ok(2));
}

#[test]
fn a_file_that_is_no_database_is_refused_in_one_sentence() {
    let folder = Folder::new();
    let path = folder.0.join("notes.txt");
    std::fs::write(&path, "not a database, but long enough to have a header of a hundred bytes ".repeat(99)).unwrap();
    let error = Db::sqlite(&path, 1).err().unwrap();
    assert_eq!(error, Error::Schema(format!("{} is not a SQLite database.", path.display())));
}

#[test]
fn a_server_that_is_not_there_is_an_error() {
    assert!(matches!(Db::postgres("host=/nonexistent user=nobody", 1, 1), Err(Error::Failed(_))));
}

#[tokio::test]
async fn a_slow_read_on_an_asynchronous_thread_is_logged_with_its_statement() {
    let world = World::bare_sqlite();
    let log = Folder::new();
    let path = log.0.join("log");
    let file = std::fs::File::create(&path).unwrap();
    let subscriber = tracing_subscriber::fmt().with_ansi(false).with_writer(file).finish();
    let guard = tracing::subscriber::set_default(subscriber);
    world.db.read(|tx| tx.one(&SLOW, p![1], |r| r.get::<i64>(0))).await.unwrap();
    assert_eq!(std::fs::read_to_string(&path).unwrap(), "");
    world.db.read(|tx| tx.one(&SLOW, p![2_000_000], |r| r.get::<i64>(0))).await.unwrap();
    drop(guard);
    let text = std::fs::read_to_string(&path).unwrap();
    assert!(text.contains("WARN") && text.contains("::SLOW"), "{text}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_write_ahead_log_stays_small_under_load() {
    let world = World::bare_sqlite().migrated().await;
    let big = "x".repeat(100_000);
    let writers: Vec<_> = (0..4)
        .map(|w| {
            let (db, big) = (Arc::clone(&world.db), big.clone());
            tokio::spawn(async move {
                for i in 0..150 {
                    let no = format!("{w}-{i}-{big}");
                    db.write(move |tx| add(tx, &no)).await.unwrap();
                }
            })
        })
        .collect();
    for writer in writers {
        writer.await.unwrap();
    }
    // 60 MB and their index went through it.
    let size = std::fs::metadata(format!("{}-wal", world.place)).unwrap().len();
    assert!(size < 64 << 20, "{size}");
}
