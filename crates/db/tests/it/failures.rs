//! One closure's failure is its own.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use db::{Db, Error, Tx, p};

use crate::both;
use crate::world::{ADD_LINE, COUNT, STEPS, World, add};

#[derive(Debug, PartialEq)]
enum Refused {
    Rules,
    Db(Error),
}

impl From<Error> for Refused {
    fn from(e: Error) -> Self {
        Refused::Db(e)
    }
}

both! {
    async fn a_swallowed_failure_dooms_the_transaction(world: World) {
        world.add("a").await.unwrap();
        let swallow = |tx: &mut Tx| {
            add(tx, "b")?;
            drop(add(tx, "a")); // refused, and ignored
            assert!(matches!(add(tx, "c"), Err(Error::Constraint(_))), "later statements repeat the first error");
            Ok::<_, Error>(())
        };
        assert!(matches!(world.db.write(swallow).await, Err(Error::Constraint(text)) if text.contains("::ADD")));
        assert_eq!(world.orders().await, 1);
    }

    async fn four_that_fail_among_sixty_fail_alone(world: World) {
        world.add("taken").await.unwrap();
        let job = |db: Arc<Db>, i: usize| async move {
            db.write(move |tx| {
                add(tx, &format!("job {i}"))?;
                match i {
                    7 => panic!("on purpose"),
                    17 => add(tx, "taken")?,
                    27 => return Err(Refused::Rules),
                    37 => drop(add(tx, "taken")),
                    _ => {}
                }
                Ok(i)
            })
            .await
        };
        let jobs: Vec<_> = (0..60).map(|i| tokio::spawn(job(Arc::clone(&world.db), i))).collect();
        for (i, job) in jobs.into_iter().enumerate() {
            let end = job.await.unwrap();
            match i {
                7 => assert_eq!(end, Err(Refused::Db(Error::Panic("on purpose".into())))),
                17 | 37 => assert!(matches!(end, Err(Refused::Db(Error::Constraint(_)))), "{end:?}"),
                27 => assert_eq!(end, Err(Refused::Rules)),
                _ => assert_eq!(end, Ok(i)),
            }
            assert_eq!(world.has(&format!("job {i}")).await, ![7, 17, 27, 37].contains(&i));
        }
        assert_eq!(world.orders().await, 57);
    }

    async fn a_deferred_constraint_at_commit_fails_its_own_job_only(world: World) {
        let gate = hold_the_writers(&world).await;
        let runs = Arc::new(AtomicU32::new(0));
        let mut jobs = Vec::new();
        for i in 0..7 {
            let (db, runs) = (Arc::clone(&world.db), Arc::clone(&runs));
            jobs.push(queued(async move {
                db.write(move |tx| {
                    runs.fetch_add(1, Ordering::SeqCst);
                    add(tx, &format!("job {i}"))?;
                    if i == 3 { tx.one(&ADD_LINE, p![999_999], |r| r.get::<i64>(0))?; }
                    Ok::<_, Error>(())
                }).await
            }).await);
        }
        drop(gate);
        for (i, job) in jobs.into_iter().enumerate() {
            let end = job.await;
            assert!(if i == 3 { matches!(end, Err(Error::Constraint(_))) } else { end.is_ok() }, "{i}: {end:?}");
        }
        assert_eq!(world.orders().await, 6);
        let together = world.db.engine() == db::Engine::Sqlite;
        assert_eq!(runs.load(Ordering::SeqCst) > 7, together, "a poisoned batch is run again, job by job");
    }

    async fn hooks_run_once_and_only_after_commit(world: World) {
        let (committed, never) = (Arc::new(AtomicU32::new(0)), Arc::new(AtomicU32::new(0)));
        let count = |counter: &Arc<AtomicU32>| {
            let counter = Arc::clone(counter);
            move || { counter.fetch_add(1, Ordering::SeqCst); }
        };
        let (good, bad, read) = (count(&committed), count(&never), count(&never));
        let write = move |tx: &mut Tx| { tx.after_commit(good.clone()); tx.after_commit(|| panic!("in a hook")); add(tx, "a") };
        world.db.write(write).await.unwrap();
        let refused = move |tx: &mut Tx| { tx.after_commit(bad.clone()); add(tx, "b")?; Err::<(), _>(Refused::Rules) };
        assert_eq!(world.db.write(refused).await, Err(Refused::Rules));
        let look = move |tx: &mut Tx| { tx.after_commit(read.clone()); tx.one(&COUNT, p![], |r| r.get::<i64>(0)) };
        assert_eq!(world.db.read(look).await.unwrap(), 1);
        assert_eq!((committed.load(Ordering::SeqCst), never.load(Ordering::SeqCst)), (1, 0));
    }

    async fn a_rehearsed_closure_runs_twice_and_counts_once(world: World) {
        let db = match world.db.engine() {
            db::Engine::Sqlite => Db::sqlite(world.place.as_ref(), 1),
            db::Engine::Postgres => Db::postgres(&world.place, 1, 1),
        }.unwrap().rehearsing();
        let (mut runs, hooks) = (0, Arc::new(AtomicU32::new(0)));
        let seen = Arc::clone(&hooks);
        let twice = move |tx: &mut Tx| {
            runs += 1;
            let seen = Arc::clone(&seen);
            tx.after_commit(move || { seen.fetch_add(1, Ordering::SeqCst); });
            add(tx, "a")?;
            Ok::<_, Error>(runs)
        };
        assert_eq!(db.write(twice).await, Ok(2));
        assert_eq!((world.orders().await, hooks.load(Ordering::SeqCst)), (1, 1));
        let mut seen_before = false;
        let cannot = move |tx: &mut Tx| {
            add(tx, if seen_before { "a" } else { "b" })?;
            seen_before = true;
            Ok::<_, Error>(())
        };
        assert!(matches!(db.write(cannot).await, Err(Error::Constraint(_))), "found by the rehearsal");
    }
}

/// Keeps every writer busy until the gate is opened, so that what follows gathers in the queue.
async fn hold_the_writers(world: &World) -> std::sync::mpsc::Sender<()> {
    let (gate, opened) = std::sync::mpsc::channel();
    let (inside, is_inside) = tokio::sync::oneshot::channel();
    let (mut inside, db) = (Some(inside), Arc::clone(&world.db));
    tokio::spawn(async move {
        let hold = move |_: &mut Tx| {
            inside.take().map(|sign| sign.send(()));
            let _ = opened.recv(); // open when the sender is gone, however often this runs
            Ok::<_, Error>(())
        };
        db.write(hold).await
    });
    is_inside.await.unwrap();
    gate
}

/// Polls a write once, which puts it into the queue.
async fn queued<T>(write: impl Future<Output = T>) -> std::pin::Pin<Box<impl Future<Output = T>>> {
    let mut write = Box::pin(write);
    assert!(std::future::poll_fn(|cx| std::task::Poll::Ready(write.as_mut().poll(cx).is_pending())).await);
    write
}

db::sql! {
    LIMIT_PAGES = "pragma max_page_count = 40";
    ADD_BIG = "insert into orders (no, version, paid, raw) values ($1, 0, false, zeroblob($2))";
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_full_disk_fails_the_big_job_and_not_its_neighbours() {
    let world = World::bare_sqlite().migrated().await;
    world.db.write(|tx| tx.all(&LIMIT_PAGES, p![], |r| r.get::<i64>(0))).await.unwrap();
    let gate = hold_the_writers(&world).await;
    let mut jobs = Vec::new();
    for i in 0..7 {
        let (db, size) = (Arc::clone(&world.db), if i == 3 { 1_000_000 } else { 1 });
        let write = async move { db.write(move |tx| tx.exec(&ADD_BIG, p![&format!("job {i}"), size])).await };
        jobs.push(queued(write).await);
    }
    drop(gate);
    for (i, job) in jobs.into_iter().enumerate() {
        let end = job.await;
        assert!(if i == 3 { matches!(end, Err(Error::Full(_))) } else { end == Ok(1) }, "{i}: {end:?}");
    }
    assert_eq!(world.orders().await, 6);
}

#[test]
fn inline_has_the_same_semantics_without_a_runtime() {
    let db = Db::inline().unwrap();
    assert_eq!(db.migrate_now(STEPS).unwrap(), 2);
    db.write_now(|tx| add(tx, "a")).unwrap();
    let swallowed = db.write_now(|tx| {
        add(tx, "b")?;
        drop(add(tx, "a"));
        Ok::<_, Error>(())
    });
    assert!(matches!(swallowed, Err(Error::Constraint(_))));
    let deferred = db.write_now(|tx| tx.one(&ADD_LINE, p![999], |r| r.get::<i64>(0)));
    assert!(matches!(deferred, Err(Error::Constraint(_))));
    let panicked = db.write_now(|_| -> db::Result<()> { panic!("on purpose") });
    assert_eq!(panicked, Err(Error::Panic("on purpose".into())));
    assert!(db.read_now(|tx| add(tx, "c")).is_err(), "a write in a read");
    assert_eq!(db.read_now(|tx| tx.one(&COUNT, p![], |r| r.get::<i64>(0))).unwrap(), 1);
}
