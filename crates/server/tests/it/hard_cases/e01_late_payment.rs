//! E1: an old code is paid after 撤回修改 or 取消. The order does not move; the money goes back by itself, once; the user
//! is told.

use crate::world::{COURIER, Order, Setup, World, until};

async fn late(order: &Order, trade: &str, status: &str) {
    let world = order.world();
    world.pay_trade(trade, "normal").await;
    order.refunded(trade).await;
    let row = order.row().await;
    assert_eq!(row.status, status);
    let there = world.trade(trade).await.unwrap();
    assert_eq!((there.refunds.len(), there.refunded_fen), (1, 32_000));
    let refunds = world.refunds(&order.number).await;
    assert_eq!((refunds.len(), refunds[0].reason.as_str(), refunds[0].amount), (1, "late", 32_000));
    let told = world.message(&order.company.mobile, "正在自动原路退回").await;
    assert!(told.contains(&order.number) && told.contains("320.00"), "{told}");
    order.page("").await.says(&["已退"]);
    let events = world.events(&order.number).await;
    for event in ["unexpected_money", "refunded"] {
        assert_eq!(events.iter().filter(|e| *e == event).count(), 1, "{events:?}");
    }
    assert!(!events.contains(&"paid".to_owned()), "{events:?}");
    world.verify();
}

#[tokio::test]
async fn a_code_that_is_paid_after_the_withdrawal_is_refunded() {
    let world = World::start().await;
    let company = world.company("临溪水务").await.complete_profile().await;
    let order = company.order(2, 1, COURIER).await;
    order.submit().await;
    let trade = order.open_payment().await;
    order.withdraw().await;
    late(&order, &trade, "draft").await;

    order.submit().await;
    let second = order.pay().await;
    assert_ne!(second, trade);
    assert_eq!(world.trade(&second).await.unwrap().refunded_fen, 0, "the new payment stays");
}

#[tokio::test]
async fn a_code_that_is_paid_after_the_cancellation_is_refunded() {
    let world = World::start().await;
    let company = world.company("临溪燃气").await.complete_profile().await;
    let order = company.order(2, 1, COURIER).await;
    order.submit().await;
    let trade = order.open_payment().await;
    order.cancel().await;
    late(&order, &trade, "closed").await;
}

#[tokio::test]
async fn an_old_code_that_is_paid_while_the_new_submission_waits_is_not_taken_for_it() {
    let world = World::start().await;
    let company = world.company("临溪供热").await.complete_profile().await;
    let order = company.order(2, 1, COURIER).await;
    order.submit().await;
    let trade = order.open_payment().await;
    order.withdraw().await;
    order.submit().await;
    late(&order, &trade, "awaiting_payment").await;
    order.pay().await;
    assert_eq!(world.refunds(&order.number).await.len(), 1);
}

#[tokio::test]
async fn money_that_moves_only_after_the_code_has_ended_is_refunded() {
    // Codes of one minute: the gateway refuses requests of clocks that differ from its own by a quarter of an hour.
    let environment = vec![("CAKEY_CONFIG_RULES_CODE_MINUTES", "1")];
    let world = World::start_as(Setup { environment, ..Setup::default() }).await;
    let company = world.company("临溪客运").await.complete_profile().await;
    let order = company.order(2, 1, COURIER).await;
    order.submit().await;
    let trade = order.open_payment().await;
    world.pay_trade(&trade, "late").await;
    order.cancel().await;
    world.advance_gateway(70).await;
    let paid = async || world.trade(&trade).await.filter(|there| there.paid_at.is_some());
    until("the late money", paid).await;
    order.refunded(&trade).await;
    assert_eq!((order.row().await.status.as_str(), world.refunds(&order.number).await.len()), ("closed", 1));
    assert!(!world.events(&order.number).await.contains(&"paid".to_owned()));
    world.verify();
}
