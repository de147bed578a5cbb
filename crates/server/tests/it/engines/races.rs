//! Many at once: one wins, the others are told, and the records hold.

use super::people::PRICE;
use super::world::{World, approval, rejection};
use app::Error;
use app::finance::after_sale;
use app::invoice::desk;
use app::order::{draft, review};
use app::payment::settle;
use db::p;
use domain::order::{Event, StatusCode};
use domain::rights::Role;
use jiff::SignedDuration;
use std::collections::BTreeSet;
use tokio::task::JoinSet;

const COMPANY: &str = "澜州青禾建设工程有限公司";
const RACERS: usize = 64;

db::sql! {
    ORDERS = "select count(*) as n from orders";
    ATTEMPTS = "select count(*) as n from payment_attempt";
}

both! {
    async fn of_sixty_four_reviewers_who_approve_or_reject_one_wins(world: World) {
        let user = world.company(COMPANY).await;
        let staff = [world.staff(Role::Reviewer, "a").await, world.staff(Role::Supervisor, "b").await];
        let number = world.under_review(&user, &world.by_courier().await).await;
        let seen = world.version(&number).await;
        let mut racers = JoinSet::new();
        for i in 0..RACERS {
            let (app, number, staff) = (world.app.clone(), number.clone(), staff[i % 2].clone());
            racers.spawn(async move {
                match i % 4 {
                    0 | 3 => review::decide(&app, &staff, &number, &approval(seen, None)).await,
                    _ => review::decide(&app, &staff, &number, &rejection(seen)).await,
                }
            });
        }
        let mut winners = Vec::new();
        while let Some(ended) = racers.join_next().await {
            match ended.unwrap() {
                Ok(order) => winners.push(order.state.code()),
                Err(Error::Stale { seen: shown, current }) => assert!((shown, current) == (seen, seen + 1)),
                Err(other) => panic!("{other:?}"),
            }
        }
        world.work_for(SignedDuration::from_mins(1)).await;
        let history = world.detail(&number).await.history;
        let decided = history.iter().filter(|e| matches!(e.event, Event::Approved | Event::Rejected)).count();
        assert_eq!((winners.len(), decided, world.status(&number).await), (1, 1, winners[0]));
        let (refunded, invoices) = (world.gateway.totals().1, world.issuer.issued().len());
        match winners[0] {
            StatusCode::ToShip => assert_eq!((refunded.get(), invoices), (0, 1)),
            _ => assert_eq!((refunded, invoices), (PRICE, 0)),
        }
        world.verified().await;
    }

    async fn of_sixteen_people_with_sixteen_red_numbers_one_registers_his(world: World) {
        let user = world.company(COMPANY).await;
        let number = world.under_review(&user, &world.by_courier().await).await;
        world.approve(&world.staff(Role::Reviewer, "a").await, &number).await;
        world.work_for(SignedDuration::from_mins(1)).await;
        let (supervisor, finance) =
            (world.staff(Role::Supervisor, "b").await, world.staff(Role::Finance, "c").await);
        let seen = world.version(&number).await;
        let asked = after_sale::ask(&world.app, &supervisor, &number, seen, "重复办理".into()).await.unwrap();
        after_sale::release(&world.app, &finance, &number, asked.version).await.unwrap();
        let id = world.detail(&number).await.invoice.unwrap().id;
        let mut racers = JoinSet::new();
        for i in 0..16 {
            let (app, finance) = (world.app.clone(), finance.clone());
            racers.spawn(async move { desk::flushed(&app, &finance, id, format!("{i:020}")).await });
        }
        let results = racers.join_all().await;
        assert_eq!(results.iter().filter(|result| result.is_ok()).count(), 1);
        assert!(results.iter().all(|result| matches!(result, Ok(()) | Err(Error::Denied(_)))), "{results:?}");
    }

    async fn sixty_four_forms_with_one_operation_number_make_one_order(world: World) {
        let user = world.company(COMPANY).await;
        let form = world.by_courier().await;
        let mut racers = JoinSet::new();
        for _ in 0..RACERS {
            let (app, user, form) = (world.app.clone(), user.clone(), form.clone());
            racers.spawn(async move { draft::create(&app, &user, &form, "the same form").await.unwrap() });
        }
        let numbers: BTreeSet<String> = racers.join_all().await.iter().map(ToString::to_string).collect();
        let orders = world.app.read(|tx| Ok(tx.one(&ORDERS, p![], |r| r.get::<i64>(0))?)).await.unwrap();
        assert_eq!((numbers.len(), orders), (1, 1));
        world.verified().await;
    }

    async fn sixty_four_forms_make_sixty_four_numbers(world: World) {
        let user = world.company(COMPANY).await;
        let form = world.by_courier().await;
        let mut racers = JoinSet::new();
        for i in 0..RACERS {
            let (app, user, form) = (world.app.clone(), user.clone(), form.clone());
            racers.spawn(async move { draft::create(&app, &user, &form, &format!("form {i}")).await.unwrap() });
        }
        let numbers: BTreeSet<String> = racers.join_all().await.iter().map(ToString::to_string).collect();
        assert_eq!(numbers.len(), RACERS);
        world.verified().await;
    }

    async fn a_crowd_before_the_payment_page_sees_one_code(world: World) {
        let user = world.company(COMPANY).await;
        let number = world.awaiting_payment(&user, &world.by_courier().await).await;
        let mut racers = JoinSet::new();
        for _ in 0..16 {
            let (app, user, number) = (world.app.clone(), user.clone(), number.clone());
            racers.spawn(async move { app::payment::open::open(&app, &user, &number).await.unwrap().trade.to_string() });
        }
        let trades: BTreeSet<String> = racers.join_all().await.into_iter().collect();
        let attempts = world.app.read(|tx| Ok(tx.one(&ATTEMPTS, p![], |r| r.get::<i64>(0))?)).await.unwrap();
        assert_eq!((trades.len(), attempts), (1, 1));
    }

    async fn the_same_notice_sixteen_times_at_once_settles_once(world: World) {
        let user = world.company(COMPANY).await;
        let number = world.awaiting_payment(&user, &world.by_courier().await).await;
        let attempt = app::payment::open::open(&world.app, &user, &number).await.unwrap();
        world.gateway.pay(&attempt.trade, PRICE);
        let mut racers = JoinSet::new();
        for _ in 0..16 {
            let (app, trade) = (world.app.clone(), attempt.trade.clone());
            racers.spawn(async move { settle::receive_notice(&app, &app.gateways.offered().code, trade.as_str().as_bytes()).await.unwrap() });
        }
        let settled = racers.join_all().await.into_iter().filter(|s| *s == settle::Settlement::Settled).count();
        assert_eq!((settled, world.version(&number).await), (1, 3));
        world.verified().await;
    }
}
