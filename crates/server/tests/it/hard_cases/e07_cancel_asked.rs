//! E7: the user wants out while 待审核: 申请取消, the reviewer sees it and rejects, the money is back.

use crate::world::{COURIER, World};

#[tokio::test]
async fn a_cancellation_that_was_asked_for_ends_with_the_money_back() {
    let world = World::start().await;
    let company = world.company("临溪仓储").await.complete_profile().await;
    let order = company.paid_order(COURIER).await;
    let trade = world.attempts(&order.number).await.remove(0).trade;
    order.send("/request-cancel", "/request-cancel", &[]).await.leads(&order.url(""));
    order.page("/request-cancel").await.leads(&order.url(""));
    assert_eq!(order.row().await.status, "under_review");
    let reviewer = world.staff("shenhe").await;
    reviewer.review(&order.number).await.says(&["用户申请取消这个订单"]);
    reviewer.reject(&order.number, "用户申请取消").await;
    order.refunded(&trade).await;
    order.page("").await.says(&["待提交", "用户申请取消"]);
    world.verify();
}
