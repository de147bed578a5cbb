//! Registration and login, as a browser without script sees them.
#![allow(clippy::unwrap_used)]

use crate::fixture::{Browser, site};
use crate::text::{CAPTCHA_WRONG, LOGIN_FAILED};
use app::staff::link;
use axum::http::StatusCode;
use domain::account::FirstAdminForm;

const COMPANY: &str = "澜州青禾建设工程有限公司";
const PASSWORD: &str = "Tian7-lan-Shan";

async fn log_in(browser: &mut Browser, company: &str, password: &str) -> crate::fixture::Answer {
    browser.get("/cakey/?next=%2Fcakey%2Foutlets").await;
    let captcha = browser.captcha().await;
    let next = browser.input("next").to_owned();
    let fields = [("company", company), ("password", password), ("captcha", &captcha), ("next", &next)];
    browser.post("/cakey/", &fields).await
}

#[tokio::test]
async fn a_registration_asks_for_one_picture_and_leads_to_the_open_tasks() {
    let site = site();
    let mut browser = Browser::new(&site);
    browser.get("/cakey/register").await;
    let captcha = browser.captcha().await;
    let typed = [
        ("act", "sms"),
        ("company", COMPANY),
        ("mobile", "138 0000 1234"),
        ("captcha", &captcha),
        ("password", PASSWORD),
        ("agree", "on"),
    ];
    let sent = browser.post("/cakey/register", &typed).await;
    assert_eq!(sent.status, StatusCode::OK);
    assert!(sent.body.contains("验证码已发送到 138****1234，5 分钟内有效"), "{}", sent.body);
    assert_eq!((browser.input("company"), browser.input("password")), (COMPANY, PASSWORD));
    assert_eq!(browser.input("captcha"), "");
    let (visitor, code) = (browser.cookie.clone(), browser.sms_code().await);
    let typed = [
        ("act", "register"),
        ("company", COMPANY),
        ("mobile", "138 0000 1234"),
        ("code", &code),
        ("password", PASSWORD),
        ("password_again", PASSWORD),
        ("agree", "on"),
    ];
    let registered = browser.post("/cakey/register", &typed).await;
    assert_eq!((registered.status, registered.location()), (StatusCode::SEE_OTHER, "/cakey/home"));
    assert_ne!(browser.cookie, visitor, "a login gives a new token");
    let home = browser.get("/cakey/home").await;
    assert!(home.body.contains("资料完善 <span class=\"soft\">0/3</span>"), "{}", home.body);
}

#[tokio::test]
async fn no_message_is_sent_without_a_right_picture_and_each_is_tried_once() {
    let site = site();
    let mut browser = Browser::new(&site);
    browser.get("/cakey/register").await;
    let captcha = browser.captcha().await;
    let wrong = [("act", "sms"), ("mobile", "13800001234"), ("captcha", "00000")];
    let answer = browser.post("/cakey/register", &wrong).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.body.contains(CAPTCHA_WRONG) && answer.body.contains("<title>错误：注册"));
    let late = [("act", "sms"), ("mobile", "13800001234"), ("captcha", &captcha)];
    assert!(browser.post("/cakey/register", &late).await.body.contains(CAPTCHA_WRONG));
}

#[tokio::test]
async fn a_second_message_within_a_minute_is_refused_with_the_time() {
    let site = site();
    let mut browser = Browser::new(&site);
    browser.get("/cakey/register").await;
    for expected in [StatusCode::OK, StatusCode::UNPROCESSABLE_ENTITY] {
        let captcha = browser.captcha().await;
        let typed = [("act", "sms"), ("mobile", "13800001234"), ("captcha", &captcha)];
        assert_eq!(browser.post("/cakey/register", &typed).await.status, expected);
    }
    assert!(browser.shown.contains("请在 2026-11-23 09:01:00 之后再试"), "{}", browser.shown);
}

#[tokio::test]
async fn an_unknown_company_and_a_wrong_password_are_told_in_the_same_words() {
    let site = site();
    Browser::new(&site).register(COMPANY, PASSWORD).await;
    let mut browser = Browser::new(&site);
    for (company, password) in [(COMPANY, "Tian7-lan-shan"), ("临溪某某有限公司", PASSWORD)] {
        let answer = log_in(&mut browser, company, password).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(answer.body.matches(LOGIN_FAILED).count(), 1, "said once, at the field");
        assert!(!answer.body.contains("处需要修改"));
        assert_eq!((browser.input("company"), browser.input("password")), (company, ""));
    }
}

#[tokio::test]
async fn a_login_renews_the_token_and_leads_to_where_the_visitor_was_going_and_a_logout_ends_it() {
    let site = site();
    Browser::new(&site).register(COMPANY, PASSWORD).await;
    let mut browser = Browser::new(&site);
    browser.get("/cakey/").await;
    let visitor = browser.cookie.clone();
    let answer = log_in(&mut browser, COMPANY, PASSWORD).await;
    assert_eq!((answer.status, answer.location()), (StatusCode::SEE_OTHER, "/cakey/outlets"));
    let user = browser.cookie.clone();
    assert_ne!(user, visitor);
    browser.get("/cakey/home").await;
    let answer = browser.post("/cakey/logout", &[]).await;
    assert_eq!((answer.status, answer.location()), (StatusCode::SEE_OTHER, "/cakey/"));
    browser.cookie = user;
    assert_eq!(
        browser.get("/cakey/home").await.location(),
        "/cakey/?next=/cakey/home",
        "the old token is worth nothing"
    );
}

#[tokio::test]
async fn another_picture_keeps_the_name_and_is_a_picture() {
    let site = site();
    let mut browser = Browser::new(&site);
    browser.get("/cakey/").await;
    let first = browser.captcha().await;
    let typed = [("act", "captcha"), ("company", COMPANY), ("password", PASSWORD)];
    let answer = browser.post("/cakey/", &typed).await;
    assert_eq!(answer.status, StatusCode::OK);
    assert!(!answer.body.contains("role=\"alert\""));
    assert_eq!((browser.input("company"), browser.input("password")), (COMPANY, ""));
    assert_ne!(browser.captcha().await, first);
    let picture = browser.get("/cakey/captcha.png").await;
    assert_eq!((picture.headers["content-type"].to_str().unwrap(), picture.status), ("image/png", StatusCode::OK));
    assert_eq!(picture.headers["cache-control"].to_str().unwrap(), "no-store");
}

#[tokio::test]
async fn staff_are_told_nothing_about_which_of_the_three_was_wrong() {
    let site = site();
    let mut browser = Browser::new(&site);
    browser.get("/cakey/staff").await;
    assert!(browser.shown.contains("<body class=\"staff\">"));
    let captcha = browser.captcha().await;
    let typed = [("login", "zhouyuan"), ("password", "x"), ("totp", "123456"), ("captcha", &captcha)];
    let answer = browser.post("/cakey/staff", &typed).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.body.contains(crate::text::STAFF_LOGIN_FAILED));
}

#[tokio::test]
async fn whoever_knew_the_token_before_the_password_does_not_see_the_second_factor() {
    let site = site();
    let link = link::first(&site.app).await.unwrap().unwrap();
    let (login, name, password) = ("guanli".into(), "陆闻笙".into(), PASSWORD.into());
    let form = FirstAdminForm { login, name, password, password_again: PASSWORD.into() };
    link::set_up(&site.app, &link, &form).await.unwrap();
    let (mut browser, mut other) = (Browser::new(&site), Browser::new(&site));
    browser.get("/cakey/staff").await;
    other.cookie.clone_from(&browser.cookie);
    let captcha = browser.captcha().await;
    let typed = [("login", "guanli"), ("password", PASSWORD), ("totp", ""), ("captcha", &captcha)];
    assert_eq!(browser.post("/cakey/staff", &typed).await.location(), "/cakey/staff/enrol");
    assert_ne!(browser.cookie, other.cookie);
    assert_eq!(browser.get("/cakey/staff/enrol").await.status, StatusCode::OK);
    assert_eq!(other.get("/cakey/staff/enrol").await.location(), "/cakey/staff");
}
