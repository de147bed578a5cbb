//! A page that is older than its order: 409, what happened meanwhile, and nothing is done.

use crate::world::{COURIER, PICKUP, World};

const CHANGED: &str = "您打开页面之后，订单已经有变化";

#[tokio::test]
async fn a_form_of_the_company_that_is_too_old_changes_nothing_and_says_what_happened() {
    let world = World::start().await;
    let company = world.company("南屏监理").await.complete_profile().await;
    let order = company.order(2, 1, COURIER).await;
    let edit = order.page("/edit").await.form(&order.url("/edit"));
    let check = order.page("/check").await.form(&order.url("/submit"));
    let delete = order.page("/delete").await.form(&order.url("/delete"));
    let input = |certs| [&[("act", "save"), ("project", "1"), ("certs", certs), ("seals", "0")], COURIER].concat();
    company.browser.submit(&edit, &input("3")).await.leads(&order.url("/check"));

    let row = order.row().await;
    company.browser.submit(&edit, &input("4")).await.answers(409, &[CHANGED, "修改并保存", "这期间发生了什么"]);
    company.browser.submit(&check, &[("true", "1")]).await.answers(409, &[CHANGED, "修改并保存"]);
    company.browser.submit(&delete, &[("sure", "1")]).await.answers(409, &[CHANGED]);
    assert_eq!((order.row().await, row.certificates), (row, 3));

    order.submit().await;
    let withdraw = order.page("/withdraw").await.form(&order.url("/withdraw"));
    let cancel = order.page("/cancel").await.form(&order.url("/cancel"));
    order.pay().await;
    let row = order.row().await;
    for form in [withdraw, cancel] {
        let answer = company.browser.submit(&form, &[("sure", "1")]).await;
        assert_eq!(answer.status, 409, "{}", answer.text());
        answer.answers(409, &["待审核", "查看现在的订单"]);
    }
    let answer = company.browser.submit(&edit, &input("1")).await;
    assert_eq!((answer.status, order.row().await), (409, row));
}

#[tokio::test]
async fn a_form_of_staff_that_is_too_old_changes_nothing_and_says_who_was_first() {
    let world = World::start().await;
    let company = world.company("南屏造价").await.complete_profile().await;
    let order = company.paid_order(PICKUP).await;
    let number = &order.number;
    let (first, second) = (world.staff("shenhe").await, world.staff("shenhe2").await);
    let decide = format!("/cakey/staff/review/{number}/decide");
    let old = second.review(number).await.form(&decide);
    first.approve(number).await;
    let row = order.row().await;
    for typed in [&[("d", "ok")][..], &[("d", "no"), ("r", "mismatch"), ("why", "x")]] {
        second.browser.submit(&old, typed).await.answers(409, &["周予安", "通过"]);
    }
    let outlet = world.staff("donghu").await;
    let ready = outlet.desk(number).await.form(&format!("/cakey/staff/desk/{number}/ready"));
    assert_eq!(order.row().await, row);
    assert_eq!(outlet.browser.submit(&ready, &[]).await.status, 303);
    assert_eq!(outlet.browser.submit(&ready, &[]).await.status, 409);
    assert_eq!(world.events(number).await.iter().filter(|event| *event == "ready").count(), 1);
    world.verify();
}

#[tokio::test]
async fn profiles_that_were_changed_in_another_window_are_not_overwritten() {
    let world = World::start().await;
    let company = world.company("南屏招标").await.complete_profile().await;
    let other = company.elsewhere().await;
    let path = "/cakey/profile/contact/edit";
    let old = other.browser.get(path).await.form(path);
    let mine = company.fill(path, &[("name", "林知夏"), ("department", "法务部")]).await;
    assert_eq!(mine.status, 303, "{}", mine.text());
    other.browser.submit(&old, &[("name", "林知夏"), ("department", "行政部")]).await.answers(409, &["变化"]);
    company.browser.get("/cakey/profile/contact").await.says(&["法务部"]);
}
