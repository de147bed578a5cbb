//! Forged requests: each form of the path without its token, with a wrong one, with a stranger's, and from another site.

use crate::world::{COURIER, Client, Order, PICKUP, World};

/// Every POST of a company's path, for one order.
fn of_company(order: &Order) -> Vec<String> {
    let fixed =
        ["/cakey/orders/new", "/cakey/profile/company/edit", "/cakey/profile/invoice", "/cakey/profile/contact/edit"];
    let acts =
        ["/edit", "/submit", "/withdraw", "/cancel", "/delete", "/request-cancel", "/confirm", "/pay", "/pay/code"];
    let fixed = fixed.iter().chain(&["/cakey/logout"]).map(|path| (*path).to_owned());
    fixed.chain(acts.iter().map(|act| order.url(act))).collect()
}

/// Sends a form without a token, with a wrong one, and with one of another session: always 403, in Chinese.
async fn refused(browser: &Client, path: &str, strange: &str, typed: &[(&str, &str)]) {
    for token in [None, Some(""), Some("0123456789abcdef"), Some(strange)] {
        let token: Vec<(&str, &str)> = token.map(|token| ("csrf", token)).into_iter().collect();
        let answer = browser.post(path, &[&token[..], typed].concat()).await;
        answer.answers(403, &["页面已过期", "没有保存任何内容"]);
    }
}

#[tokio::test]
async fn no_form_of_a_company_counts_without_its_own_token() {
    let world = World::start().await;
    let company = world.company("青禾造价").await.complete_profile().await;
    let order = company.order(2, 1, COURIER).await;
    let stranger = world.company("外人").await;
    let strange = stranger.browser.get("/cakey/home").await.form("/cakey/logout").hidden("csrf").to_owned();
    for state in ["draft", "awaiting_payment"] {
        let before = order.row().await;
        let version = before.version.to_string();
        let typed = [("version", version.as_str()), ("true", "1"), ("sure", "1"), ("act", "save"), ("certs", "1")];
        assert_eq!(before.status, state);
        for path in of_company(&order) {
            refused(&company.browser, &path, &strange, &typed).await;
        }
        assert_eq!((order.row().await, world.attempts(&order.number).await.len()), (before, 0));
        if state == "draft" {
            order.submit().await;
        }
    }
    assert_eq!(world.orders_of(&company.name).await, std::slice::from_ref(&order.number));
    company.browser.get("/cakey/home").await.says(&[&company.name]);
}

#[tokio::test]
async fn no_form_of_staff_counts_without_its_own_token() {
    let world = World::start().await;
    let company = world.company("青禾招标").await.complete_profile().await;
    let [courier, pickup] = [company.paid_order(COURIER).await, company.paid_order(PICKUP).await];
    let reviewer = world.staff("shenhe").await;
    let strange = company.browser.get("/cakey/home").await.form("/cakey/logout").hidden("csrf").to_owned();
    let rows = [courier.row().await, pickup.row().await];
    let version = rows[0].version.to_string();
    for act in ["claim", "release", "decide"] {
        let path = format!("/cakey/staff/review/{}/{act}", courier.number);
        refused(&reviewer.browser, &path, &strange, &[("version", &version), ("d", "ok")]).await;
    }
    refused(&reviewer.browser, "/cakey/staff/review/next", &strange, &[]).await;
    refused(&reviewer.browser, "/cakey/staff/logout", &strange, &[]).await;
    assert_eq!([courier.row().await, pickup.row().await], rows);

    reviewer.approve(&courier.number).await;
    reviewer.approve(&pickup.number).await;
    let rows = [courier.row().await, pickup.row().await];
    let version = rows[1].version.to_string();
    let shipper = world.staff("fahuo").await;
    let path = format!("/cakey/staff/shipping/{}", courier.number);
    refused(&shipper.browser, &path, &strange, &[("version", &version), ("carrier", "sf"), ("waybill", "SF1")]).await;
    let outlet = world.staff("donghu").await;
    for act in ["ready", "handover"] {
        let path = format!("/cakey/staff/desk/{}/{act}", pickup.number);
        refused(&outlet.browser, &path, &strange, &[("version", &version), ("who", "self")]).await;
    }
    assert_eq!([courier.row().await, pickup.row().await], rows);
}

#[tokio::test]
async fn the_forms_of_visitors_have_tokens_too() {
    let world = World::start().await;
    let visitor = world.visitor();
    visitor.get("/cakey/").await;
    for path in ["/cakey/", "/cakey/register", "/cakey/staff"] {
        refused(&visitor, path, "0123456789abcdef", &[("act", "login")]).await;
    }
    let nobody = world.visitor();
    nobody.post("/cakey/register", &[("csrf", "x"), ("act", "sms")]).await.answers(403, &["页面已过期"]);
}

#[tokio::test]
async fn a_right_token_from_another_site_is_refused() {
    let world = World::start().await;
    let company = world.company("青禾代理").await.complete_profile().await;
    let order = company.order(1, 0, COURIER).await;
    let form = order.page("/check").await.form(&order.url("/submit"));
    let body = format!("csrf={}&version={}&true=1", form.hidden("csrf"), form.hidden("version"));
    for origin in ["http://evil.example", "null"] {
        let request = reqwest::Client::new().post(format!("{}{}", world.url(0), form.action)).header("origin", origin);
        let request = request.header("cookie", format!("sid={}", company.browser.token()));
        let request = request.header("content-type", "application/x-www-form-urlencoded").body(body.clone());
        assert_eq!(request.send().await.unwrap().status().as_u16(), 403, "{origin}");
    }
    assert_eq!(order.row().await.status, "draft");
}
