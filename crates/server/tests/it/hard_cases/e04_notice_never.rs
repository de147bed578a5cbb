//! E4: the notice never comes, or comes late. The product asks, and the button 我已付款 makes it ask at once.

use crate::world::{COURIER, World};

#[tokio::test]
async fn a_payment_without_a_notice_is_found_by_asking() {
    let world = World::start().await;
    let company = world.company("临溪电力").await.complete_profile().await;
    let order = company.order(2, 1, COURIER).await;
    order.submit().await;
    let trade = order.open_payment().await;
    order.page("/pay/status").await.answers(200, &[]);
    world.pay_trade(&trade, "notice_never").await;
    let ask = async || {
        let answer = order.send("/pay/code", "/pay/code", &[("act", "ask")]).await;
        (answer.location == order.url("/pay/done")).then_some(())
    };
    crate::world::until("the button to find the payment", ask).await;
    assert_eq!(order.row().await.status, "under_review");
    assert_eq!(world.trade(&trade).await.unwrap().notify.attempts, 0);
    assert!(order.page("/pay/status").await.html.contains("/pay/done"), "the script is sent on");
    world.verify();
}

#[tokio::test]
async fn a_payment_is_found_after_a_restart_in_between() {
    let world = World::start().await;
    let company = world.company("临溪通信").await.complete_profile().await;
    let order = company.order(2, 1, COURIER).await;
    order.submit().await;
    let trade = order.open_payment().await;
    world.restart().await;
    world.pay_trade(&trade, "notice_never").await;
    order.reaches("under_review").await;
    assert_eq!(world.events(&order.number).await, ["created", "submitted", "paid"]);
    company.browser.get("/cakey/home").await.says(&[&company.name]);
    world.verify();
}

#[tokio::test]
async fn a_code_that_was_only_scanned_is_shown_as_scanned_and_can_still_be_paid() {
    let world = World::start().await;
    let company = world.company("临溪有线").await.complete_profile().await;
    let order = company.order(2, 1, COURIER).await;
    order.submit().await;
    let trade = order.open_payment().await;
    world.pay_trade(&trade, "abandon").await;
    order.attempt_reaches("scanned").await;
    order.page("/pay/code").await.says(&["已扫码，请在手机上完成付款"]);
    assert_eq!(order.row().await.status, "awaiting_payment");
    world.pay_trade(&trade, "normal").await;
    order.reaches("under_review").await;
    assert_eq!(world.attempts(&order.number).await.len(), 1);
}
