//! Every role before every use case of staff on orders. The session says what the use case wants to hear; only the row
//! of the account counts, and it is asked in the statement itself.

use super::world::{World, collected, no_stamp};
use app::Error;
use app::account::StaffUser;
use app::desk;
use app::order::query::{self, Cursor};
use app::order::store::Find;
use app::order::{Console, handover, review};
use app::setup;
use db::p;
use domain::actor::Role;
use domain::id::{OrderNumber, OutletId, StaffId};
use domain::order::{Order, StatusCode, Waybill};
use jiff::SignedDuration;

const COMPANY: &str = "澜州青禾建设工程有限公司";

db::sql! {
    ENABLE = "update staff set enabled = $2 where id = $1";
    MOVE = "update staff set outlet_id = $2 where id = $1";
}

/// What staff do with an order.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Act {
    Claim,
    Release,
    Reject,
    Approve,
    Ship,
    MarkReady,
    HandOver,
}

impl Act {
    fn roles(self) -> &'static [Role] {
        match self {
            Act::Claim | Act::Release | Act::Reject | Act::Approve => &[Role::Reviewer, Role::Supervisor],
            Act::Ship => &[Role::Shipper, Role::Supervisor],
            Act::MarkReady | Act::HandOver => &[Role::Outlet],
        }
    }

    async fn tried(self, world: &World, staff: &StaffUser, number: &OrderNumber) -> Result<Order, Error> {
        let (app, seen) = (&world.app, world.version(number).await);
        match self {
            Act::Claim => review::claim(app, staff, number, seen).await,
            Act::Release => review::release(app, staff, number, seen).await,
            Act::Reject => review::reject(app, staff, number, seen, no_stamp()).await,
            Act::Approve => review::approve(app, staff, number, seen, None).await,
            Act::Ship => {
                let waybill = Waybill { carrier: "顺丰速运".into(), number: "SF1234567890123".into() };
                handover::ship(app, staff, number, seen, waybill).await
            }
            Act::MarkReady => handover::mark_ready(app, staff, number, seen).await,
            Act::HandOver => desk::hand_over(app, staff, number, seen, collected()).await,
        }
    }
}

impl World {
    async fn set(&self, sql: &'static db::Sql, staff: StaffId, value: i64) {
        let write = move |tx: &mut app::Tx| match sql.name.ends_with("ENABLE") {
            true => Ok(tx.exec(sql, p![staff.get(), value == 1])?),
            false => Ok(tx.exec(sql, p![staff.get(), value])?),
        };
        assert_eq!(self.app.write(write).await.unwrap(), 1);
    }

    /// One account of each role.
    async fn everybody(&self) -> Vec<StaffUser> {
        let mut all = Vec::new();
        for role in Role::ALL {
            all.push(self.staff(role, role.code()).await);
        }
        all
    }

    /// Nobody but those of the act's roles gets through, and of those nobody who is disabled or of another outlet.
    async fn only_its_roles(&self, act: Act, number: &OrderNumber, everybody: &[StaffUser], elsewhere: OutletId) {
        let (here, before) = (self.outlet().await, self.version(number).await);
        let refused = async |staff: &StaffUser, who: &str| {
            let session = StaffUser { role: act.roles()[0], outlet: Some(here), ..staff.clone() };
            let tried = act.tried(self, &session, number).await;
            assert!(matches!(tried, Err(Error::NotFound)), "{who} {act:?}: {tried:?}");
            assert_eq!(self.version(number).await, before, "{who} {act:?}");
        };
        for staff in everybody {
            if !act.roles().contains(&staff.role) {
                refused(staff, staff.role.code()).await;
                continue;
            }
            self.set(&ENABLE, staff.id, 0).await;
            refused(staff, "disabled").await;
            self.set(&ENABLE, staff.id, 1).await;
            if staff.role == Role::Outlet {
                self.set(&MOVE, staff.id, elsewhere.get()).await;
                refused(staff, "of another outlet").await;
                self.set(&MOVE, staff.id, here.get()).await;
            }
        }
        let right = everybody.iter().find(|staff| staff.role == act.roles()[0]).unwrap();
        act.tried(self, right, number).await.unwrap();
        assert_eq!(self.version(number).await, before + 1);
    }
}

/// The consoles of each role, said once more, by hand.
fn works_at(role: Role) -> &'static [Console] {
    match role {
        Role::Reviewer => &[Console::Review],
        Role::Shipper => &[Console::Shipping],
        Role::Outlet => &[Console::Desk],
        Role::Support => &[Console::Support],
        Role::Finance => &[Console::Finance],
        Role::Supervisor => &[Console::Review, Console::Shipping, Console::Support, Console::Finance, Console::Records],
        Role::Admin => &[],
        Role::Auditor => &[Console::Records],
    }
}

/// The consoles at which an order of this status lies.
fn lies_at(status: StatusCode) -> &'static [Console] {
    match status {
        StatusCode::UnderReview => &[Console::Review, Console::Support, Console::Finance, Console::Records],
        StatusCode::ToShip => {
            &[Console::Review, Console::Shipping, Console::Support, Console::Finance, Console::Records]
        }
        StatusCode::Processing => &Console::ALL,
        _ => &[Console::Support, Console::Records],
    }
}

/// What a role sees of the courier orders of this test, and of the pickups of its own outlet.
fn sees(role: Role, console: Console, status: StatusCode) -> bool {
    match (console, role) {
        (Console::Overview, Role::Admin) => false,
        (Console::Overview, Role::Outlet) => status == StatusCode::Processing,
        (Console::Overview, _) => true,
        _ => works_at(role).contains(&console) && lies_at(status).contains(&console),
    }
}

both! {
    async fn a_role_does_what_is_its_own_and_nothing_else(world: World) {
        let user = world.company(COMPANY).await;
        let everybody = world.everybody().await;
        let elsewhere = setup::add_outlet(&world.app, "西岭网点", "西岭区建设大道 6 号", "0990-0000002", "工作日").await;
        let elsewhere = elsewhere.unwrap();
        let courier = world.under_review(&user, &world.by_courier().await).await;
        for act in [Act::Claim, Act::Release, Act::Reject] {
            world.only_its_roles(act, &courier, &everybody, elsewhere).await;
        }
        let courier = world.under_review(&user, &world.by_courier().await).await;
        for act in [Act::Approve, Act::Ship] {
            world.only_its_roles(act, &courier, &everybody, elsewhere).await;
        }
        let pickup = world.under_review(&user, &world.by_pickup().await).await;
        for act in [Act::Approve, Act::MarkReady, Act::HandOver] {
            world.only_its_roles(act, &pickup, &everybody, elsewhere).await;
        }
        world.work_for(SignedDuration::from_mins(1)).await;
        world.verified().await;
    }

    async fn a_role_sees_an_order_where_it_works_and_where_the_order_lies(world: World) {
        let user = world.company(COMPANY).await;
        let everybody = world.everybody().await;
        let reviewer = &everybody[0];
        let draft = world.draft(&user, &world.by_courier().await).await;
        let review = world.under_review(&user, &world.by_courier().await).await;
        let [to_ship, processing] = [
            world.under_review(&user, &world.by_courier().await).await,
            world.under_review(&user, &world.by_pickup().await).await,
        ];
        world.approve(reviewer, &to_ship).await;
        world.approve(reviewer, &processing).await;
        for number in [&draft, &review, &to_ship, &processing] {
            let status = world.status(number).await;
            for staff in &everybody {
                for console in Console::ALL {
                    let expected = sees(staff.role, console, status);
                    let find = || Find::Staff(staff.id, console, number.clone());
                    let what = format!("{} {console:?} {status:?}", staff.role.code());
                    assert_eq!(query::detail(&world.app, find()).await.is_ok(), expected, "{what}");
                    assert_eq!(query::plain(&world.app, find()).await.is_ok(), expected, "{what}");
                }
            }
        }
    }

    async fn lists_and_counts_are_those_of_the_roles_console(world: World) {
        let user = world.company(COMPANY).await;
        let everybody = world.everybody().await;
        let review = world.under_review(&user, &world.by_courier().await).await;
        let pickup = world.under_review(&user, &world.by_pickup().await).await;
        world.approve(&everybody[0], &pickup).await;
        let elsewhere = setup::add_outlet(&world.app, "西岭网点", "西岭区建设大道 6 号", "0990-0000002", "工作日").await;
        for staff in &everybody {
            for console in Console::ALL {
                let status = StatusCode::UnderReview;
                let works = sees(staff.role, console, status);
                let page = query::queue(&world.app, staff, console, status, Cursor::First).await.unwrap();
                let numbers: Vec<_> = page.lines.into_iter().map(|line| line.number).collect();
                let expected: &[&str] = if works { &[review.as_str()] } else { &[] };
                assert_eq!(numbers, expected, "{} {console:?}", staff.role.code());
                let counted = query::counts(&world.app, staff, console, &[StatusCode::UnderReview]).await.unwrap();
                assert_eq!(counted, [(status, i64::from(works))], "{} {console:?}", staff.role.code());
            }
            let desk = query::outlet_desk(&world.app, staff).await.unwrap();
            assert_eq!(desk.len(), usize::from(staff.role == Role::Outlet), "{}", staff.role.code());
        }
        let clerk = &everybody[2];
        world.set(&MOVE, clerk.id, elsewhere.unwrap().get()).await;
        assert_eq!(query::outlet_desk(&world.app, clerk).await.unwrap(), []);
        world.set(&MOVE, clerk.id, world.outlet().await.get()).await;
        world.set(&ENABLE, clerk.id, 0).await;
        assert_eq!(query::outlet_desk(&world.app, clerk).await.unwrap(), []);
    }
}
