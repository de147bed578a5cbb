//! The desk of an outlet: the log of contacts, the search, the collector's identity, the receipt. Another outlet sees
//! nothing of it, and the user gets no SMS.

use crate::world::{COLLECTOR, PICKUP, World};

#[tokio::test]
async fn contacts_are_logged_and_the_goods_go_to_a_proxy_with_a_letter() {
    let world = World::start().await;
    let company = world.company("石桥监理").await.complete_profile().await;
    let order = company.paid_order(PICKUP).await;
    let number = &order.number;
    world.staff("shenhe").await.approve(number).await;
    let messages = world.messages(&company.mobile).await.len();
    let outlet = world.staff("donghu").await;
    outlet.ready(number).await;
    outlet.browser.get("/cakey/staff/desk?tab=ready").await.says(&[number, "还没有联系"]);

    let path = format!("/cakey/staff/desk/{number}/contact");
    let form = outlet.browser.get(&path).await.form(&path);
    let wrong = [("way", "phone"), ("result", "agreed"), ("day", "明天"), ("half", "pm")];
    outlet.browser.submit(&form, &wrong).await.answers(422, &["处需要修改", "不是日期"]);
    // The day on which the order was made: its number says it.
    let today = &number[2..10];
    for (result, day, half) in [("no_answer", "", ""), ("agreed", today, "pm")] {
        let typed = [("way", "phone"), ("result", result), ("day", day), ("half", half)];
        outlet.browser.submit(&form, &typed).await.leads(&format!("/cakey/staff/desk/{number}?done=contact"));
    }
    outlet.browser.get(&format!("/cakey/staff/desk/{number}?done=contact")).await.says(&["已登记这次联系"]);
    let desk = outlet.desk(number).await;
    desk.says(&["联系记录", "没有接通", "约好", "下午"]);
    outlet.browser.get(&format!("/cakey/staff/desk?kw={}", &number[2..])).await.says(&[number, "约好"]);
    assert_eq!(world.staff("xiling").await.browser.get(&path).await.status, 404);
    let elsewhere = world.staff("xiling").await.browser.get(&format!("/cakey/staff/desk?kw={number}")).await;
    assert!(!elsewhere.html.contains(&company.name), "another outlet finds nothing");

    let handover = format!("/cakey/staff/desk/{number}/handover");
    let form = desk.form(&handover);
    let proxy = [
        ("who", "proxy"),
        ("proxy_name", "周予安"),
        ("id_kind", "resident"),
        ("id_number", "110105194912310021"),
        ("seen", "1"),
    ];
    outlet.browser.submit(&form, &proxy).await.answers(422, &["末位校验不符", "授权委托书"]);
    let right = [&proxy[..3], &[("id_number", "11010519491231002X"), ("letter", "1"), ("seen", "1")]].concat();
    outlet.browser.submit(&form, &right).await.leads("/cakey/staff/desk?tab=handed&done=handed");
    let receipt = outlet.browser.get(&format!("/cakey/staff/desk/{number}/receipt")).await;
    receipt.says(&["领取单", number, "周予安", "1101**********002X", "已收授权委托书"]);
    assert_eq!(world.staff("xiling").await.browser.get(&receipt.path).await.status, 404);
    let stored = world.handover_identity(number).await;
    assert!(!stored.contains("11010519491231002X") && !stored.contains("周予安"), "sealed: {stored}");
    order.page("").await.says(&["代办人周予安领取"]);
    assert_eq!(world.messages(&company.mobile).await.len(), messages, "pickup: no SMS");
}

#[tokio::test]
async fn an_identity_that_the_standard_refuses_hands_nothing_over() {
    let world = World::start().await;
    let company = world.company("石桥岩土").await.complete_profile().await;
    let order = company.paid_order(PICKUP).await;
    let number = &order.number;
    world.staff("shenhe").await.approve(number).await;
    let outlet = world.staff("donghu").await;
    outlet.ready(number).await;
    let form = outlet.desk(number).await.form(&format!("/cakey/staff/desk/{number}/handover"));
    for (field, value, said) in [
        ("id_number", "1", "应为 18 位"),
        ("id_number", "11010519491331002X", "出生日期"),
        ("id_kind", "driver", "请选择证件类型"),
        ("who", "", "请选择领取人"),
        ("seen", "", "请当面核对身份"),
    ] {
        let mut typed = COLLECTOR.to_vec();
        typed.retain(|(name, _)| *name != field);
        typed.push((field, value));
        outlet.browser.submit(&form, &typed).await.answers(422, &["处需要修改", said]);
    }
    assert_eq!(order.row().await.status, "processing");
    assert!(!world.events(number).await.contains(&"handed_over".to_owned()));
}
