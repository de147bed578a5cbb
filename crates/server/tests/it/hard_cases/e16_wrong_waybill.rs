//! E16: a wrong waybill is corrected; the record keeps both numbers; each number has its own SMS.

use crate::world::{COURIER, World};

#[tokio::test]
async fn a_corrected_waybill_keeps_the_old_number_and_sends_a_new_message() {
    let world = World::start().await;
    let company = world.company("临溪农资").await.complete_profile().await;
    let order = company.paid_order(COURIER).await;
    let number = &order.number;
    world.staff("shenhe").await.approve(number).await;
    let shipper = world.staff("fahuo").await;
    shipper.ship(number, "SF1111111111111").await;
    world.message(&company.mobile, "SF1111111111111").await;
    let path = format!("/cakey/staff/shipping/{number}");
    let form = shipper.browser.get(&path).await.form(&path);
    let same = shipper.browser.submit(&form, &[("carrier", "sf"), ("waybill", "SF1111111111111")]).await;
    assert_ne!(same.status, 500, "{}", same.text());
    shipper.ship(number, "SF2222222222222").await;
    world.message(&company.mobile, "SF2222222222222").await;
    order.page("").await.says(&["已发货", "SF2222222222222"]);
    order.page("/history").await.says(&["SF1111111111111", "SF2222222222222"]);
    let sent = world.messages(&company.mobile).await;
    assert_eq!(sent.iter().filter(|message| message.text.contains("寄出")).count(), 2);
    world.verify();
}
