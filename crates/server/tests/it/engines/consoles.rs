//! The queue, what waits, and the list of all orders: the same on both engines, in the order of waiting and by keyset.

use super::world::{World, rejection};
use app::company::console;
use app::order::overview::{self, OverviewFilter};
use app::order::query::Cursor as QueuePlace;
use app::order::review;
use app::review::queue::{self, Claims, Cursor, QueueFilter};
use app::review::{desk, reason};
use app::workbench::{self, Backlog};
use domain::order::StatusCode;
use domain::order::staff_form::RejectReasonForm;
use domain::rights::Role;
use jiff::SignedDuration;

const COMPANY: &str = "澜州青禾建设工程有限公司";

both! {
    async fn the_queue_follows_the_waiting_and_the_figures_agree_with_it(world: World) {
        let user = world.company(COMPANY).await;
        let (one, two) = (world.staff(Role::Reviewer, "r1").await, world.staff(Role::Reviewer, "r2").await);
        let form = world.by_courier().await;
        let drafted_first = world.awaiting_payment(&user, &form).await;
        let mut numbers = Vec::new();
        for _ in 0..22 {
            world.clock.advance(SignedDuration::from_secs(1));
            numbers.push(world.under_review(&user, &form).await.to_string());
        }
        world.clock.advance(SignedDuration::from_secs(1));
        world.pay(&user, &drafted_first).await;
        numbers.push(drafted_first.to_string());

        let all = || QueueFilter::default();
        let first = queue::list(&world.app, &one, all(), Cursor::First).await.unwrap();
        let names = |page: &queue::QueuePage| page.lines.iter().map(|l| l.number.clone()).collect::<Vec<_>>();
        assert_eq!(names(&first), numbers[..20]);
        let second = queue::list(&world.app, &one, all(), Cursor::After(first.after.unwrap())).await.unwrap();
        assert_eq!((names(&second), second.after), (numbers[20..].to_vec(), None));
        let back = queue::list(&world.app, &one, all(), Cursor::Before(second.before.unwrap())).await.unwrap();
        assert_eq!(names(&back), names(&first));

        let line = &first.lines[0];
        let number = domain::id::OrderNumber::parse(&line.number).unwrap();
        review::claim(&world.app, &one, &number, line.version).await.unwrap();
        for (who, mine, free) in [(&one, 1, 22), (&two, 0, 22)] {
            let count = async |claims| {
                let filter = QueueFilter { claims, ..all() };
                queue::list(&world.app, who, filter, Cursor::First).await.unwrap().lines.len()
            };
            assert_eq!((count(Claims::Mine).await, count(Claims::Nobody).await), (mine, free.min(20)));
        }
        world.clock.advance(SignedDuration::from_mins(3));
        let seen = world.version(&number).await;
        review::decide(&world.app, &one, &number, &rejection(seen)).await.unwrap();
        let figures = queue::figures(&world.app, &one).await.unwrap();
        assert_eq!((figures.waiting, figures.mine, figures.decided, figures.minutes), (22, 0, 1, 3));
        let kept = reason::list(&world.app, &world.staff(Role::Supervisor, "k").await).await.unwrap();
        assert_eq!(kept.iter().map(|kept| kept.used).sum::<i64>(), 1);
        assert_eq!(queue::figures(&world.app, &two).await.unwrap().decided, 0);
        let stranger = world.staff(Role::Finance, "f").await;
        assert!(queue::list(&world.app, &stranger, all(), Cursor::First).await.unwrap().lines.is_empty());
    }

    async fn what_waits_is_counted_by_role_and_outlet_with_its_age(world: World) {
        let user = world.company(COMPANY).await;
        let (reviewer, chief) = (world.staff(Role::Reviewer, "r").await, world.staff(Role::Supervisor, "v").await);
        let (clerk, auditor) = (world.staff(Role::Outlet, "o").await, world.staff(Role::Auditor, "a").await);
        let pickup = world.under_review(&user, &world.by_pickup().await).await;
        world.approve(&reviewer, &pickup).await;
        world.under_review(&user, &world.by_courier().await).await;
        let began = world.app.now();
        world.clock.advance(SignedDuration::from_hours(24 * 7));
        let waiting = workbench::waiting(&world.app, &chief).await.unwrap();
        let of = |backlog| waiting.iter().find(|w| w.backlog == backlog).map(|w| (w.count, w.overdue, w.oldest)).unwrap();
        assert_eq!(of(Backlog::Review), (1, 1, Some(began)));
        assert_eq!((of(Backlog::Pickup).0, of(Backlog::Ship), of(Backlog::Refunds)), (1, (0, 0, None), (0, 0, None)));
        let own = workbench::waiting(&world.app, &clerk).await.unwrap();
        assert_eq!(own.iter().map(|w| (w.backlog, w.count)).collect::<Vec<_>>(), [(Backlog::Pickup, 1)]);
        assert_eq!(workbench::waiting(&world.app, &auditor).await.unwrap(), waiting);
        assert_eq!(workbench::waiting(&world.app, &reviewer).await.unwrap().len(), 1);
    }

    async fn the_list_of_all_orders_pages_by_every_filter_alike(world: World) {
        let user = world.company(COMPANY).await;
        let (chief, clerk) = (world.staff(Role::Supervisor, "v").await, world.staff(Role::Outlet, "o").await);
        let (courier, pickup) = (world.by_courier().await, world.by_pickup().await);
        let mut newest_first = Vec::new();
        for n in 0..24 {
            let form = if n % 2 == 0 { &courier } else { &pickup };
            let number = if n % 3 == 0 { world.draft(&user, form).await } else { world.awaiting_payment(&user, form).await };
            newest_first.insert(0, number.to_string());
        }
        let project = Some(world.project().await);
        let outlet = Some(world.outlet().await);
        let none = OverviewFilter::default;
        for (filter, count) in [
            (none(), 24),
            (OverviewFilter { project, ..none() }, 24),
            (OverviewFilter { outlet, ..none() }, 12),
            (OverviewFilter { company: Some(user.id), ..none() }, 24),
            (OverviewFilter { status: Some(StatusCode::Draft), ..none() }, 8),
            (OverviewFilter { status: Some(StatusCode::Draft), project, ..none() }, 8),
            (OverviewFilter { status: Some(StatusCode::AwaitingPayment), outlet, project, ..none() }, 8),
            (OverviewFilter { status: Some(StatusCode::Closed), ..none() }, 0),
            (OverviewFilter { from: Some(world.app.now()), ..none() }, 24),
            (OverviewFilter { until: Some(world.app.now()), ..none() }, 0),
        ] {
            let first = overview::list(&world.app, &chief, filter.clone(), QueuePlace::First).await.unwrap();
            let mut all: Vec<String> = first.lines.iter().map(|line| line.number.clone()).collect();
            if let Some(after) = first.after {
                let second = overview::list(&world.app, &chief, filter.clone(), QueuePlace::After(after)).await.unwrap();
                all.extend(second.lines.iter().map(|line| line.number.clone()));
                let place = QueuePlace::Before(second.before.unwrap());
                assert_eq!(overview::list(&world.app, &chief, filter.clone(), place).await.unwrap().lines, first.lines);
            }
            assert_eq!(all.len(), count, "{filter:?}");
            let expected: Vec<_> = newest_first.iter().filter(|number| all.contains(number)).cloned().collect();
            assert_eq!(all, expected, "{filter:?}");
        }
        let own = overview::list(&world.app, &clerk, none(), QueuePlace::First).await.unwrap();
        assert_eq!(own.lines.len(), 12, "an outlet sees what is collected there");
        let admin = world.staff(Role::Admin, "g").await;
        assert!(overview::list(&world.app, &admin, none(), QueuePlace::First).await.unwrap().lines.is_empty());
    }

    async fn companies_are_found_by_how_their_names_begin_or_by_a_part_of_them(world: World) {
        world.company(COMPANY).await;
        world.company("澜州中衡招标代理有限公司").await;
        world.company("临溪100%工程_咨询").await;
        let support = world.staff(Role::Support, "s").await;
        for (word, count) in [("澜州", 2), ("澜州青禾", 1), ("招标", 1), ("%", 1), ("_", 1), ("望江", 0), ("（澜州", 0)] {
            assert_eq!(console::named(&world.app, &support, word).await.unwrap().len(), count, "{word}");
        }
        let clerk = world.staff(Role::Outlet, "o").await;
        assert!(console::named(&world.app, &clerk, "澜州").await.unwrap().is_empty());
    }

    async fn the_library_of_reasons_and_the_desk_of_one_order_agree(world: World) {
        let user = world.company(COMPANY).await;
        let (reviewer, chief) = (world.staff(Role::Reviewer, "r").await, world.staff(Role::Supervisor, "v").await);
        let number = world.under_review(&user, &world.by_courier().await).await;
        let form = RejectReasonForm {
            code: "blurred_seal".into(),
            title: "印模不清晰".into(),
            position: "1".into(),
            enabled: "on".into(),
            ..RejectReasonForm::default()
        };
        reason::add(&world.app, &chief, &form).await.unwrap();
        assert!(reason::add(&world.app, &chief, &form).await.is_err(), "a code twice");
        assert!(reason::add(&world.app, &reviewer, &RejectReasonForm { code: "x1".into(), ..form }).await.is_err());
        let desk = desk::load(&world.app, &reviewer, &number).await.unwrap();
        assert_eq!(desk.reasons.len(), 6);
        assert_eq!((desk.corrected, desk.changed_since, desk.others.len()), (None, Vec::new(), 0));
        assert!(desk.checks.iter().any(|check| check.label == "信用代码"));
    }
}
