//! Manual 3.2 (7): 快递到付, where approval leads to a waybill and its text message; 网点自取, where approval makes the
//! order 办理中 without any message and the outlet records the handover; in both the user clicks 确认收货.

use crate::world::{COURIER, Order, PICKUP, World};

#[tokio::test]
async fn an_order_by_courier_is_changed_paid_approved_shipped_and_received() {
    let world = World::start().await;
    let company = world.company("青禾建设").await.complete_profile().await;
    let order = company.order(1, 1, COURIER).await;
    let number = &order.number;
    assert_eq!((order.row().await.status.as_str(), order.row().await.submission), ("draft", 0));
    company.browser.get("/cakey/orders").await.says(&[number, "待提交", "修改/提交", "190.00"]);

    let changed = [&[("act", "save"), ("project", "1"), ("certs", "2"), ("seals", "1")], COURIER].concat();
    order.send("/edit", "/edit", &changed).await.leads(&order.url("/check"));
    order.page("/check").await.says(&["核对后提交", "澜州市公共资源交易平台", "林知夏", "320.00"]);
    order.submit().await;
    let row = order.row().await;
    assert_eq!((row.status.as_str(), row.amount, row.certificates, row.seals), ("awaiting_payment", 32_000, 2, 1));

    order.page("/pay").await.says(&["确认付款信息", &company.name, "320.00", "目前只支持支付宝扫码"]);
    let trade = order.pay().await;
    order.page("/pay/done").await.says(&["支付成功，等待审核", number, "320.00"]);
    let paid = world.trade(&trade).await.unwrap();
    assert_eq!((paid.total_fen, paid.refunded_fen, paid.notify.acknowledged), (32_000, 0, true));

    let reviewer = world.staff("shenhe").await;
    reviewer.review(number).await.says(&[&company.name, &company.code, "林知夏", "320.00"]);
    reviewer.review(number).await.says(&["1 主锁 单位证书 1 年 公章", "2 副锁 单位证书 1 年 不带签章"]);
    reviewer.approve(number).await;
    assert_eq!(order.row().await.status, "to_ship");
    order.page("").await.says(&["待发货", "1 主锁 制作中"]);
    assert_eq!(shipping_messages(&order).await, 0, "no waybill, no message");

    world.staff("fahuo").await.ship(number, "SF1234567890123").await;
    order.page("").await.says(&["已发货", "顺丰", "SF1234567890123", "1 主锁 已制作", "2 副锁 已制作"]);
    let text = world.message(&company.mobile, "SF1234567890123").await;
    assert!(text.contains(number) && text.contains("顺丰"), "{text}");

    order.confirm().await;
    order.page("").await.says(&["已完成"]);
    company.invoice_mail(number).await;
    let events = world.events(number).await;
    let path: Vec<&str> = events.iter().map(String::as_str).filter(|event| *event != "invoice_issued").collect();
    assert_eq!(path, ["created", "saved", "submitted", "paid", "approved", "shipped", "completed"]);
    assert_eq!(shipping_messages(&order).await, 1);
    world.verify();
}

async fn shipping_messages(order: &Order) -> usize {
    let all = order.world().messages(&order.company.mobile).await;
    all.iter().filter(|message| message.text.contains(&order.number) && message.text.contains("寄出")).count()
}

#[tokio::test]
async fn an_order_for_an_outlet_is_handed_over_there_without_any_message() {
    let world = World::start().await;
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
    order.page("").await.says(&["1 主锁 已制作"]);
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
    let world = World::start().await;
    let company = world.company("南屏园林").await.complete_profile().await;
    let order = company.paid_order(PICKUP).await;
    let number = &order.number;
    world.staff("shenhe").await.approve(number).await;
    company.invoice_mail(number).await; // the last that happens by itself
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
