//! E8: rejected, and submitted again while the refund is under way. A new submission is a new payment; the page says what
//! became of the old money.

use crate::world::{COURIER, World};
use serde_json::json;

#[tokio::test]
async fn a_second_submission_is_paid_anew_while_the_first_money_is_on_its_way_back() {
    let world = World::start().await;
    let company = world.company("临溪粮油").await.complete_profile().await;
    let order = company.paid_order(COURIER).await;
    let old = world.attempts(&order.number).await.remove(0).trade;
    world.fault(json!({"fault": "refund_delayed", "times": 1, "seconds": 3})).await;
    let reviewer = world.staff("shenhe").await;
    reviewer.reject(&order.number, "请重拍营业执照").await;
    order.page("").await.says(&["审核未通过，请修改后重新提交", "请重拍营业执照", "320.00"]);

    order.submit().await;
    let new = order.pay().await;
    assert_ne!(new, old, "a new submission has a trade of its own");
    order.page("").await.says(&["待审核"]);
    order.refunded(&old).await;
    let attempts = world.attempts(&order.number).await;
    let kept: Vec<_> = attempts.iter().map(|a| (a.state.as_str(), a.amount - a.refunded)).collect();
    assert_eq!(kept, [("settled", 0), ("settled", 32_000)]);
    assert_eq!(world.trade(&new).await.unwrap().refunded_fen, 0, "only the old money goes back");
    order.page("/history").await.says(&["审核未通过", "退款成功", "第 2 次提交"]);
    reviewer.approve(&order.number).await;
    assert_eq!((order.row().await.status.as_str(), order.row().await.submission), ("to_ship", 2));
    world.verify();
}
