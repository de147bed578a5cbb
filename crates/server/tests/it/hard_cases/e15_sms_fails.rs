//! E15: the tracking SMS fails. The order stays 已发货, the number stands in the details, staff see the message and send
//! it again.

use crate::world::{COURIER, World, until};
use serde_json::json;

#[tokio::test]
async fn a_failed_tracking_message_is_listed_and_sent_again() {
    let world = World::start().await;
    let company = world.company("临溪钟表").await.complete_profile().await;
    let order = company.paid_order(COURIER).await;
    let number = &order.number;
    world.staff("shenhe").await.approve(number).await;
    world.control(2, "faults", json!({"withdrawn_sign_names": ["澜州电子认证"]})).await;
    world.staff("fahuo").await.ship(number, "SF1234567890123").await;
    let support = world.staff("kefu").await;
    let path = format!("/cakey/staff/messages?order={number}");
    let ask = async || Some(support.browser.get(&path).await).filter(|page| page.text().contains("发送失败"));
    let page = until("the failed message", ask).await;
    assert_eq!(order.row().await.status, "shipped");
    order.page("").await.says(&["已发货", "SF1234567890123"]);
    support.browser.get("/cakey/staff/jobs").await.says(&["短信通知"]);

    world.control(2, "faults", json!({})).await;
    let action =
        page.html.split("action=\"").find_map(|rest| rest.split('"').next().filter(|a| a.ends_with("/resend")));
    support.browser.submit(&page.form(action.unwrap()), &[]).await.leads("/cakey/staff/messages");
    world.message(&company.mobile, "SF1234567890123").await;
    world.verify();
}
