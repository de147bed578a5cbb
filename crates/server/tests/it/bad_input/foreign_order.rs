//! Another company's order number, one that does not exist, and one that is none: 404 on every address.

use crate::world::{COURIER, Company, World};

const PAGES: [&str; 13] = [
    "",
    "/edit",
    "/check",
    "/withdraw",
    "/cancel",
    "/delete",
    "/request-cancel",
    "/history",
    "/pay",
    "/pay/code",
    "/pay/qr.png",
    "/pay/status",
    "/pay/done",
];
const ACTS: [&str; 9] =
    ["/edit", "/submit", "/withdraw", "/cancel", "/delete", "/request-cancel", "/confirm", "/pay", "/pay/code"];

async fn finds_nothing(company: &Company, number: &str, version: i64) {
    let browser = &company.browser;
    let base = format!("/cakey/orders/{number}");
    for page in PAGES {
        let answer = browser.get(&format!("{base}{page}")).await;
        assert_eq!(answer.status, 404, "{}: {}", answer.path, answer.text());
    }
    for page in ["", "/pdf"] {
        assert_eq!(browser.get(&format!("/cakey/invoices/{number}{page}")).await.status, 404);
    }
    let csrf = browser.get("/cakey/home").await.form("/cakey/logout").hidden("csrf").to_owned();
    let version = version.to_string();
    let counts = [("act", "save"), ("project", "1"), ("certs", "1"), ("seals", "0"), ("true", "1"), ("sure", "1")];
    let inputs = [&[("csrf", csrf.as_str()), ("version", &version)], &counts[..], COURIER].concat();
    for act in ACTS {
        let answer = browser.post(&format!("{base}{act}"), &inputs).await;
        answer.answers(404, &["没有这个页面"]);
    }
    let copied = browser.get(&format!("/cakey/orders/new?copy={number}")).await;
    assert!(copied.status == 404 || !copied.html.contains("201 室"), "{}", copied.text());
}

#[tokio::test]
async fn another_companys_order_is_not_there() {
    let world = World::start().await;
    let owner = world.company("望江装饰").await.complete_profile().await;
    let stranger = world.company("外来装饰").await.complete_profile().await;
    let order = owner.order(2, 1, COURIER).await;
    for state in ["draft", "awaiting_payment", "under_review"] {
        let before = (order.row().await, world.attempts(&order.number).await, world.events(&order.number).await);
        assert_eq!(before.0.status, state);
        finds_nothing(&stranger, &order.number, before.0.version).await;
        let after = (order.row().await, world.attempts(&order.number).await, world.events(&order.number).await);
        assert_eq!(after, before);
        match state {
            "draft" => order.submit().await,
            "awaiting_payment" => drop(order.pay().await),
            _ => {}
        }
    }
    assert!(world.orders_of(&stranger.name).await.is_empty());
}

#[tokio::test]
async fn a_number_that_does_not_exist_and_one_that_is_none_are_not_there() {
    let world = World::start().await;
    let company = world.company("望江造价").await.complete_profile().await;
    for number in
        ["DZ20200101-0001", "DZ20261123-", "1", "%00", "..%2F..", "%E8%AE%A2%E5%8D%95", "DZ20261123-0001%27--"]
    {
        finds_nothing(&company, number, 1).await;
    }
}

#[tokio::test]
async fn a_stranger_is_sent_to_the_login_and_staff_pages_are_not_for_companies() {
    let world = World::start().await;
    let company = world.company("望江招标").await.complete_profile().await;
    let order = company.order(1, 0, COURIER).await;
    let visitor = world.visitor();
    for page in PAGES {
        let answer = visitor.get(&order.url(page)).await;
        assert!(answer.status == 303 && answer.location.starts_with("/cakey/?next="), "{page}: {}", answer.location);
    }
    for page in ["review", "shipping", "desk"] {
        for path in [format!("/cakey/staff/{page}"), format!("/cakey/staff/{page}/{}", order.number)] {
            let answer = company.browser.get(&path).await;
            assert!(
                answer.status == 303 && answer.location.starts_with("/cakey/staff?next="),
                "{path}: {}",
                answer.status
            );
        }
    }
}
