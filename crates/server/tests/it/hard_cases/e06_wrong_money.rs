//! E6: notices of a gateway that has gone wrong. The signed wrong amount is an alarm, the forged one is not believed;
//! the true payment is found by asking.

use crate::world::{COURIER, World, until};
use serde_json::json;

#[tokio::test]
async fn a_wrong_amount_and_a_forged_signature_are_never_acknowledged() {
    let world = World::start().await;
    for (fault, alarms) in [("notice_wrong_amount", true), ("notice_forged", false)] {
        let company = world.company("临溪物流").await.complete_profile().await;
        let order = company.order(2, 1, COURIER).await;
        order.submit().await;
        let trade = order.open_payment().await;
        world.fault(json!({"fault": fault, "times": 1})).await;
        world.pay_trade(&trade, "normal").await;
        let sent = async || world.trade(&trade).await.filter(|there| there.notify.attempts >= 1);
        until("the notice", sent).await;
        order.reaches("under_review").await;
        let again = async || world.trade(&trade).await.filter(|there| there.notify.attempts >= 2);
        let there = until("the notice to be repeated", again).await;
        assert!(!there.notify.acknowledged, "{fault}: {there:?}");
        let filed: Vec<String> =
            world.notices().await.into_iter().filter(|(_, b)| b.contains(&trade)).map(|(v, _)| v).collect();
        assert!(filed.iter().all(|verdict| verdict == "alarm") && filed.is_empty() != alarms, "{fault}: {filed:?}");
        assert_eq!(
            world.money_cases(&order.number).await.len(),
            usize::from(alarms),
            "one case, however often it comes"
        );
        assert_eq!(world.events(&order.number).await, ["created", "submitted", "paid"]);
        assert!(world.refunds(&order.number).await.is_empty());
    }
    world.verify();
}
