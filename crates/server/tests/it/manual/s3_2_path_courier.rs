//! Manual 3.2 from end to end by courier: 订单申请, 保存, 修改/提交, 提交, 订单支付, 通过, the waybill and its SMS,
//! 确认收货.

use crate::world::{COURIER, Order, World};

#[tokio::test]
async fn an_order_by_courier_is_changed_paid_approved_shipped_and_received() {
    let world = World::shared().await;
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
    reviewer.approve(number).await;
    assert_eq!(order.row().await.status, "to_ship");
    order.page("").await.says(&["待发货"]);
    assert_eq!(shipping_messages(&order).await, 0, "no waybill, no message");

    world.staff("fahuo").await.ship(number, "SF1234567890123").await;
    order.page("").await.says(&["已发货", "顺丰", "SF1234567890123"]);
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
