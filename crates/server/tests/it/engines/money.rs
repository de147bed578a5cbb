//! Money that comes late, twice, again, or wrong (hard cases E1, E2, E5, E6 of docs/rules.md), and a refund whose
//! answer never arrives. What the gateway's own ledger says is the measure.

use super::people::PRICE;
use super::world::{World, rejection};
use app::order::{review, submit};
use app::payment::open;
use app::payment::settle::Settlement;
use db::p;
use domain::money::Fen;
use domain::order::{RefundReason, StatusCode};
use domain::payment::{AttemptState, RefundState};
use domain::rights::Role;
use jiff::SignedDuration;

const COMPANY: &str = "澜州青禾建设工程有限公司";
const AN_HOUR: SignedDuration = SignedDuration::from_hours(1);

db::sql! {
    OPEN_CASES = "select count(*) as n from money_case where open and kind = $1";
}

async fn open_cases(world: &World, kind: &'static str) -> i64 {
    world.app.read(move |tx| Ok(tx.one(&OPEN_CASES, p![kind], |r| r.get(0))?)).await.unwrap()
}

both! {
    async fn e1_a_payment_after_the_withdrawal_goes_back_once(world: World) {
        let user = world.company(COMPANY).await;
        let number = world.awaiting_payment(&user, &world.by_courier().await).await;
        let attempt = open::open(&world.app, &user, &number).await.unwrap();
        submit::withdraw(&world.app, &user, &number, 2).await.unwrap();
        world.work().await;
        world.gateway.pay(&attempt.trade, PRICE);
        assert_eq!(world.notice(&attempt.trade).await, Settlement::Settled);
        assert_eq!(world.notice(&attempt.trade).await, Settlement::Nothing);
        world.work_for(AN_HOUR).await;
        assert_eq!(world.status(&number).await, StatusCode::Draft);
        let refunds = world.detail(&number).await.refunds;
        let told: Vec<_> = refunds.iter().map(|r| (r.state, r.amount, r.reason)).collect();
        assert_eq!(told, [(RefundState::Succeeded, PRICE, RefundReason::Late)]);
        assert_eq!((world.gateway.totals(), world.sms.kinds()), ((PRICE, PRICE), vec!["money_returned"]));
        world.verified().await;
    }

    async fn e1_a_late_payment_is_found_without_a_notice(world: World) {
        let user = world.company(COMPANY).await;
        let number = world.awaiting_payment(&user, &world.by_courier().await).await;
        let attempt = open::open(&world.app, &user, &number).await.unwrap();
        submit::cancel(&world.app, &user, &number, 2).await.unwrap();
        world.gateway.pay(&attempt.trade, PRICE);
        world.work_for(AN_HOUR).await;
        assert_eq!(world.status(&number).await, StatusCode::Closed);
        assert_eq!(world.gateway.totals(), (PRICE, PRICE));
        world.verified().await;
    }

    async fn e2_of_two_paid_attempts_the_second_goes_back(world: World) {
        let user = world.company(COMPANY).await;
        let number = world.awaiting_payment(&user, &world.by_courier().await).await;
        let first = open::open(&world.app, &user, &number).await.unwrap();
        assert_eq!(open::open(&world.app, &user, &number).await.unwrap().id, first.id, "a double click sees one code");
        world.clock.advance(SignedDuration::from_mins(29));
        let second = open::open(&world.app, &user, &number).await.unwrap();
        assert_ne!(first.trade, second.trade);
        for trade in [&second.trade, &first.trade] {
            world.gateway.pay(trade, PRICE);
            assert_eq!(world.notice(trade).await, Settlement::Settled);
        }
        world.work_for(AN_HOUR).await;
        assert_eq!(world.status(&number).await, StatusCode::UnderReview);
        let detail = world.detail(&number).await;
        assert_eq!(detail.stored.order.state.paid().map(|paid| paid.attempt), Some(second.id));
        let back: Vec<_> = detail.refunds.iter().map(|r| (r.attempt, r.state, r.reason)).collect();
        assert_eq!(back, [(first.id, RefundState::Succeeded, RefundReason::Duplicate)]);
        assert_eq!(world.gateway.totals(), (PRICE.checked_mul(2).unwrap(), PRICE));
        world.verified().await;
    }

    async fn e5_a_repeated_notice_changes_nothing_not_even_after_the_refund(world: World) {
        let user = world.company(COMPANY).await;
        let reviewer = world.staff(Role::Reviewer, "r").await;
        let number = world.awaiting_payment(&user, &world.by_courier().await).await;
        let attempt = world.pay(&user, &number).await;
        let paid = world.version(&number).await;
        for _ in 0..8 {
            assert_eq!(world.notice(&attempt.trade).await, Settlement::Nothing);
        }
        assert_eq!(world.version(&number).await, paid);
        review::decide(&world.app, &reviewer, &number, &rejection(paid)).await.unwrap();
        world.work_for(AN_HOUR).await;
        let refunded = world.version(&number).await;
        assert_eq!(world.notice(&attempt.trade).await, Settlement::Nothing);
        world.work_for(AN_HOUR).await;
        assert_eq!((world.version(&number).await, world.gateway.totals()), (refunded, (PRICE, PRICE)));
        assert_eq!(open_cases(&world, "mismatch").await, 0);
        world.verified().await;
    }

    async fn e6_a_wrong_amount_opens_one_case_and_books_nothing(world: World) {
        let user = world.company(COMPANY).await;
        let number = world.awaiting_payment(&user, &world.by_courier().await).await;
        let attempt = open::open(&world.app, &user, &number).await.unwrap();
        world.gateway.pay(&attempt.trade, Fen::new(PRICE.get() - 1));
        for _ in 0..2 {
            assert_eq!(world.notice(&attempt.trade).await, Settlement::Alarm);
        }
        world.work_for(AN_HOUR).await;
        assert_eq!((world.status(&number).await, world.version(&number).await), (StatusCode::AwaitingPayment, 2));
        let stored = &world.detail(&number).await.attempts[0];
        assert!(stored.state != AttemptState::Settled && stored.settled_at.is_none(), "{stored:?}");
        assert_eq!(open_cases(&world, "mismatch").await, 1);
        let report = app::verify::verify(&world.app.db).await.unwrap();
        assert_eq!((report.captured, report.refunded, report.problems), (Fen::ZERO, Fen::ZERO, Vec::new()));
    }

    async fn a_trade_that_is_not_ours_is_unknown(world: World) {
        let user = world.company(COMPANY).await;
        let number = world.awaiting_payment(&user, &world.by_courier().await).await;
        let foreign = domain::id::TradeNumber::build(&number, 9, 9);
        assert_eq!(world.notice(&foreign).await, Settlement::Unknown);
        assert!(app::payment::settle::receive_notice(&world.app, &world.app.gateways.offered().code, b"\xff").await.is_err());
        assert_eq!(world.version(&number).await, 2);
    }

    async fn a_refund_whose_answer_is_lost_is_asked_after_and_moves_money_once(world: World) {
        let user = world.company(COMPANY).await;
        let reviewer = world.staff(Role::Reviewer, "r").await;
        let number = world.under_review(&user, &world.by_courier().await).await;
        world.gateway.be_silent(1);
        let seen = world.version(&number).await;
        review::decide(&world.app, &reviewer, &number, &rejection(seen)).await.unwrap();
        world.work().await;
        assert_eq!(world.detail(&number).await.refunds[0].state, RefundState::Unknown);
        world.work_for(AN_HOUR).await;
        assert_eq!(world.detail(&number).await.refunds[0].state, RefundState::Succeeded);
        assert_eq!(world.gateway.totals(), (PRICE, PRICE));
        world.verified().await;
    }
}
