//! 订单申请, on the page of a new order and on that of a saved one.

use super::{Field, Sheet, leads_on, value, words};
use crate::world::{COURIER, PICKUP, World};

const NEW: &str = "/cakey/orders/new";

#[tokio::test]
async fn each_field_of_a_new_order_and_of_a_saved_one_is_judged_for_itself() {
    const FIELDS: [Field; 15] = [
        value("business", &["steal", "renew"], &["new"]),
        value("project", &["999", "x"], &["2"]).required(),
        value("c1t", &["robot"], &["company"]),
        value("c1y", &["4", "x", "-1"], &["5", "1"]),
        value("c1s", &["stamp"], &["contract", "finance"]),
        value("certs", &["0", "21", "-1", "1.5", "9999999999999999999999"], &["1", "20", "２"]).required(),
        value("seals", &["3", "-1", "x"], &["0", "2"]).required(),
        value("get", &["drone"], &[]).required(),
        words("rn", 50).required().wrong(&["林"]),
        value("rm", &["12345678901", "0990-0000000"], &["139 0000 1234"]).required(),
        value("rp", &["示例省", "福建"], &[]).required(),
        value("rc", &["厦门", "广州市"], &[]).required(),
        value("rd", &["东湖区", "鼓楼区"], &["湖里区"]).required(),
        words("ra", 120).required().wrong(&["路 1"]).right(&["示例路 1"]),
        words("note", 200).right(&["<script>alert(1)</script>&\"'"]),
    ];
    let world = World::start().await;
    let company = world.company("字段造价").await.complete_profile().await;
    let order = company.order(2, 1, COURIER).await;
    let edit = order.url("/edit");
    let counts = [("act", "save"), ("project", "1"), ("certs", "2"), ("seals", "1"), ("note", "请尽快")];
    let row = [("c1t", "company"), ("c1y", "1"), ("c1s", "official")];
    for page in [NEW, &edit] {
        let good = [&counts[..], &row, COURIER].concat();
        let sheet = Sheet { browser: &company.browser, page, action: page, good, fields: &FIELDS };
        sheet.try_all(leads_on).await;
    }
    let passed: usize = FIELDS.iter().map(|field| field.passed().len()).sum();
    assert_eq!(world.orders_of(&company.name).await.len(), 1 + passed, "what was refused made no order");
}

#[tokio::test]
async fn each_field_of_a_holder_is_judged_for_itself() {
    const NAME: Field = words("c2n", 50).required().wrong(&["林"]).right(&["买买提·艾力"]);
    // Once a number was saved, an empty one keeps it.
    const SAVED: [Field; 3] = [
        NAME,
        value("c2i", &["123", "99010119790228001X", "990101197902300017"], &["990101197902280017"]),
        value("c2k", &["diary"], &["passport", "resident"]),
    ];
    const PASSPORT: [Field; 2] = [
        NAME,
        value(
            "c2i",
            &["E123", "护照号码一二三", "E1<2>345", "E123456789012345678901234567890"],
            &["ｅ1234 5678", "E1234"],
        )
        .required(),
    ];
    let world = World::start().await;
    let company = world.company("字段检测").await.complete_profile().await;
    let counts = [("act", "save"), ("project", "1"), ("certs", "2"), ("seals", "1")];
    let person = [("c2t", "person"), ("c2n", "林晓岚"), ("c2k", "passport"), ("c2i", "E12345678")];
    let good = [&counts[..], &person, COURIER].concat();
    let sheet = Sheet { browser: &company.browser, page: NEW, action: NEW, good, fields: &PASSPORT };
    sheet.try_all(leads_on).await;

    let order = company.order(2, 1, COURIER).await;
    let page = order.url("/edit");
    let person = [("c2t", "person"), ("c2n", "林晓岚"), ("c2k", "resident"), ("c2i", "990101197902280017")];
    let good = [&counts[..], &person, COURIER].concat();
    let sheet = Sheet { browser: &company.browser, page: &page, action: &page, good, fields: &SAVED };
    sheet.try_all(leads_on).await;
}

#[tokio::test]
async fn the_outlet_is_asked_for_where_an_order_is_collected() {
    const FIELDS: [Field; 2] =
        [value("get", &["drone"], &[]).required(), value("outlet", &["99", "x", "-1", "1 or 1=1"], &["2"]).required()];
    let world = World::start().await;
    let company = world.company("字段勘察").await.complete_profile().await;
    let order = company.order(2, 1, PICKUP).await;
    let edit = order.url("/edit");
    let counts = [("act", "save"), ("project", "1"), ("certs", "2"), ("seals", "1")];
    for page in [NEW, &edit] {
        let good = [&counts[..], PICKUP].concat();
        let sheet = Sheet { browser: &company.browser, page, action: page, good, fields: &FIELDS };
        sheet.try_all(leads_on).await;
    }
}

#[tokio::test]
async fn the_reason_for_a_second_seal_is_asked_for_and_judged() {
    const FIELDS: [Field; 1] = [words("why", 200).required()];
    let world = World::start().await;
    let company = world.company("字段印章").await.complete_profile().await;
    company.main_key("3").await;
    let counts = [("act", "save"), ("project", "3"), ("certs", "1"), ("seals", "1"), ("why", "原公章磨损")];
    let good = [&counts[..], COURIER].concat();
    let sheet = Sheet { browser: &company.browser, page: NEW, action: NEW, good, fields: &FIELDS };
    sheet.try_all(leads_on).await;
}

#[tokio::test]
async fn the_hidden_number_of_a_new_order_is_one_that_a_page_drew() {
    let world = World::start().await;
    let company = world.company("字段单号").await.complete_profile().await;
    let typed = [&[("act", "save"), ("project", "1"), ("certs", "1"), ("seals", "0")], COURIER].concat();
    let long = "a".repeat(10_000);
    for number in ["", "x", "示例", "AAAAAAAAAAAAAAAAAAAAA\u{0}AAAAAAAAAAAAAAAAAAAAA", &long] {
        let answer = company.apply(&[&typed[..], &[("op", number)]].concat()).await;
        answer.answers(400, &["没有保存任何内容"]);
    }
    assert!(world.orders_of(&company.name).await.is_empty());
}
