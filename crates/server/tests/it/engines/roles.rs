//! Every role before every use case of staff on orders. The session says what the use case wants to hear; only the row
//! of the account counts, and it is asked in the statement itself.

use super::world::{World, approval, collected, rejection};
use app::Error;
use app::desk;
use app::order::query::{self, Cursor};
use app::order::store::Find;
use app::order::{handover, review};
use app::setup;
use app::who::StaffUser;
use db::p;
use domain::id::{OrderNumber, OutletId, StaffId};
use domain::order::{Order, StatusCode, Waybill};
use domain::rights::{Act, Role};
use jiff::SignedDuration;

const COMPANY: &str = "澜州青禾建设工程有限公司";

db::sql! {
    ENABLE = "update staff set enabled = $2 where id = $1";
    MOVE = "update staff set outlet_id = $2 where id = $1";
}

/// What staff do with an order.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Try {
    Claim,
    Release,
    Reject,
    Approve,
    Ship,
    MarkReady,
    HandOver,
}

impl Try {
    fn roles(self) -> &'static [Role] {
        match self {
            Try::Claim | Try::Release | Try::Reject | Try::Approve => &[Role::Reviewer, Role::Supervisor],
            Try::Ship => &[Role::Shipper, Role::Supervisor],
            Try::MarkReady | Try::HandOver => &[Role::Outlet],
        }
    }

    async fn tried(self, world: &World, staff: &StaffUser, number: &OrderNumber) -> Result<Order, Error> {
        let (app, seen) = (&world.app, world.version(number).await);
        match self {
            Try::Claim => review::claim(app, staff, number, seen).await,
            Try::Release => review::release(app, staff, number, seen).await,
            Try::Reject => review::decide(app, staff, number, &rejection(seen)).await,
            Try::Approve => review::decide(app, staff, number, &approval(seen, None)).await,
            Try::Ship => {
                let waybill = Waybill { carrier: "顺丰速运".into(), number: "SF1234567890123".into() };
                handover::ship(app, staff, number, seen, waybill).await
            }
            Try::MarkReady => handover::mark_ready(app, staff, number, seen).await,
            Try::HandOver => desk::hand_over(app, staff, number, seen, collected()).await,
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
        for &role in Role::ALL {
            all.push(self.staff(role, role.code()).await);
        }
        all
    }

    /// Nobody but those of the act's roles gets through, and of those nobody who is disabled or of another outlet.
    async fn only_its_roles(&self, act: Try, number: &OrderNumber, everybody: &[StaffUser], elsewhere: OutletId) {
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

/// The acts by which staff find an order.
const FINDING: [Act; 6] =
    [Act::ReadReviews, Act::ReadShipping, Act::ReadPickups, Act::SwitchDelivery, Act::ReadAfterSale, Act::ReadOrders];

/// What each role finds by, said once more, by hand.
fn finds_by(role: Role) -> &'static [Act] {
    match role {
        Role::Reviewer => &[Act::ReadReviews, Act::ReadOrders],
        Role::Shipper => &[Act::ReadShipping, Act::ReadOrders],
        Role::Outlet => &[Act::ReadPickups, Act::ReadOrders],
        Role::Support => &[Act::SwitchDelivery, Act::ReadOrders],
        Role::Finance => &[Act::ReadAfterSale, Act::ReadOrders],
        Role::Supervisor => {
            &[Act::ReadReviews, Act::ReadShipping, Act::SwitchDelivery, Act::ReadAfterSale, Act::ReadOrders]
        }
        Role::Admin => &[],
        Role::Auditor => &[Act::ReadOrders],
    }
}

/// By what an order of this status is found.
fn found_by(status: StatusCode) -> &'static [Act] {
    match status {
        StatusCode::UnderReview => &[Act::ReadReviews, Act::SwitchDelivery, Act::ReadAfterSale, Act::ReadOrders],
        StatusCode::ToShip => {
            &[Act::ReadReviews, Act::ReadShipping, Act::SwitchDelivery, Act::ReadAfterSale, Act::ReadOrders]
        }
        StatusCode::Processing => &FINDING,
        _ => &[Act::SwitchDelivery, Act::ReadOrders],
    }
}

/// What a role sees of the courier orders of this test, and of the pickups of its own outlet.
fn sees(role: Role, act: Act, status: StatusCode) -> bool {
    let own = role != Role::Outlet || status == StatusCode::Processing;
    own && finds_by(role).contains(&act) && found_by(status).contains(&act)
}

both! {
    async fn a_role_does_what_is_its_own_and_nothing_else(world: World) {
        let user = world.company(COMPANY).await;
        let everybody = world.everybody().await;
        let elsewhere = setup::add_outlet(&world.app, "西岭网点", "西岭区建设大道 6 号", "0990-0000002", "工作日").await;
        let elsewhere = elsewhere.unwrap();
        let courier = world.under_review(&user, &world.by_courier().await).await;
        for act in [Try::Claim, Try::Release, Try::Reject] {
            world.only_its_roles(act, &courier, &everybody, elsewhere).await;
        }
        let courier = world.under_review(&user, &world.by_courier().await).await;
        for act in [Try::Approve, Try::Ship] {
            world.only_its_roles(act, &courier, &everybody, elsewhere).await;
        }
        let pickup = world.under_review(&user, &world.by_pickup().await).await;
        for act in [Try::Approve, Try::MarkReady, Try::HandOver] {
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
                for act in FINDING {
                    let expected = sees(staff.role, act, status);
                    let find = || Find::Staff(staff.id, act, number.clone());
                    let what = format!("{} {act:?} {status:?}", staff.role.code());
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
            for act in FINDING {
                let status = StatusCode::UnderReview;
                let works = sees(staff.role, act, status);
                let page = query::queue(&world.app, staff, act, status, Cursor::First).await.unwrap();
                let numbers: Vec<_> = page.lines.into_iter().map(|line| line.number).collect();
                let expected: &[&str] = if works { &[review.as_str()] } else { &[] };
                assert_eq!(numbers, expected, "{} {act:?}", staff.role.code());
                let counted = query::counts(&world.app, staff, act, &[StatusCode::UnderReview]).await.unwrap();
                assert_eq!(counted, [(status, i64::from(works))], "{} {act:?}", staff.role.code());
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
