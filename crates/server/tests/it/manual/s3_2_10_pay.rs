//! Manual 3.2 (10): 订单支付: a prompt to confirm, the code, the phone; then the order waits for review.

use crate::world::{COURIER, World};

#[tokio::test]
async fn the_prompt_names_payer_payee_and_amount_and_the_code_is_paid_once() {
    let world = World::start().await;
    let company = world.company("南屏装饰").await.complete_profile().await;
    let order = company.order(2, 1, COURIER).await;
    order.submit().await;
    let prompt = order.page("/pay").await;
    prompt.says(&["确认付款信息", &company.name, "澜州电子认证有限公司（示例）", "320.00", "目前只支持支付宝扫码"]);
    assert!(world.attempts(&order.number).await.is_empty(), "the prompt alone opens nothing");

    let trade = order.open_payment().await;
    let picture = order.page("/pay/qr.png").await;
    assert_eq!((picture.status, picture.headers["content-type"].as_bytes()), (200, &b"image/png"[..]));
    assert_eq!(order.page("/pay/status").await.html, r#"{"state":"waiting"}"#);
    assert_eq!(order.row().await.status, "awaiting_payment");
    world.pay_trade(&trade, "normal").await;
    order.reaches("under_review").await;
    order.page("/pay/done").await.says(&["支付成功，等待审核", &order.number, "320.00"]);
    let there = world.trade(&trade).await.unwrap();
    assert_eq!((there.total_fen, there.refunded_fen), (32_000, 0));
    let attempts = world.attempts(&order.number).await;
    assert_eq!((attempts.len(), attempts[0].state.as_str(), attempts[0].amount), (1, "settled", 32_000));
    order.page("/pay").await.leads(&order.url("/pay/done"));
    order.page("").await.says(&["待审核", "已付", "320.00"]);
    world.verify();
}

#[tokio::test]
async fn an_order_of_a_platform_that_reviews_first_is_paid_after_the_approval() {
    let world = World::start().await;
    let company = world.company("南屏幕墙").await.complete_profile().await;
    let typed = [&[("act", "save"), ("project", "3"), ("certs", "1"), ("seals", "1")], COURIER].concat();
    company.apply(&typed).await;
    let number = world.orders_of(&company.name).await.remove(0);
    let order = crate::world::Order { company, number };
    order.give_materials().await;
    order.send("/check", "/submit", &[("true", "1")]).await.leads(&order.url("/pay/done"));
    assert_eq!((order.row().await.status.as_str(), order.row().await.amount), ("under_review", 19_000));
    world.staff("shenhe").await.approve(&order.number).await;
    assert_eq!(order.row().await.status, "awaiting_payment");
    assert!(world.certificates(&order.number).await.is_empty() && world.invoices(&order.number).await.is_empty());
    order.page("").await.says(&["审核已通过", "订单支付"]);
    let trade = order.open_payment().await;
    world.pay_trade(&trade, "normal").await;
    order.reaches("to_ship").await;
    assert_eq!((world.certificates(&order.number).await.len(), world.invoices(&order.number).await.len()), (1, 1));
    let events = world.events(&order.number).await;
    assert_eq!(events[..4], ["created", "submitted", "approved", "paid"]);
    world.verify();
}
