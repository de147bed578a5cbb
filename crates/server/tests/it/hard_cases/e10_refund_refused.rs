//! E10: the gateway refuses a refund because the balance is too low. The order stays 待提交, and the refund is tried
//! again until it succeeds.

use crate::world::{COURIER, World, until};
use serde_json::json;

#[tokio::test]
async fn a_refund_that_is_refused_for_want_of_balance_is_tried_again_under_its_number() {
    let world = World::start().await;
    let company = world.company("临溪港务").await.complete_profile().await;
    let order = company.paid_order(COURIER).await;
    let trade = world.attempts(&order.number).await.remove(0).trade;
    world.fault(json!({"fault": "seller_balance", "times": 2})).await;
    world.staff("shenhe").await.reject(&order.number, "余额不足演练").await;
    let tried = async || world.refunds(&order.number).await.into_iter().find(|refund| refund.state == "requested");
    let number = until("the refund", tried).await.number;
    order.page("").await.says(&["待提交", "退款中"]);
    order.refunded(&trade).await;
    let refunds = world.refunds(&order.number).await;
    assert_eq!((refunds.len(), &refunds[0].number), (1, &number));
    assert_eq!(world.trade(&trade).await.unwrap().refunds.len(), 1);
    world.verify();
}

#[tokio::test]
async fn a_refund_that_takes_its_time_is_asked_after() {
    let world = World::start().await;
    let company = world.company("临溪机场").await.complete_profile().await;
    let order = company.paid_order(COURIER).await;
    let trade = world.attempts(&order.number).await.remove(0).trade;
    world.fault(json!({"fault": "refund_delayed", "times": 1, "seconds": 3})).await;
    world.staff("shenhe").await.reject(&order.number, "延迟退款演练").await;
    order.refunded(&trade).await;
    let there = world.trade(&trade).await.unwrap();
    assert_eq!((there.refunds.len(), there.refunds[0].status.as_str()), (1, "REFUND_SUCCESS"));
    world.verify();
}
