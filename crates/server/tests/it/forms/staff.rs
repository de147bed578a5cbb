//! The forms of staff.

use super::{Field, Sheet, leads_on, value, words};
use crate::world::{PICKUP, World};

#[tokio::test]
async fn each_field_of_a_reason_is_judged_for_itself_and_a_mistake_does_not_make_an_old_page_new() {
    const FIELDS: [Field; 5] = [
        value("enabled", &["yes"], &["on"]),
        words("title", 30).required().wrong(&["题"]),
        words("text", 200),
        value("points_at", &["moon"], &["licence", ""]),
        value("position", &["0", "1000", "x", "1.5"], &["1", "999"]).required(),
    ];
    let world = World::start().await;
    let chief = world.staff("zhuguan").await;
    let sheet = Sheet {
        browser: &chief.browser,
        page: "/cakey/staff/reasons/2",
        action: "/cakey/staff/reasons/2",
        good: vec![
            ("title", "扫描件不清晰"),
            ("text", "请重新拍照。"),
            ("points_at", "licence"),
            ("position", "2"),
            ("enabled", "on"),
        ],
        fields: &FIELDS,
    };
    sheet.try_all(leads_on).await;

    let (browser, page, good) = (sheet.browser, sheet.page, sheet.good);
    let old = browser.get(page).await.form(page);
    browser.submit(&old, &good).await.leads("/cakey/staff/reasons?done=changed");
    let mistaken = browser.submit(&old, &[("title", ""), ("position", "2")]).await;
    mistaken.answers(422, &["请填写标题"]);
    let answer = browser.submit(&mistaken.form(page), &good).await;
    answer.answers(409, &["有人刚改过这个原因"]);
}

#[tokio::test]
async fn each_field_of_a_changed_delivery_is_judged_for_itself() {
    const FIELDS: [Field; 3] = [
        value("get", &["boat"], &["pickup"]).required(),
        value("outlet", &["99", "x"], &["1"]).required(),
        words("consent", 200).required().wrong(&["嗯嗯"]),
    ];
    let world = World::start().await;
    let order = world.company("字段园林").await.complete_profile().await.paid_order(PICKUP).await;
    world.staff("shenhe").await.approve(&order.number).await;
    let path = format!("/cakey/staff/orders/{}/delivery", order.number);
    let support = world.staff("kefu").await;
    let sheet = Sheet {
        browser: &support.browser,
        page: &path,
        action: &path,
        good: vec![("get", "pickup"), ("outlet", "2"), ("consent", "电话里同意")],
        fields: &FIELDS,
    };
    sheet.try_all(leads_on).await;
}

#[tokio::test]
async fn each_field_of_an_account_rescue_is_judged_for_itself() {
    const FIELDS: [Field; 3] = [
        value("mobile", &["12345678901", "0990-0000000", "abc"], &["13900009999"]).required(),
        words("reason", 200).required().wrong(&["看过"]),
        value("seen", &["yes"], &[]).required(),
    ];
    let world = World::start().await;
    let company = world.company("字段测绘").await;
    let support = world.staff("kefu").await;
    let page = support.company_page(&company.name).await;
    let action = format!("{page}/rescue");
    let sheet = Sheet {
        browser: &support.browser,
        page: &page,
        action: &action,
        good: vec![("mobile", "13900009999"), ("reason", "营业执照与申请函一致"), ("seen", "1")],
        fields: &FIELDS,
    };
    // The first good form is accepted; a company has one rescue at a time.
    sheet.try_all(|page| leads_on(page) || page.text().contains("已有一个等待放行的账号找回")).await;
}

#[tokio::test]
async fn the_reason_for_closing_an_account_is_judged() {
    const FIELDS: [Field; 1] = [words("why", 200).required().wrong(&["冒用", "冒用者"])];
    let world = World::start().await;
    let company = world.company("字段置业").await;
    let support = world.staff("kefu").await;
    let page = support.company_page(&company.name).await;
    let action = format!("{page}/switch");
    let good = vec![("to", "on"), ("why", "核实为本人")];
    let sheet = Sheet { browser: &support.browser, page: &page, action: &action, good, fields: &FIELDS };
    sheet.try_all(leads_on).await;
    for button in ["", "sideways"] {
        sheet.send(None, "to", button).await.answers(400, &["没有保存任何内容"]);
    }
    company.log_in(&world.visitor(), &[]).await.leads("/cakey/home");
}
