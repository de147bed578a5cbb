//! Manual 3.2 (8): an order that was not submitted is changed by 修改/提交 → 保存, submitted at once, deleted, or copied.

use crate::world::{COURIER, Order, PICKUP, World};

#[tokio::test]
async fn a_draft_is_changed_from_the_list_and_may_be_submitted_at_once() {
    let world = World::start().await;
    let company = world.company("望江装饰").await.complete_profile().await;
    let order = company.order(1, 1, COURIER).await;
    let list = company.browser.get("/cakey/orders").await;
    assert!(list.rows()[0].contains("修改/提交") && list.html.contains(&order.url("/edit")));
    order.page("/edit").await.says(&["修改订单", &order.number, "不修改，直接提交", "删除这个订单"]);

    let changed = [&[("act", "save"), ("project", "1"), ("certs", "3"), ("seals", "2"), ("c3y", "2")], PICKUP].concat();
    order.send("/edit", "/edit", &changed).await.leads(&order.url("/check"));
    let row = order.row().await;
    assert_eq!((row.status.as_str(), row.certificates, row.seals, row.submission), ("draft", 3, 2, 0));
    order.page("/check").await.says(&["3 副锁 单位证书 2 年 不带签章", "东湖网点"]);
    assert_eq!(world.events(&order.number).await, ["created", "saved"]);
    order.submit().await;
    assert_eq!(order.row().await.status, "awaiting_payment");
    order.page("/edit").await.leads(&order.url(""));
}

#[tokio::test]
async fn the_address_of_the_profile_is_filled_in_at_a_button() {
    let world = World::start().await;
    let company = world.company("望江幕墙").await.complete_profile().await;
    let order = company.order(1, 0, PICKUP).await;
    let before = order.row().await;
    let copy = [("act", "copy"), ("project", "1"), ("certs", "1"), ("seals", "0"), ("note", "留着")];
    let form = order.send("/edit", "/edit", &copy).await;
    assert_eq!(form.status, 200);
    let typed = form.typed(&order.url("/edit"));
    for (name, value) in [("rn", "林知夏"), ("rp", "福建省"), ("ra", "示例路 18 号 3 幢"), ("note", "留着")]
    {
        assert_eq!(typed.get(name).map(String::as_str), Some(value), "{name}");
    }
    assert_eq!(order.row().await, before, "nothing is stored by it");
}

#[tokio::test]
async fn cities_and_districts_follow_the_province_at_a_button_that_stores_nothing() {
    let world = World::start().await;
    let company = world.company("望江石材").await.complete_profile().await;
    let order = company.order(1, 0, COURIER).await;
    let before = order.row().await;
    let moved = [("act", "area"), ("get", "courier"), ("rp", "广东省"), ("note", "留着")];
    let form = order.send("/edit", "/edit", &moved).await;
    assert_eq!(form.status, 200);
    let cities = form.all("#rc option");
    assert!(cities.contains(&"广州市".to_owned()) && !cities.contains(&"厦门市".to_owned()), "{cities:?}");
    assert_eq!(form.all("#rd option"), ["请选择"], "a city must be chosen first");
    assert_eq!(form.typed(&order.url("/edit"))["note"], "留着");
    assert_eq!(order.row().await, before);
    let below =
        company.browser.get("/cakey/places?province=%E5%B9%BF%E4%B8%9C%E7%9C%81&city=%E5%B9%BF%E5%B7%9E%E5%B8%82");
    let districts: Vec<String> = serde_json::from_str(&below.await.html).unwrap();
    assert!(districts.contains(&"天河区".to_owned()), "{districts:?}");
}

#[tokio::test]
async fn a_draft_that_was_never_submitted_is_deleted_and_one_that_was_is_not() {
    let world = World::start().await;
    let company = world.company("望江门窗").await.complete_profile().await;
    let order = company.order(1, 1, COURIER).await;
    order.page("/delete").await.says(&["删除后订单关闭，不能恢复"]);
    order.send("/delete", "/delete", &[]).await.leads("/cakey/orders");
    assert_eq!((order.row().await.status.as_str(), world.events(&order.number).await.len()), ("closed", 2));
    let kept = company.order(1, 1, COURIER).await;
    kept.submit().await;
    kept.withdraw().await;
    kept.page("/delete").await.leads(&kept.url(""));
    assert_eq!(kept.row().await.status, "draft");
}

#[tokio::test]
async fn a_closed_order_is_copied_into_a_new_one_with_all_its_certificates() {
    let world = World::start().await;
    let company = world.company("望江测控").await.complete_profile().await;
    let person = [("c2t", "person"), ("c2n", "林晓岚"), ("c2i", "990101197902280017"), ("c1y", "2")];
    let counts = [("act", "save"), ("project", "1"), ("certs", "2"), ("seals", "1")];
    let typed = [&counts[..], &person, COURIER].concat();
    company.apply(&typed).await;
    let old = Order { number: world.orders_of(&company.name).await.remove(0), company: company.clone() };
    old.submit().await;
    old.cancel().await;
    old.page("").await.says(&["已关闭", "复制为新订单"]);

    let path = format!("/cakey/orders/new?copy={}", old.number);
    let page = company.browser.get(&path).await;
    page.says(&["订单申请", "已保存的号码不显示；留空即不修改"]);
    let form = page.form("/cakey/orders/new");
    let again: Vec<_> = typed.iter().copied().filter(|(name, _)| *name != "c2i").collect();
    company.browser.submit(&form, &again).await;
    let new = Order { number: world.orders_of(&company.name).await.remove(1), company };
    new.page("/check").await.says(&["单位证书 2 年", "林晓岚 9901**********0017"]);
    assert_eq!((old.row().await.status, new.row().await.status), ("closed".into(), "draft".into()));
}
