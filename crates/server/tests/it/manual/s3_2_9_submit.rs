//! Manual 3.2 (9): the order is looked over once more and submitted; profile and price are frozen.

use crate::world::{COURIER, PICKUP, World};

#[tokio::test]
async fn everything_is_looked_over_ticked_and_submitted_once() {
    let world = World::start().await;
    let company = world.company("云岫装饰").await.complete_profile().await;
    let order = company.order(2, 1, PICKUP).await;
    let page = order.page("/check").await;
    page.says(&[
        "核对后提交",
        "办理内容",
        "获取方式",
        "东湖网点",
        &company.name,
        &company.code,
        &company.email,
        "320.00",
    ]);
    order.send("/check", "/submit", &[]).await.answers(422, &["请核对信息后勾选，再提交"]);
    assert_eq!(order.row().await.status, "draft");

    let form = page.form(&order.url("/submit"));
    let click = || company.browser.submit(&form, &[("true", "1")]);
    let (first, second) = tokio::join!(click(), click());
    first.leads(&order.url("/pay"));
    second.leads(&order.url("/pay"));
    let row = order.row().await;
    assert_eq!((row.status.as_str(), row.submission, row.amount), ("awaiting_payment", 1, 32_000));
    assert_eq!(world.events(&order.number).await, ["created", "submitted"]);
    assert_eq!(world.price_lists(&order.number).await, ["2026 年 7 月收费标准"]);
    company.browser.get("/cakey/orders").await.says(&["待支付", "订单支付"]);
}

#[tokio::test]
async fn a_company_without_profiles_is_led_to_them_and_submits_afterwards() {
    let world = World::start().await;
    let company = world.company("云岫幕墙").await;
    let order = company.order(1, 1, COURIER).await;
    let page = order.page("/check").await;
    page.says(&["提交前请先完善资料", "完善基本信息", "完善发票信息"]);
    assert!(page.find_form(&order.url("/submit")).is_none());
    let form = company.browser.get("/cakey/orders").await.form("/cakey/logout");
    let typed = [("csrf", form.hidden("csrf")), ("version", "1"), ("true", "1")];
    company.browser.post(&order.url("/submit"), &typed).await.leads(&order.url("/check"));
    assert_eq!(order.row().await.status, "draft");
    company.complete_profile().await;
    order.submit().await;
    assert_eq!(order.row().await.status, "awaiting_payment");
}
