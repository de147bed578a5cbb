//! Manual 3.2 (7): 网点自取. Approval makes the order 办理中 and sends no SMS; the outlet records the handover; the user
//! clicks 确认收货.

use crate::world::{PICKUP, World};

#[tokio::test]
async fn an_order_for_an_outlet_is_handed_over_there_without_any_message() {
    let world = World::shared().await;
    let company = world.company("石桥勘测").await.complete_profile().await;
    let order = company.paid_order(PICKUP).await;
    let number = &order.number;
    let messages = world.messages(&company.mobile).await.len();

    world.staff("shenhe").await.approve(number).await;
    assert_eq!(order.row().await.status, "processing");
    order.page("").await.says(&["办理中", "东湖网点", "没有短信提示"]);
    company.invoice_mail(number).await;

    let outlet = world.staff("donghu").await;
    outlet.desk(number).await.says(&[number, &company.name, "林知夏", &company.mobile]);
    outlet.ready(number).await;
    outlet.hand_over(number).await;
    order.page("").await.says(&["办理中", "交付"]);

    order.confirm().await;
    order.page("").await.says(&["已完成"]);
    let events = world.events(number).await;
    let after: Vec<&str> = events.iter().map(String::as_str).filter(|event| *event != "invoice_issued").collect();
    assert_eq!(after, ["created", "submitted", "paid", "approved", "ready", "handed_over", "completed"]);
    assert_eq!(world.messages(&company.mobile).await.len(), messages, "an order for pickup sends no SMS");
    world.verify();
}

#[tokio::test]
async fn the_desk_of_another_outlet_and_other_roles_cannot_touch_it() {
    let world = World::shared().await;
    let company = world.company("南屏园林").await.complete_profile().await;
    let order = company.paid_order(PICKUP).await;
    let number = &order.number;
    world.staff("shenhe").await.approve(number).await;
    let row = order.row().await;
    assert_eq!(world.staff("xiling").await.desk(number).await.status, 404);
    let form = world.staff("donghu").await.desk(number).await.form(&format!("/cakey/staff/desk/{number}/ready"));
    for (login, status) in [("xiling", [404, 403]), ("fahuo", [403; 2]), ("shenhe", [403; 2])] {
        let stranger = world.staff(login).await;
        let token = stranger.browser.get("/cakey/staff/desk").await.find_form("/cakey/staff/logout");
        let token = match token {
            Some(form) => form,
            None => stranger.browser.get("/cakey/outlets").await.form("/cakey/staff/logout"),
        };
        let typed = [("csrf", token.hidden("csrf")), ("version", form.hidden("version"))];
        let answer = stranger.browser.post(&form.action, &typed).await;
        assert!(status.contains(&answer.status), "{login}: {} {}", answer.status, answer.text());
    }
    assert_eq!(order.row().await, row);
}
