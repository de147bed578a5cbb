//! The forms of an outlet: 记联系 and 登记交付.

use super::{Field, Sheet, is_too_old, leads_on, value, words};
use crate::world::{Order, PICKUP, Staff, World};
use jiff::ToSpan;
use jiff::civil::Date;
use std::sync::Arc;

/// An order that can be collected, and the staff of its outlet.
async fn ready(world: &Arc<World>, name: &str) -> (Order, Staff) {
    let order = world.company(name).await.complete_profile().await.paid_order(PICKUP).await;
    world.staff("shenhe").await.approve(&order.number).await;
    let outlet = world.staff("donghu").await;
    outlet.ready(&order.number).await;
    (order, outlet)
}

#[tokio::test]
async fn each_field_of_a_logged_contact_is_judged_for_itself() {
    const FIELDS: [Field; 5] = [
        value("way", &["pigeon"], &["chat", "visit", "other"]).required(),
        value("result", &["married"], &["told", "no_answer", "wrong_number"]).required(),
        value("day", &["明天", "2026-13-01", "2020-01-01", "2099-01-01"], &[]).required(),
        value("half", &["noon"], &["am"]).required(),
        words("note", 200).right(&["<b>下次再打</b>"]),
    ];
    let world = World::start().await;
    let (order, outlet) = ready(&world, "字段审计").await;
    let path = format!("/cakey/staff/desk/{}/contact", order.number);
    // The day on which the order was made: its number says it.
    let today = Date::strptime("%Y%m%d", &order.number[2..10]).unwrap();
    let day = |ahead: i64| today.checked_add(ahead.days()).unwrap().to_string();
    let tomorrow = day(1);
    let good = vec![("way", "phone"), ("result", "agreed"), ("day", &*tomorrow), ("half", "pm"), ("note", "带公章来")];
    let sheet = Sheet { browser: &outlet.browser, page: &path, action: &path, good, fields: &FIELDS };
    sheet.try_all(leads_on).await;
    for (ahead, status) in [(-1, 422), (1, 303), (89, 303), (92, 422)] {
        assert_eq!(sheet.send(None, "day", &day(ahead)).await.status, status, "{ahead} days ahead");
    }
}

#[tokio::test]
async fn each_field_of_a_handover_is_judged_for_itself() {
    const NUMBER: &[&str] = &["1", "11010519491331002X", "110105194912310021", "E12345678"];
    const FIELDS: [Field; 6] = [
        value("who", &["nobody"], &["self"]).required(),
        words("proxy_name", 50).required().wrong(&["周"]).right(&["买买提·艾力"]),
        value("id_kind", &["driver"], &["passport"]).required(),
        value("id_number", NUMBER, &["11010519491231002x", "１１０１０５ 19491231 002X"]).required(),
        value("letter", &["yes"], &[]).required(),
        value("seen", &["yes"], &[]).required(),
    ];
    let world = World::start().await;
    let (order, outlet) = ready(&world, "字段岩土").await;
    let page = format!("/cakey/staff/desk/{}", order.number);
    let action = format!("{page}/handover");
    let good = vec![
        ("version", "0"),
        ("who", "proxy"),
        ("proxy_name", "周予安"),
        ("id_kind", "resident"),
        ("id_number", "11010519491231002X"),
        ("letter", "1"),
        ("seen", "1"),
    ];
    let sheet = Sheet { browser: &outlet.browser, page: &page, action: &action, good, fields: &FIELDS };
    sheet.try_all(is_too_old).await;
    assert!(!world.events(&order.number).await.contains(&"handed_over".to_owned()));
    let form = outlet.browser.get(&page).await.form(&action);
    outlet.browser.submit(&form, &sheet.good[1..]).await.leads("/cakey/staff/desk?tab=handed&done=handed");
}
