//! A double click, the back button, two tabs, two reviewers (E12, E24): one order, one payment, one decision.

use crate::world::{COURIER, World};

const COUNTS: [(&str, &str); 4] = [("act", "save"), ("project", "1"), ("certs", "2"), ("seals", "1")];

#[tokio::test]
async fn the_same_application_sent_many_times_at_once_is_one_order() {
    let world = World::start().await;
    let company = world.company("临溪测绘").await.complete_profile().await;
    let form = company.browser.get("/cakey/orders/new").await.form("/cakey/orders/new");
    let typed = [&COUNTS[..], COURIER].concat();
    let send = || company.browser.submit(&form, &typed);
    let (a, b, c, d) = tokio::join!(send(), send(), send(), send());
    let again = send().await;
    let numbers = world.orders_of(&company.name).await;
    assert_eq!(numbers.len(), 1);
    for answer in [a, b, c, d, again] {
        answer.leads(&format!("/cakey/orders/{}/check", numbers[0]));
    }
    // Two forms that were opened are two orders.
    company.order(2, 1, COURIER).await;
    assert_eq!(world.orders_of(&company.name).await.len(), 2);
    world.verify();
}

#[tokio::test]
async fn a_double_click_on_submit_and_on_pay_and_two_tabs_open_one_payment() {
    let world = World::start().await;
    let company = world.company("临溪市政").await.complete_profile().await;
    let other = company.elsewhere().await;
    let order = company.order(2, 1, COURIER).await;
    let check = order.page("/check").await.form(&order.url("/submit"));
    let submit = || company.browser.submit(&check, &[("true", "1")]);
    let (first, second) = tokio::join!(submit(), submit());
    first.leads(&order.url("/pay"));
    second.leads(&order.url("/pay"));
    assert_eq!(order.row().await.submission, 1);

    let pay = order.page("/pay").await.form(&order.url("/pay"));
    let theirs = other.browser.get(&order.url("/pay")).await.form(&order.url("/pay"));
    let mine = || company.browser.submit(&pay, &[]);
    let (a, b, c, d) = tokio::join!(mine(), mine(), mine(), other.browser.submit(&theirs, &[]));
    for answer in [a, b, c, d] {
        assert!(answer.status == 303 || answer.status == 503, "{}", answer.text());
    }
    let trade = order.open_payment().await;
    let attempts = world.attempts(&order.number).await;
    assert_eq!((attempts.len(), &attempts[0].trade), (1, &trade));
    let codes =
        [company.browser.get(&order.url("/pay/qr.png")).await, other.browser.get(&order.url("/pay/qr.png")).await];
    assert_eq!(codes[0].bytes, codes[1].bytes, "both tabs show one code");

    world.pay_trade(&trade, "twice").await;
    order.reaches("under_review").await;
    for page in ["/pay", "/pay/code"] {
        order.page(page).await.leads(&order.url("/pay/done"));
    }
    company.browser.submit(&pay, &[]).await.leads(&order.url("/pay/done"));
    let again = submit().await;
    assert!(again.status == 303 || again.status == 409, "the back button: {}", again.text());
    assert_eq!(world.attempts(&order.number).await.len(), 1);
    let there = world.trade(&trade).await.unwrap();
    assert_eq!((there.total_fen, there.refunded_fen), (32_000, 0), "a trade takes its money once");
    assert_eq!(world.events(&order.number).await, ["created", "submitted", "paid"]);
    world.verify();
}

#[tokio::test]
async fn a_form_that_the_back_button_brings_again_changes_its_order_and_saves_no_second_one() {
    let world = World::start().await;
    let company = world.company("临溪造价").await.complete_profile().await;
    let form = company.browser.get("/cakey/orders/new").await.form("/cakey/orders/new");
    let typed = [&COUNTS[..], COURIER].concat();
    let first = company.browser.submit(&form, &typed).await;
    let changed: Vec<_> = typed.iter().map(|(n, v)| (*n, if *n == "certs" { "3" } else { *v })).collect();
    let second = company.browser.submit(&form, &changed).await;
    assert_eq!((second.status, &second.location), (first.status, &first.location));
    let numbers = world.orders_of(&company.name).await;
    assert_eq!((numbers.len(), world.order_row(&numbers[0]).await.certificates), (1, 3));
}

#[tokio::test]
async fn two_companies_with_one_name_at_once_are_one() {
    let world = World::start().await;
    let first = crate::world::Company::invented(&world, "临溪孪生");
    let second =
        crate::world::Company { name: first.name.clone(), ..crate::world::Company::invented(&world, "临溪孪生") };
    let mut codes = Vec::new();
    for company in [&first, &second] {
        company.send_code().await.says(&["验证码已发送到"]);
        codes.push(company.sms_code().await);
    }
    let (a, b) = tokio::join!(first.finish_registration(&codes[0], &[]), second.finish_registration(&codes[1], &[]));
    let mut statuses = [a.status, b.status];
    statuses.sort_unstable();
    assert_eq!(statuses, [303, 422], "{} {}", a.text(), b.text());
    assert_eq!(world.companies_named(&first.name).await, 1);
}
