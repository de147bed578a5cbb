//! An order from the empty list to the rejection, through the pages alone.
#![allow(clippy::unwrap_used)]

use super::flow_world::{COURIER, NUMBER, paid, submitted, url, world};
use crate::fixture::Browser;
use axum::http::StatusCode;
use domain::rights::Role;
use std::sync::Arc;

#[tokio::test]
async fn an_order_is_saved_submitted_and_paid_through_the_pages() {
    let (_, mut browser) = world(true).await;
    assert!(browser.get("/cakey/orders").await.body.contains("订单申请"));
    submitted(&mut browser, COURIER).await;
    browser.get(&url("/pay")).await;
    let version = browser.input("version").to_owned();
    browser.post(&url("/pay"), &[("version", &version)]).await;
    let code = browser.get(&url("/pay/code")).await;
    assert!(code.body.contains("data-left=\"1800\"") && code.body.contains("¥100.00"), "{}", code.body);
    let picture = browser.get(&url("/pay/qr.png")).await;
    assert_eq!(picture.headers["content-type"], "image/png");
    assert_eq!(browser.get(&url("/pay/status")).await.body, r#"{"state":"waiting"}"#);
    paid(&mut browser).await;
    assert_eq!(browser.get(&url("/pay/status")).await.body, format!(r#"{{"next":"{}"}}"#, url("/pay/done")));
    assert!(browser.get(&url("/pay/done")).await.body.contains("支付成功，等待审核"));
    assert!(browser.get("/cakey/orders?st=under_review").await.body.contains(NUMBER));
    assert!(browser.get("/cakey/orders?st=draft").await.body.contains("没有符合条件的订单"));
    assert!(browser.get(&url("/history")).await.body.contains("支付成功"));
}

#[tokio::test]
async fn a_gateway_that_is_down_is_told_as_nothing_charged() {
    let (_, mut browser) = world(false).await;
    submitted(&mut browser, COURIER).await;
    browser.get(&url("/pay")).await;
    let version = browser.input("version").to_owned();
    let failed = browser.post(&url("/pay"), &[("version", &version)]).await;
    assert_eq!(failed.status, StatusCode::SERVICE_UNAVAILABLE);
    assert!(failed.body.contains("没有发生扣款") && failed.body.contains("再试一次"));
    assert_eq!(browser.get(&url("/pay/code")).await.location(), url("/pay"));
}

#[tokio::test]
async fn the_second_reviewer_is_told_who_did_what_and_the_user_reads_why() {
    let (site, mut browser) = world(true).await;
    submitted(&mut browser, COURIER).await;
    paid(&mut browser).await;
    let (mut first, mut second) = (Browser::new(&site), Browser::new(&site));
    first.enter_as(Role::Reviewer).await;
    second.enter_as(Role::Supervisor).await;
    let review = format!("/cakey/staff/review/{NUMBER}");
    assert!(first.get("/cakey/staff/review").await.body.contains(NUMBER));
    second.get(&review).await;
    assert_eq!(first.post("/cakey/staff/review/next", &[]).await.location(), review);
    first.get(&review).await;
    let (version, seen) = (first.input("version").to_owned(), second.input("version").to_owned());
    let decide = format!("{review}/decide");
    let bare = first.post(&decide, &[("version", &version), ("d", "no")]).await;
    assert!(bare.status == StatusCode::UNPROCESSABLE_ENTITY && bare.body.contains("请至少勾选一个拒绝原因"));
    let reasons =
        [("version", version.as_str()), ("d", "no"), ("r", "unclear_scan"), ("r", "no_stamp"), ("why", "请重拍")];
    let rejected = first.post(&decide, &reasons).await;
    assert_eq!(rejected.location(), "/cakey/staff/review?done=rejected", "{}", rejected.body);
    let late = second.post(&decide, &[("version", &seen), ("d", "ok")]).await;
    assert_eq!(late.status, StatusCode::CONFLICT);
    assert!(late.body.contains("周予安") && late.body.contains("审核未通过"), "{}", late.body);
    let detail = browser.get(&url("")).await.body;
    for words in ["审核未通过，请修改后重新提交", "扫描件不清晰", "请重拍", "退款中", "修改并重新提交"]
    {
        assert!(detail.contains(words), "{words}");
    }
    assert!(browser.get("/cakey/orders").await.body.contains("¥100.00 退款中"));
}

#[tokio::test]
async fn the_orders_of_another_company_do_not_exist() {
    let (mut site, mut browser) = world(true).await;
    submitted(&mut browser, COURIER).await;
    let later = domain::time::after(site.app.now(), jiff::SignedDuration::from_mins(2));
    site.app.clock = Arc::new(move || later);
    let mut other = Browser::new(&site);
    assert_eq!(other.get(&url("")).await.location(), format!("/cakey/?next={}", url("")));
    other.register("临溪远帆工程咨询有限公司", "Tian7-lan-Shan").await;
    for rest in ["", "/edit", "/check", "/history", "/pay", "/pay/code", "/pay/qr.png", "/pay/status", "/withdraw"] {
        assert_eq!(other.get(&url(rest)).await.status, StatusCode::NOT_FOUND, "{rest}");
    }
    other.get("/cakey/orders").await;
    for rest in ["/withdraw", "/cancel", "/confirm", "/pay"] {
        assert_eq!(other.post(&url(rest), &[("version", "2")]).await.status, StatusCode::NOT_FOUND, "{rest}");
    }
    assert_eq!(other.get("/cakey/orders/DZ1").await.status, StatusCode::NOT_FOUND);
}
