//! Manual 3.2 (12): the list of all orders, its filter by 订单状态, 订单开始时间 and 订单结束时间, and the details.

use crate::world::{COURIER, PICKUP, World};

#[tokio::test]
async fn the_list_shows_all_orders_and_the_filter_those_that_fit() {
    let world = World::start().await;
    let company = world.company("石桥监理").await.complete_profile().await;
    company.browser.get("/cakey/orders").await.says(&["还没有订单"]);
    let draft = company.order(1, 0, COURIER).await;
    let submitted = company.order(2, 2, PICKUP).await;
    submitted.submit().await;
    // The number carries the Beijing day of its order.
    let day = format!("{}-{}-{}", &draft.number[2..6], &draft.number[6..8], &draft.number[8..10]);
    let both = [draft.number.as_str(), submitted.number.as_str()];
    for (query, expected) in [
        (String::new(), &both[..]),
        ("?st=draft".into(), &both[..1]),
        ("?st=awaiting_payment".into(), &both[1..]),
        ("?st=completed".into(), &[]),
        (format!("?from={day}&to={day}"), &both[..]),
        (format!("?st=draft&from={day}&to="), &both[..1]),
        ("?to=2020-01-01".into(), &[]),
        ("?from=2099-01-01".into(), &[]),
    ] {
        let page = company.browser.get(&format!("/cakey/orders{query}")).await;
        let rows = page.rows();
        assert_eq!((page.status, rows.len()), (200, expected.len()), "{query}: {}", page.text());
        assert!(expected.iter().all(|number| rows.iter().any(|row| row.contains(number))), "{query}: {rows:?}");
    }
    let page = company.browser.get("/cakey/orders").await;
    assert!(page.rows()[0].contains("订单支付") && page.rows()[1].contains("修改/提交"), "the newest is first");
    submitted.page("").await.says(&["待支付", "东湖网点", "380.00"]);
}

#[tokio::test]
async fn a_filter_that_cannot_be_read_is_told_and_loses_nothing() {
    let world = World::start().await;
    let company = world.company("石桥咨询").await.complete_profile().await;
    let order = company.order(1, 0, COURIER).await;
    for (query, words) in [
        ("from=2026-13-01", "不是日期"),
        ("from=2026-11-02&to=2026-11-01", "早于开始时间"),
        ("st=nonsense", "订单状态"),
    ] {
        company.browser.get(&format!("/cakey/orders?{query}")).await.answers(422, &[words]);
    }
    company.browser.get("/cakey/orders?from=%00").await.answers(400, &["没有读懂这个请求"]);
    for strange in ["p=%FF", "p=a99999999999999999999", "st=draft&st=draft", "%E4%B8=1"] {
        let page = company.browser.get(&format!("/cakey/orders?{strange}")).await;
        assert!([200, 400, 422].contains(&page.status), "{strange}: {}", page.status);
    }
    company.browser.get("/cakey/orders").await.says(&[&order.number]);
}
