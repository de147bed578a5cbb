//! 订单 of every company: who sees which, the filters, the page with everything; 变更获取方式 with the user's consent.

use crate::world::{COURIER, PICKUP, World};

#[tokio::test]
async fn every_role_with_business_reads_orders_and_an_outlet_its_own_alone() {
    let world = World::start().await;
    let company = world.company("青禾建设").await.complete_profile().await;
    let courier = company.paid_order(COURIER).await;
    let pickup = company.paid_order(PICKUP).await;
    world.staff("shenhe").await.approve(&pickup.number).await;
    for login in ["shenhe", "fahuo", "kefu", "caiwu", "zhuguan", "shenji"] {
        let staff = world.staff(login).await;
        let rows = staff.browser.get("/cakey/staff/orders").await.rows();
        assert_eq!(rows.len(), 2, "{login}: {rows:?}");
        let page = staff.browser.get(&format!("/cakey/staff/orders/{}", courier.number)).await;
        page.says(&[&courier.number, "完整历史", "支付", "¥320.00", "139****1234"]);
        assert!(!page.html.contains("13900001234"), "{login} reads a whole mobile");
    }
    for (login, sees) in [("donghu", true), ("xiling", false)] {
        let staff = world.staff(login).await;
        let rows = staff.browser.get("/cakey/staff/orders").await.rows();
        assert_eq!(rows.len(), usize::from(sees), "{login}: {rows:?}");
        let own = staff.browser.get(&format!("/cakey/staff/orders/{}", pickup.number)).await;
        assert_eq!(own.status, if sees { 200 } else { 404 }, "{login}");
        assert_eq!(staff.browser.get(&format!("/cakey/staff/orders/{}", courier.number)).await.status, 404, "{login}");
    }
    let admin = world.staff("guanli").await;
    assert_eq!(admin.browser.get("/cakey/staff/orders").await.status, 403);
}

#[tokio::test]
async fn filters_narrow_the_list_and_pages_follow_each_other() {
    let world = World::start().await;
    let (one, two) = (world.company("青禾建设").await, world.company("望江水利").await);
    let (one, two) = (one.complete_profile().await, two.complete_profile().await);
    let paid = one.paid_order(PICKUP).await;
    for _ in 0..22 {
        two.order(1, 0, COURIER).await;
    }
    let chief = world.staff("zhuguan").await;
    let rows = async |query: &str| chief.browser.get(&format!("/cakey/staff/orders{query}")).await.rows();
    for query in
        ["?st=under_review", "?ot=1", "?ot=1&st=under_review", "?kw=%E9%9D%92%E7%A6%BE", "?pj=1&st=under_review"]
    {
        let found = rows(query).await;
        assert!(found.len() == 1 && found[0].contains(&paid.number), "{query}: {found:?}");
    }
    for query in ["?pj=2", "?ot=2", "?from=2999-01-01", "?to=2020-01-01", "?kw=%E6%B2%A1%E6%9C%89"] {
        assert!(rows(query).await.is_empty(), "{query}");
    }
    for query in ["", "?pj=1", "?from=2020-01-01&to=2999-01-01"] {
        let first = chief.browser.get(&format!("/cakey/staff/orders{query}")).await;
        assert_eq!(first.rows().len(), 20, "{query}");
        let second = chief.browser.get(&link(&first.html, "下一页")).await;
        assert_eq!(second.rows().len(), 3, "{query}");
        let back = chief.browser.get(&link(&second.html, "上一页")).await;
        assert_eq!(back.rows(), first.rows(), "{query}");
    }
    let number = chief.browser.get(&format!("/cakey/staff/orders?kw={}", paid.number.to_lowercase())).await;
    number.leads(&format!("/cakey/staff/orders/{}", paid.number));
    chief.browser.get("/cakey/staff/orders?from=x").await.answers(422, &["不是日期"]);
}

#[tokio::test]
async fn support_changes_the_way_of_delivery_with_the_users_consent_until_it_is_too_late() {
    let world = World::start().await;
    let company = world.company("临溪园林").await.complete_profile().await;
    let order = company.paid_order(PICKUP).await;
    let path = format!("/cakey/staff/orders/{}/delivery", order.number);
    let support = world.staff("kefu").await;
    world.staff("shenhe").await.approve(&order.number).await;
    let form = support.browser.get(&path).await.form(&path);
    support.browser.submit(&form, &[("get", "pickup"), ("outlet", "2")]).await.answers(422, &["请填写用户如何同意"]);
    let consent = ("consent", "电话里同意改到西岭网点");
    let moved = support.browser.submit(&form, &[("get", "pickup"), ("outlet", "2"), consent]).await;
    moved.leads(&format!("/cakey/staff/orders/{}", order.number));
    order.page("/history").await.says(&["变更获取方式", "电话里同意改到西岭网点"]);
    let shown = order.page("").await;
    shown.says(&["西岭网点"]);
    assert!(!shown.text().contains("东湖网点"), "where it was to go before: {}", shown.text());
    let desk = world.staff("xiling").await.desk(&order.number).await;
    assert_eq!(desk.status, 200, "{}", desk.text());
    assert_eq!(world.staff("donghu").await.desk(&order.number).await.status, 404);

    let form = support.browser.get(&path).await.form(&path);
    let courier = [COURIER, &[("consent", "电话里同意改寄快递")]].concat();
    assert_eq!(support.browser.submit(&form, &courier).await.status, 303);
    assert_eq!(order.row().await.status, "to_ship");
    let old = support.browser.get(&path).await.form(&path);
    world.staff("fahuo").await.ship(&order.number, "SF3333333333333").await;
    support.browser.submit(&old, &courier).await.answers(409, &["已发货"]);
    let reviewer = world.staff("shenhe").await;
    assert_eq!(reviewer.browser.get(&path).await.status, 403);
    world.verify();
}

/// Where the link with these words leads.
fn link(html: &str, words: &str) -> String {
    let before = html.split(&format!("\">{words}</a>")).next().unwrap();
    before.rsplit("href=\"").next().unwrap().replace("&#38;", "&").replace("&amp;", "&")
}
