//! E17: the user confirms before the outlet recorded the handover. The product asks first, and the record says so.

use crate::world::{PICKUP, World};

#[tokio::test]
async fn an_early_confirmation_is_asked_about_and_then_recorded_as_early() {
    let world = World::start().await;
    let company = world.company("临溪种业").await.complete_profile().await;
    let order = company.paid_order(PICKUP).await;
    world.staff("shenhe").await.approve(&order.number).await;
    let asked = order.send("", "/confirm", &[]).await;
    asked.says(&["网点尚未登记交付，确定已拿到？"]);
    assert_eq!(order.row().await.status, "processing");
    let form = asked.form(&order.url("/confirm"));
    company.browser.submit(&form, &[("sure", "1")]).await.leads(&order.url(""));
    assert_eq!(order.row().await.status, "completed");
    order.page("/history").await.says(&["网点尚未登记交付"]);
    world.verify();
}
