//! What must still happen outside: done once by however many workers, tried again, given up to the dead list, and sent
//! once more from there.

use super::world::World;
use app::effects::{MAX_TRIES, worker};
use app::outbox::{self, Job, JobState};
use app::ports::PortError;
use domain::id::OrderId;
use domain::message::Sms;
use jiff::SignedDuration;
use std::collections::BTreeSet;
use tokio::task::JoinSet;

const COMPANY: &str = "澜州青禾建设工程有限公司";
const MESSAGES: usize = 80;

/// Queues so many messages to the contact of an order.
async fn queue(world: &World, order: OrderId, count: usize) {
    let now = world.app.now();
    let queued = world.app.write(move |tx| {
        for i in 0..count {
            let job = Job::SendSms { order, message: Sms::ConfirmReminder { order: format!("D{i}") } };
            outbox::enqueue(tx, &job, &format!("test:{i}"), now, now)?;
            outbox::enqueue(tx, &job, &format!("test:{i}"), now, now)?; // asked twice, it is one row
        }
        Ok(())
    });
    queued.await.unwrap();
}

async fn count(world: &World, state: JobState) -> i64 {
    world.app.read(move |tx| Ok(outbox::store::count(tx, state)?)).await.unwrap()
}

/// An order with a frozen contact, and nothing due in the outbox.
async fn quiet_order(world: &World) -> OrderId {
    let user = world.company(COMPANY).await;
    let number = world.awaiting_payment(&user, &world.by_courier().await).await;
    world.work().await;
    world.id(&number).await
}

both! {
    async fn six_workers_send_every_message_once(world: World) {
        let order = quiet_order(&world).await;
        queue(&world, order, MESSAGES).await;
        let mut workers = JoinSet::new();
        for _ in 0..6 {
            let app = world.app.clone();
            workers.spawn(async move {
                let mut done = 0;
                loop {
                    match worker::round(&app).await.unwrap() {
                        0 => return done,
                        rows => done += rows,
                    }
                }
            });
        }
        let by_all: usize = workers.join_all().await.into_iter().sum();
        world.work().await; // on PostgreSQL all six may have found the last rows locked by one another
        let sent = world.sms.references();
        assert_eq!((sent.len(), sent.iter().collect::<BTreeSet<_>>().len()), (MESSAGES, MESSAGES));
        assert!(by_all <= MESSAGES, "{by_all} rows were claimed");
        assert_eq!(count(&world, JobState::Done).await, MESSAGES as i64);
    }

    async fn what_fails_for_now_is_tried_again_with_growing_pauses(world: World) {
        let order = quiet_order(&world).await;
        queue(&world, order, 1).await;
        for pause in [2, 4, 8] {
            world.sms.refuse(PortError::Later { code: "LIMIT".into(), message: "later".into() });
            world.work().await;
            world.clock.advance(SignedDuration::from_secs(pause - 1));
            assert_eq!(worker::round(&world.app).await.unwrap(), 0, "before {pause} s");
            world.clock.advance(SignedDuration::from_secs(1));
        }
        world.work().await;
        assert_eq!((world.sms.references().len(), count(&world, JobState::Done).await), (1, 1));
    }

    async fn what_is_refused_for_good_lies_on_the_dead_list_until_it_is_sent_again(world: World) {
        let order = quiet_order(&world).await;
        queue(&world, order, 2).await;
        world.sms.refuse(PortError::Refused { code: "NUMBER".into(), message: "no such number".into() });
        world.work_for(SignedDuration::from_hours(2)).await;
        assert_eq!((world.sms.references().len(), count(&world, JobState::Dead).await), (1, 1));
        let now = world.app.now();
        let again = |key: &'static str| world.app.write(move |tx| Ok(outbox::store::again(tx, key, now)?));
        assert!(again("test:0").await.unwrap() && again("test:1").await.unwrap());
        assert!(!again("test:2").await.unwrap());
        world.work().await;
        assert_eq!((count(&world, JobState::Dead).await, count(&world, JobState::Done).await), (0, 2));
    }

    async fn a_row_that_always_fails_is_given_up_after_its_tries(world: World) {
        let order = quiet_order(&world).await;
        queue(&world, order, 1).await;
        for _ in 0..MAX_TRIES {
            world.sms.refuse(PortError::Unknown("no answer".into()));
            assert_eq!(count(&world, JobState::Dead).await, 0);
            world.work().await;
            world.clock.advance(SignedDuration::from_mins(61));
        }
        assert_eq!((count(&world, JobState::Dead).await, world.sms.references().len()), (1, 0));
    }

    async fn a_row_whose_worker_died_is_taken_up_after_its_lease(world: World) {
        let order = quiet_order(&world).await;
        queue(&world, order, 1).await;
        let (now, lease) = (world.app.now(), SignedDuration::from_secs(120));
        let claim = world.app.write(move |tx| Ok(outbox::store::claim(tx, now, lease, 5)?));
        assert_eq!(claim.await.unwrap().len(), 1);
        assert_eq!(worker::round(&world.app).await.unwrap(), 0, "somebody holds it");
        world.clock.advance(lease);
        world.work().await;
        assert_eq!(world.sms.references().len(), 1);
    }

    async fn a_try_that_a_kill_cut_off_makes_no_pause_longer_and_is_still_asked_after(world: World) {
        let order = quiet_order(&world).await;
        queue(&world, order, 1).await;
        for kills in 0..40 {
            let now = world.app.now();
            let cut_off = world.app.write(move |tx| {
                let rows = outbox::store::claim(tx, now, SignedDuration::from_secs(120), 5)?;
                outbox::store::forget_leases(tx)?;
                Ok(rows.iter().map(|row| row.attempts).collect::<Vec<_>>())
            });
            assert_eq!(cut_off.await.unwrap(), [if kills == 0 { 1 } else { 2 }]);
        }
        world.sms.refuse(PortError::Later { code: "LIMIT".into(), message: "later".into() });
        world.work().await;
        world.clock.advance(SignedDuration::from_secs(4));
        world.work().await;
        assert_eq!((world.sms.references().len(), count(&world, JobState::Dead).await), (1, 0));
    }
}
