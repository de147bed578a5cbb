//! Many at once: races, claims, deadlocks, callers that go away, overload, closing.

use std::sync::{Arc, Barrier, Mutex};
use std::time::Duration;

use db::{Db, Error, Tx, p};

use crate::both;
use crate::world::{ADD_TASK, CLAIM, CLAIMED, RAISE, SUM, TOUCH, World, add};

both! {
    async fn of_sixty_four_racers_on_one_version_one_wins(world: World) {
        world.add("a").await.unwrap();
        let race = |db: Arc<Db>| async move { db.write(|tx| tx.exec(&RAISE, p!["a", 0])).await.unwrap() };
        let racers: Vec<_> = (0..64).map(|_| tokio::spawn(race(Arc::clone(&world.db)))).collect();
        let mut winners = 0;
        for racer in racers {
            winners += racer.await.unwrap();
        }
        assert_eq!(winners, 1);
    }

    async fn eight_workers_claim_every_task_once(world: World) {
        world.db.write(|tx| (1..=200).try_for_each(|id| tx.exec(&ADD_TASK, p![id]).map(drop))).await.unwrap();
        let work = |db: Arc<Db>, worker: String| async move {
            let mut mine = Vec::new();
            loop {
                let name = worker.clone();
                let batch = db.write(move |tx| tx.all(&CLAIM, p![&name, 5], |r| r.get::<i64>(0))).await.unwrap();
                if batch.is_empty() { return mine; }
                mine.extend(batch);
            }
        };
        let workers: Vec<_> = (0..8).map(|i| tokio::spawn(work(Arc::clone(&world.db), format!("w{i}")))).collect();
        let mut claimed = Vec::new();
        for worker in workers {
            claimed.extend(worker.await.unwrap());
        }
        claimed.sort_unstable();
        let marked = world.db.read(|tx| tx.all(&CLAIMED, p![], |r| r.get::<i64>(0))).await.unwrap();
        assert_eq!(claimed, marked);
        claimed.dedup();
        // A worker may find everything left locked and stop early; what was claimed was claimed once.
        assert_eq!(claimed.len(), marked.len());
        assert!(world.db.engine() == db::Engine::Postgres || claimed.len() == 200);
    }

    async fn a_caller_that_goes_away_leaves_whole_transactions(world: World) {
        for i in 0..40 {
            let db = Arc::clone(&world.db);
            let both = move |tx: &mut Tx| { add(tx, &format!("{i} first"))?; add(tx, &format!("{i} second")) };
            let mut call = Box::pin(async move { db.write(both).await });
            // Polled once: the job is in the queue. Then the caller hangs up.
            let polled = std::future::poll_fn(|cx| std::task::Poll::Ready(call.as_mut().poll(cx).is_pending())).await;
            assert!(polled);
        }
        let again = world.open_again();
        let place = world.place.clone();
        let World { db, folder, .. } = world;
        drop(db); // carries out what is queued, then ends its threads
        let count = again.read(|tx| tx.one(&crate::world::COUNT, p![], |r| r.get::<i64>(0))).await.unwrap();
        assert_eq!(count, 80, "{place}");
        drop((again, folder));
    }

    async fn overload_is_answered_as_busy(world: World) {
        // More than the queue holds, and each writer holds its job until all is over.
        let (gate, opened) = std::sync::mpsc::channel::<()>();
        let opened = Arc::new(Mutex::new(opened));
        let jobs: Vec<_> = (0..1200).map(|_| {
            let (db, opened) = (Arc::clone(&world.db), Arc::clone(&opened));
            tokio::spawn(async move {
                db.write(move |_| { let _ = opened.lock().unwrap().recv(); Ok::<_, Error>(()) }).await
            })
        }).collect();
        tokio::time::sleep(Duration::from_millis(2500)).await; // real patience of 2 s: the queue's clock is not ours
        let refused = jobs.iter().filter(|job| job.is_finished()).count();
        assert!((1200 - 1024 - 20..=1200 - 1024).contains(&refused), "{refused}");
        drop(gate);
        let mut busy = 0;
        for job in jobs {
            busy += usize::from(job.await.unwrap() == Err(Error::Busy));
        }
        assert_eq!(busy, refused);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_deadlock_is_run_again_until_both_are_done() {
    let world = World::bare_postgres().migrated().await;
    world.add("a").await.unwrap();
    world.add("b").await.unwrap();
    let (meet, runs) = (Arc::new(Barrier::new(2)), Arc::new(Mutex::new(0)));
    let cross = |first: &'static str, second: &'static str| {
        let (db, meet, runs) = (Arc::clone(&world.db), Arc::clone(&meet), Arc::clone(&runs));
        let mut met = false;
        tokio::spawn(async move {
            db.write(move |tx| {
                *runs.lock().unwrap() += 1;
                tx.exec(&TOUCH, p![first])?;
                if !std::mem::replace(&mut met, true) {
                    meet.wait(); // both hold their first row
                }
                tx.exec(&TOUCH, p![second])
            })
            .await
        })
    };
    let (one, two) = (cross("a", "b"), cross("b", "a"));
    assert_eq!((one.await.unwrap(), two.await.unwrap()), (Ok(1), Ok(1)));
    assert_eq!(*runs.lock().unwrap(), 3, "the victim ran twice");
    assert_eq!(world.db.read(|tx| tx.one(&SUM, p![], |r| r.get::<i64>(0))).await.unwrap(), 4);
}
