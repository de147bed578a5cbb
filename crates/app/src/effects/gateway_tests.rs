//! Several gateways, and one that is configured no longer: money is asked after and goes back where it was paid, and
//! nowhere else.

use super::tests::{detail, rejected, unpaid, version};
use super::worker::round;
use crate::finance::cases;
use crate::finance::refunds::{self, register_offline, release_offline};
use crate::fixture::forms::rejection;
use crate::fixture::{self, ScriptedPayment, World, gateway, gateway_named};
use crate::order::{review, submit};
use crate::outbox::{self, JobState};
use crate::payment::settle::{Settlement, receive_notice};
use crate::payment::{Gateways, open};
use crate::{App, Error};
use domain::id::TradeNumber;
use domain::money::Fen;
use domain::order::StatusCode;
use domain::payment::{AttemptState, GatewayCode, OfflineVoucher, RefundReport, RefundState, TradeReport, TradeStatus};
use domain::rights::Role;
use std::sync::Arc;

const HOUR: i64 = 3_600;

fn second() -> GatewayCode {
    GatewayCode::parse("second").unwrap()
}

/// The same world after a restart with another gateway first, and the one where payments were made behind it or gone.
fn restarted(world: &World, first_stays: bool) -> (App, Arc<ScriptedPayment>) {
    let other = Arc::new(ScriptedPayment::default());
    let others = if first_stays { vec![gateway(world.payment.clone())] } else { Vec::new() };
    let gateways = Gateways::new(gateway_named("second", other.clone()), others);
    (App { gateways: Arc::new(gateways), ..world.app.clone() }, other)
}

fn report(trade: &TradeNumber, status: TradeStatus, amount: Option<Fen>) -> TradeReport {
    TradeReport { trade: trade.clone(), gateway_trade: None, status, amount, refunded: Fen::ZERO, paid_at: None }
}

/// Lets so many hours pass, with a look at the outbox after each.
async fn hours(app: &App, world: &World, count: i64) {
    for _ in 0..count {
        world.clock.advance_secs(HOUR);
        while round(app).await.unwrap() > 0 {}
    }
}

async fn dead(world: &World) -> i64 {
    world.read(|tx| Ok(outbox::store::count(tx, JobState::Dead)?)).await.unwrap()
}

async fn open_cases(world: &World) -> Vec<(String, String)> {
    let finance = world.staff(Role::Finance).await;
    let (cases, _) = cases::list(world, &finance, true, None).await.unwrap();
    cases.into_iter().map(|case| (case.kind, case.detail)).collect()
}

#[tokio::test]
async fn each_payment_is_asked_after_closed_refunded_and_told_of_where_it_was_made() {
    let world = fixture::app();
    let (number, user) = unpaid(&world).await;
    let attempt = open::open(&world, &user, &number).await.unwrap();
    let (app, other) = restarted(&world, true);

    other.notice.answer(Ok(report(&attempt.trade, TradeStatus::Paid, Some(attempt.amount))));
    assert_eq!(receive_notice(&app, &second(), b"signed").await.unwrap(), Settlement::Unknown);
    assert_eq!(detail(&world, &number).await.attempts[0].state, AttemptState::QrReady, "nothing was booked");

    // The order is paid anew at the second gateway, which closes the old code at the first.
    world.payment.query.answer(Ok(report(&attempt.trade, TradeStatus::NotScanned, None)));
    world.clock.advance_secs(6);
    round(&app).await.unwrap();
    assert_eq!(world.payment.query.calls(), std::slice::from_ref(&attempt.trade));
    let newer = open::open(&app, &user, &number).await.unwrap();
    assert_eq!((newer.gateway.clone(), other.open.calls().len()), (second(), 1));
    other.notice.answer(Ok(report(&newer.trade, TradeStatus::Paid, Some(newer.amount))));
    assert_eq!(receive_notice(&app, &second(), b"signed").await.unwrap(), Settlement::Settled);
    round(&app).await.unwrap();
    assert_eq!((world.payment.close.calls(), other.close.calls()), (vec![attempt.trade.clone()], Vec::new()));

    // The old code was paid all the same: that money goes back through the first, the rejected one through the second.
    world.payment.notice.answer(Ok(report(&attempt.trade, TradeStatus::Paid, Some(attempt.amount))));
    let first = app.gateways.get(&attempt.gateway).unwrap().code.clone();
    assert_eq!(receive_notice(&app, &first, b"signed").await.unwrap(), Settlement::Settled);
    let seen = version(&world, &number).await;
    review::decide(&app, &world.staff(Role::Reviewer).await, &number, &rejection(seen)).await.unwrap();
    for port in [&world.payment, &other] {
        port.refund.answer(Ok(RefundReport::Pending));
        port.query_refund.answer(Ok(RefundReport::Succeeded));
    }
    round(&app).await.unwrap();
    world.clock.advance_secs(60);
    round(&app).await.unwrap();
    for (port, trade) in [(&world.payment, &attempt.trade), (&other, &newer.trade)] {
        let ordered: Vec<TradeNumber> = port.refund.calls().into_iter().map(|order| order.trade).collect();
        assert_eq!(ordered, std::slice::from_ref(trade));
        assert_eq!(port.query_refund.calls(), [(trade.clone(), trade.refund_number())]);
    }
    assert!(detail(&world, &number).await.refunds.iter().all(|refund| refund.state == RefundState::Succeeded));
}

#[tokio::test]
async fn a_refund_at_a_gateway_that_is_gone_is_sent_when_it_comes_back_within_a_day() {
    let world = fixture::app();
    let number = rejected(&world).await;
    let (app, other) = restarted(&world, false);
    hours(&app, &world, 23).await;
    let refund = detail(&world, &number).await.refunds.remove(0);
    assert_eq!(refund.state, RefundState::Requested, "nothing was sent, so nothing is unknown");
    assert_eq!(refund.last_error, "支付平台 test 已不在配置中，退款没有发出");
    assert_eq!((dead(&world).await, other.refund.calls().len(), open_cases(&world).await), (0, 0, Vec::new()));
    world.payment.refund.answer(Ok(RefundReport::Succeeded));
    hours(&world, &world, 1).await;
    assert_eq!(detail(&world, &number).await.refunds[0].state, RefundState::Succeeded);
}

#[tokio::test]
async fn a_refund_at_a_gateway_that_is_gone_for_a_day_is_settled_off_line_by_two_people_and_sent_no_more() {
    let world = fixture::app();
    let number = rejected(&world).await;
    let (app, other) = restarted(&world, false);
    hours(&app, &world, 26).await;
    let refund = detail(&world, &number).await.refunds.remove(0);
    let cases = open_cases(&world).await;
    assert!(cases.iter().any(|(kind, detail)| kind == "refund_stuck" && detail.contains("test")), "{cases:?}");
    let (first, other_person) = (world.staff(Role::Finance).await, world.staff(Role::Supervisor).await);
    let [voucher, payee, account, note] =
        ["BK-2026-0031", "澜州青禾建设工程有限公司", "6222000000001234", "原支付平台已停用"].map(str::to_owned);
    let voucher = OfflineVoucher { voucher, payee, account, note };
    register_offline(&app, &first, refund.id, voucher).await.unwrap();
    assert!(matches!(release_offline(&app, &first, refund.id).await, Err(Error::Denied(_))));
    release_offline(&app, &other_person, refund.id).await.unwrap();
    hours(&world, &world, 2).await;
    assert_eq!(refunds::get(&world, &first, refund.id).await.unwrap().line.state, RefundState::Manual);
    assert!(open_cases(&world).await.is_empty());
    assert!(world.payment.refund.calls().is_empty() && other.refund.calls().is_empty());
}

#[tokio::test]
async fn a_trade_at_a_gateway_that_is_gone_is_asked_after_for_ever_and_laid_before_finance_once() {
    let world = fixture::app();
    let (number, user) = unpaid(&world).await;
    let attempt = open::open(&world, &user, &number).await.unwrap();
    let (app, other) = restarted(&world, false);
    hours(&app, &world, 20).await;
    assert_eq!(open_cases(&world).await, []);
    hours(&app, &world, 20 * 24).await;
    let detail_of_case = "支付平台 test 已不在配置中，这笔付款是否到账无法查询".to_owned();
    assert_eq!(open_cases(&world).await, [("gateway_gone".to_owned(), detail_of_case)]);
    assert_eq!((dead(&world).await, other.query.calls().len()), (0, 0));
    let order = detail(&world, &number).await.stored.order;
    assert_eq!(order.state.code(), StatusCode::AwaitingPayment, "nobody can say that it was not paid");
    let finance = world.staff(Role::Finance).await;
    let case = cases::list(&world, &finance, true, None).await.unwrap().0.remove(0);
    cases::note(&world, &finance, case.id, "已在商户平台核对".into(), true).await.unwrap();
    hours(&app, &world, 3).await;
    assert_eq!(open_cases(&world).await, [], "what finance closed stays closed");
    // It is back: both the watch and the deadline ask.
    world.payment.query.answer(Ok(report(&attempt.trade, TradeStatus::Paid, Some(attempt.amount))));
    world.payment.query.answer(Ok(report(&attempt.trade, TradeStatus::Paid, Some(attempt.amount))));
    hours(&world, &world, 1).await;
    assert_eq!(detail(&world, &number).await.stored.order.state.code(), StatusCode::UnderReview);
}

#[tokio::test]
async fn a_code_at_a_gateway_that_is_gone_is_closed_by_its_end() {
    let world = fixture::app();
    let (number, user) = unpaid(&world).await;
    open::open(&world, &user, &number).await.unwrap();
    let (app, other) = restarted(&world, false);
    submit::withdraw(&app, &user, &number, 2).await.unwrap();
    hours(&app, &world, 40).await;
    assert_eq!((dead(&world).await, other.close.calls().len()), (0, 0));
}
