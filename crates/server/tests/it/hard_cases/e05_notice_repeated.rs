//! E5: a notice is repeated, and a closed trade is reported after its full refund: `success`, and nothing moves.

use crate::world::{COURIER, World, until};

#[tokio::test]
async fn repeated_notices_are_acknowledged_and_book_nothing_more() {
    let world = World::start().await;
    let company = world.company("临溪环保").await.complete_profile().await;
    let order = company.order(2, 1, COURIER).await;
    order.submit().await;
    let trade = order.open_payment().await;
    world.pay_trade(&trade, "notice_thrice").await;
    let all_sent = async || world.trade(&trade).await.filter(|there| there.notify.attempts >= 3);
    let there = until("three notices", all_sent).await;
    assert!(there.notify.acknowledged, "{there:?}");
    assert_eq!(world.events(&order.number).await, ["created", "submitted", "paid"]);

    world.staff("shenhe").await.reject(&order.number, "重复通知演练").await;
    order.refunded(&trade).await;
    let acknowledged =
        async || world.trade(&trade).await.filter(|there| there.notify.attempts >= 4 && there.notify.acknowledged);
    until("the notice of the refund", acknowledged).await;
    let filed: Vec<String> = world
        .notices()
        .await
        .into_iter()
        .filter(|(_, body)| body.contains(&trade))
        .map(|(verdict, _)| verdict)
        .collect();
    assert_eq!(filed.iter().filter(|verdict| *verdict == "settled").count(), 1, "{filed:?}");
    assert!(filed.iter().all(|verdict| verdict == "settled" || verdict == "nothing new"), "{filed:?}");
    assert_eq!(order.row().await.status, "draft");
    assert!(world.money_cases(&order.number).await.is_empty());
    world.verify();
}
