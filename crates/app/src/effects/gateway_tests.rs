//! Several gateways: money is asked after and goes back where it was paid, and nowhere else.

use super::tests::{detail, unpaid, version};
use super::worker::round;
use crate::App;
use crate::fixture::forms::rejection;
use crate::fixture::{self, ScriptedPayment, World, gateway, gateway_named};
use crate::order::review;
use crate::payment::settle::{Settlement, receive_notice};
use crate::payment::{Gateways, open};
use domain::id::TradeNumber;
use domain::money::Fen;
use domain::payment::{AttemptState, GatewayCode, RefundReport, RefundState, TradeReport, TradeStatus};
use domain::rights::Role;
use std::sync::Arc;

fn second() -> GatewayCode {
    GatewayCode::parse("second").unwrap()
}

/// The same world after a restart with another gateway first, and the one where payments were made behind it.
fn restarted(world: &World) -> (App, Arc<ScriptedPayment>) {
    let other = Arc::new(ScriptedPayment::default());
    let others = vec![gateway(world.payment.clone())];
    let gateways = Gateways::new(gateway_named("second", other.clone()), others);
    (App { gateways: Arc::new(gateways), ..world.app.clone() }, other)
}

fn report(trade: &TradeNumber, status: TradeStatus, amount: Option<Fen>) -> TradeReport {
    TradeReport { trade: trade.clone(), gateway_trade: None, status, amount, refunded: Fen::ZERO, paid_at: None }
}

#[tokio::test]
async fn each_payment_is_asked_after_closed_refunded_and_told_of_where_it_was_made() {
    let world = fixture::app();
    let (number, user) = unpaid(&world).await;
    let attempt = open::open(&world, &user, &number).await.unwrap();
    let (app, other) = restarted(&world);

    other.notice.answer(Ok(report(&attempt.trade, TradeStatus::Paid, Some(attempt.amount))));
    assert_eq!(receive_notice(&app, &second(), b"signed").await.unwrap(), Settlement::Unknown);
    assert_eq!(detail(&world, &number).await.attempts[0].state, AttemptState::QrReady, "nothing was booked");

    // The order is paid anew at the second gateway, which closes the old code at the first.
    world.payment.query.answer(Ok(report(&attempt.trade, TradeStatus::NotScanned, None)));
    world.clock.advance_secs(6);
    round(&app).await.unwrap();
    assert_eq!(world.payment.query.calls(), [attempt.trade.clone()]);
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
        assert_eq!(ordered, [trade.clone()]);
        assert_eq!(port.query_refund.calls(), [(trade.clone(), trade.refund_number())]);
    }
    assert!(detail(&world, &number).await.refunds.iter().all(|refund| refund.state == RefundState::Succeeded));
}
