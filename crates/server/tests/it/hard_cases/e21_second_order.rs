//! E21: a second order for the same company, platform and holder: a warning with a link to the open one.

use crate::world::{COURIER, Order, World};

#[tokio::test]
async fn a_second_order_for_the_same_holder_is_warned_about_and_may_still_be_submitted() {
    let world = World::start().await;
    let company = world.company("临溪铝业").await.complete_profile().await;
    let first = company.order(1, 1, COURIER).await;
    let second = company.order(1, 0, COURIER).await;
    assert!(!second.page("/check").await.text().contains("已有办理中的订单"), "a draft is not placed yet");
    first.submit().await;
    let page = second.page("/check").await;
    page.says(&["已有办理中的订单", &first.number]);
    assert!(page.html.contains(&format!("href=\"{}\"", first.url(""))));

    let save = |typed: &[(&'static str, &'static str)]| [typed, COURIER].concat();
    let person = [("act", "save"), ("certs", "1"), ("seals", "0"), ("c1t", "person"), ("c1n", "林晓岚")];
    let id = ("c1i", "990101197902280017");
    let other = company.apply(&save(&[&person[..], &[("project", "1"), id]].concat())).await;
    let number = other.location.trim_start_matches("/cakey/orders/").trim_end_matches("/check").to_owned();
    let other = Order { company: company.clone(), number };
    assert!(!other.page("/check").await.text().contains("已有办理中的订单"), "another holder is another matter");
    let elsewhere = [("act", "save"), ("project", "2"), ("certs", "1"), ("seals", "0")];
    company.apply(&save(&elsewhere)).await;
    let number = world.orders_of(&company.name).await.pop().unwrap();
    let elsewhere = Order { company: company.clone(), number };
    assert!(!elsewhere.page("/check").await.text().contains("已有办理中的订单"), "another platform too");

    second.submit().await;
    assert_eq!(second.row().await.status, "awaiting_payment");
}
