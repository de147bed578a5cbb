//! What holds for every answer: headers, pages of failures, the way to the login, the guard of roles.
#![allow(clippy::unwrap_used)]

use super::frame;
use crate::fixture::{Browser, site};
use axum::Router;
use axum::http::StatusCode;
use axum::middleware::from_fn_with_state;
use axum::routing::get;
use tower_http::catch_panic::CatchPanicLayer;

#[tokio::test]
async fn pages_carry_the_headers_of_safety_and_are_not_kept() {
    let page = Browser::new(&site()).get("/cakey/").await;
    let header = |name: &str| page.headers[name].to_str().unwrap().to_owned();
    assert!(header("content-security-policy").contains("default-src 'none'"));
    assert_eq!(header("x-frame-options"), "DENY");
    assert_eq!(header("x-content-type-options"), "nosniff");
    assert_eq!(header("x-ua-compatible"), "IE=edge");
    assert_eq!(header("cache-control"), "no-store");
    assert!(header("set-cookie").starts_with("sid="));
}

#[tokio::test]
async fn failures_are_pages_of_ours_longer_than_what_ie_replaces() {
    let site = site();
    let mut browser = Browser::new(&site);
    browser.get("/cakey/").await;
    let answers = [
        (browser.get("/cakey/nothing").await, StatusCode::NOT_FOUND, "没有这个页面"),
        (browser.get("/cakey/logout").await, StatusCode::METHOD_NOT_ALLOWED, "不能这样打开"),
        (browser.post_with("/cakey/", &[("company", "x")]).await, StatusCode::FORBIDDEN, "页面已过期"),
        (browser.post_with("/cakey/", &[("csrf", "wrong")]).await, StatusCode::FORBIDDEN, "页面已过期"),
        (
            browser.post_with("/cakey/", &[("company", "x".repeat(70_000).as_str())]).await,
            StatusCode::PAYLOAD_TOO_LARGE,
            "64 KB",
        ),
        (browser.get("/cakey/assets/%FF").await, StatusCode::BAD_REQUEST, "没有读懂"),
        (browser.get("/cakey/?next=a%00").await, StatusCode::BAD_REQUEST, "没有读懂"),
        (browser.get(&format!("/cakey/?next={}", "a".repeat(9_000))).await, StatusCode::BAD_REQUEST, "没有读懂"),
    ];
    for (answer, status, words) in answers {
        assert_eq!(answer.status, status);
        assert!(answer.body.len() > 512 && answer.body.contains(words), "{status}: {}", answer.body);
        assert!(answer.body.contains("<html lang=\"zh-CN\">"));
    }
}

#[tokio::test]
async fn an_address_that_does_not_exist_keeps_the_frame_of_who_has_logged_in() {
    let site = site();
    let mut browser = Browser::new(&site);
    browser.register("澜州青禾建设工程有限公司", "Qinghe-2026-hao").await;
    let answer = browser.get("/cakey/nothing").await;
    assert_eq!(answer.status, StatusCode::NOT_FOUND);
    assert!(answer.body.contains("退出") && answer.body.contains("订单服务"), "{}", answer.body);
}

#[tokio::test]
async fn a_panic_is_a_page_with_a_number_to_read_out() {
    let site = site();
    async fn break_down() -> StatusCode {
        panic!("a test breaks down here")
    }
    let pages = Router::new().route("/cakey/broken", get(break_down)).layer(CatchPanicLayer::new());
    let router = pages.layer(from_fn_with_state(site.clone(), frame)).with_state(site.clone());
    let answer = Browser::of(&site, router).get("/cakey/broken").await;
    assert_eq!(answer.status, StatusCode::INTERNAL_SERVER_ERROR);
    assert!(answer.body.contains("E-20261123-") && answer.body.contains("不会重复扣款"), "{}", answer.body);
    assert!(!answer.body.contains("breaks down"));
}

#[tokio::test]
async fn who_has_not_logged_in_is_sent_to_the_login_and_back() {
    let site = site();
    let mut browser = Browser::new(&site);
    let answer = browser.get("/cakey/profile/company?done=1").await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    assert_eq!(answer.location(), "/cakey/?next=/cakey/profile/company%3Fdone%3D1");
    browser.get("/cakey/outlets").await;
    let answer = browser.post_with("/cakey/profile/contact/edit", &[]).await;
    assert_eq!(answer.location(), "/cakey/?next=/cakey/outlets", "a form's address cannot be opened: its page can");
}

#[tokio::test]
async fn the_addresses_without_a_slash_lead_to_the_one_of_the_manual() {
    let mut browser = Browser::new(&site());
    for path in ["/", "/cakey"] {
        assert_eq!(browser.get(path).await.location(), "/cakey/");
    }
    assert_eq!(browser.get("/cakey/health").await.body, "ok");
}
