//! Values that the pages would not let pass: more seals than certificates, and text at its limit. Each field of each form
//! for itself stands in `forms`.

use crate::world::{COURIER, World};

const ORDER: [(&str, &str); 4] = [("act", "save"), ("project", "1"), ("certs", "2"), ("seals", "1")];

#[tokio::test]
async fn more_seals_than_certificates_are_refused_however_they_are_sent() {
    let world = World::start().await;
    let company = world.company("云岫造价").await.complete_profile().await;
    for (certs, seals) in [
        ("1", "2"),
        ("2", "3"),
        ("2", "99"),
        ("2", "-1"),
        ("0", "0"),
        ("21", "0"),
        ("-1", "-1"),
        ("1.5", "1"),
        ("", ""),
        ("9999999999999999999999", "1"),
    ] {
        let typed = [&[("act", "save"), ("project", "1"), ("certs", certs), ("seals", seals)], COURIER].concat();
        company.apply(&typed).await.answers(422, &["处需要修改"]);
    }
    let typed = [&[("act", "save"), ("project", "1"), ("certs", "2"), ("seals", "3")], COURIER].concat();
    company.apply(&typed).await.answers(422, &["签章数量不能大于证书数量（2），请改为 0–2"]);
    assert!(world.orders_of(&company.name).await.is_empty());

    let order = company.order(2, 1, COURIER).await;
    let row = order.row().await;
    order.send("/edit", "/edit", &typed).await.answers(422, &["签章数量不能大于证书数量"]);
    assert_eq!(order.row().await, row);
}

#[tokio::test]
async fn the_longest_texts_that_are_allowed_come_back_as_they_were_typed() {
    let world = World::start().await;
    let company = world.company("云岫代理").await.complete_profile().await;
    let note = format!("{}<script>alert(1)</script>&\"'", "注".repeat(160));
    let typed = [&ORDER[..], COURIER, &[("note", &note)]].concat();
    let saved = company.apply(&typed).await;
    let number = world.orders_of(&company.name).await.remove(0);
    saved.leads(&format!("/cakey/orders/{number}/check"));
    assert_eq!(world.order_row(&number).await.note, note);
    let page = company.browser.get(&format!("/cakey/orders/{number}")).await;
    page.says(&[&note]);
    assert!(!page.html.contains("<script>alert"), "the note is text, not markup");
}
