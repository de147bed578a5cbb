//! Manual 3.2 (6): 订单服务 → 订单申请 → 保存. The example of the manual: two certificates, one of them with a seal.

use crate::world::{COURIER, PICKUP, World};

/// An invented resident: 示例省, born 1979-02-28.
const ID: &str = "990101197902280017";

#[tokio::test]
async fn the_example_of_the_manual_needs_nothing_but_its_two_counts() {
    let world = World::start().await;
    let company = world.company("青禾装饰").await.complete_profile().await;
    company.browser.get("/cakey/orders").await.says(&["还没有订单", "订单申请"]);
    let form = company.browser.get("/cakey/orders/new").await;
    form.says(&["订单申请", "证书数量", "签章数量", "证书 1 主锁 · 带签章", "获取方式"]);
    assert_eq!(form.typed("/cakey/orders/new").get("rn").map(String::as_str), Some("林知夏"), "the contact receives");
    assert!(!form.html.contains("name=\"c1n\""), "nobody is asked for a holder");

    let order = company.order(2, 1, COURIER).await;
    let row = order.row().await;
    assert_eq!((row.status.as_str(), row.certificates, row.seals, row.amount), ("draft", 2, 1, 32_000));
    let check = order.page("/check").await;
    check.says(&["已保存于", "1 主锁 单位证书 1 年 公章 本单位", "2 副锁 单位证书 1 年 不带签章 本单位", "320.00"]);
    assert_eq!(world.events(&order.number).await, ["created"]);
    assert!(world.attempts(&order.number).await.is_empty(), "nothing is to be paid before it is submitted");
}

#[tokio::test]
async fn rows_follow_the_counts_and_holders_the_kinds_at_a_button_without_script() {
    let world = World::start().await;
    let company = world.company("青禾幕墙").await.complete_profile().await;
    let new = "/cakey/orders/new";
    let counts = [("act", "rows"), ("project", "1"), ("certs", "3"), ("seals", "2"), ("c2t", "person"), ("c3y", "5")];
    let form = company.browser.get(new).await.form(new);
    let rows = company.browser.submit(&form, &[&counts[..], COURIER].concat()).await;
    rows.says(&["证书 1 主锁 · 带签章", "证书 2 副锁 · 带签章", "证书 3 副锁", "持有人姓名", "证件号码"]);
    assert!(rows.html.contains("name=\"c2n\"") && !rows.html.contains("name=\"c3n\""));
    // 80 + 60 + (80 + 4 × 72) for the certificates, 3 × 50 for the keys, 2 × 60 for the seals.
    rows.says(&["778.00", "单位证书服务费（5 年）", "个人证书服务费（1 年）"]);
    let too_many = [("act", "rows"), ("certs", "1"), ("seals", "2")];
    company.browser.submit(&form, &too_many).await.answers(422, &["签章数量不能大于证书数量（1），请改为 0–1"]);
    assert!(world.orders_of(&company.name).await.is_empty(), "only 保存 stores anything");
}

#[tokio::test]
async fn certificates_of_persons_carry_their_holders_to_the_end() {
    let world = World::start().await;
    let company = world.company("青禾门窗").await.complete_profile().await;
    let counts = [("act", "save"), ("project", "1"), ("certs", "2"), ("seals", "2"), ("c1y", "3")];
    let person = [("c2t", "person"), ("c2y", "2"), ("c2s", "contract"), ("c2n", "林晓岚")];
    let bare = [&counts[..], &person, PICKUP].concat();
    let refused = company.apply(&bare).await;
    refused.answers(422, &["请填写证书 2 的持有人证件号码"]);
    assert!(refused.html.contains("value=\"林晓岚\""), "what was typed is kept");
    let saved = company.apply(&[&bare[..], &[("c2i", ID)]].concat()).await;
    let number = world.orders_of(&company.name).await.remove(0);
    saved.leads(&format!("/cakey/orders/{number}/check"));
    let order = crate::world::Order { company: company.clone(), number };
    let check = order.page("/check").await;
    check.says(&["单位证书 3 年 公章", "个人（业务员）证书 2 年 合同章 林晓岚 9901**********0017"]);
    let edit = order.page("/edit").await;
    assert!(!edit.html.contains(ID), "a saved number is not shown again");
    order.send("/edit", "/edit", &[&bare[..], &[("note", "尽快")]].concat()).await.leads(&order.url("/check"));
    order.page("/check").await.says(&["林晓岚 9901**********0017", "尽快"]);

    order.submit().await;
    order.pay().await;
    world.staff("shenhe").await.approve(&order.number).await;
    let made: Vec<_> = world.certificates(&order.number).await;
    let told: Vec<_> = made.iter().map(|c| (c.kind.as_str(), c.role.as_str(), c.years, c.seal.as_deref())).collect();
    assert_eq!(told, [("company", "main", 3, Some("official")), ("person", "sub", 2, Some("contract"))]);
    let (items, holder) = world.stored_persons(&order.number).await;
    for text in [items, holder] {
        assert!(text.starts_with("s1.") && !text.contains(ID), "persons are sealed in the database: {text}");
    }
    order.page("").await.says(&["1 主锁 制作中 单位证书 3 年 公章", "林晓岚 9901**********0017"]);
    world.verify();
}

#[tokio::test]
async fn an_order_of_a_free_platform_is_reviewed_without_a_payment() {
    let world = World::start().await;
    let company = world.company("青禾测控").await.complete_profile().await;
    let typed = [&[("act", "save"), ("project", "4"), ("certs", "3"), ("seals", "2")], PICKUP].concat();
    company.apply(&typed).await;
    let number = world.orders_of(&company.name).await.remove(0);
    let order = crate::world::Order { company, number };
    order.give_materials().await;
    order.page("/check").await.says(&["应付 ¥0.00", "1 主锁", "2 主锁", "3 副锁"]);
    order.send("/check", "/submit", &[("true", "1")]).await.leads(&order.url("/pay/done"));
    assert_eq!((order.row().await.status.as_str(), order.row().await.amount), ("under_review", 0));
    world.staff("shenhe").await.approve(&order.number).await;
    assert_eq!(order.row().await.status, "processing");
    assert!(world.attempts(&order.number).await.is_empty() && world.invoices(&order.number).await.is_empty());
    world.verify();
}
