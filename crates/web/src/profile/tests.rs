//! The profiles, as a browser without script sees them.
#![allow(clippy::unwrap_used)]

use crate::fixture::{Browser, site};
use axum::http::StatusCode;

async fn registered() -> Browser {
    let mut browser = Browser::new(&site());
    browser.register("澜州青禾建设工程有限公司", "Tian7-lan-Shan").await;
    browser
}

#[tokio::test]
async fn the_contact_is_edited_and_the_next_page_says_so() {
    let mut browser = registered().await;
    browser.get("/cakey/profile/contact/edit").await;
    let version = browser.input("version").to_owned();
    let answer = browser.post("/cakey/profile/contact/edit", &[("version", &version), ("name", "林晓岚")]).await;
    assert_eq!((answer.status, answer.location()), (StatusCode::SEE_OTHER, "/cakey/profile/contact?done=1"));
    let page = browser.get("/cakey/profile/contact?done=1").await;
    assert!(page.body.contains("用户信息已更新") && page.body.contains("林晓岚"));
    assert!(page.body.contains("138****1234") && !page.body.contains("13800001234"));
}

#[tokio::test]
async fn a_new_company_is_led_from_one_profile_to_the_next_and_to_the_orders() {
    let mut browser = registered().await;
    let home = browser.get("/cakey/home").await.body;
    assert!(home.contains(r#"<a class="btn btn-p" href="/cakey/profile/company/edit">完善基本信息</a>"#), "{home}");
    let form = browser.get("/cakey/profile/company/edit").await.body;
    for chosen in ["credit_code", "resident"] {
        assert!(form.contains(&format!(r#"<option value="{chosen}" selected>"#)), "{chosen}");
    }
    let typed = [
        ("version", browser.input("version").to_owned()),
        ("kind", "enterprise".into()),
        ("id_kind", "credit_code".into()),
        ("credit_code", "91990102MA0000015T".into()),
        ("legal_name", "林晓岚".into()),
        ("province", "福建省".into()),
        ("city", "厦门市".into()),
        ("district", "思明区".into()),
        ("address", "示例路 18 号".into()),
    ];
    let typed: Vec<(&str, &str)> = typed.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let saved = browser.post("/cakey/profile/company/edit", &typed).await;
    assert_eq!(saved.location(), "/cakey/profile/company?done=1", "{}", saved.body);
    let page = browser.get("/cakey/profile/company?done=1").await.body;
    assert!(page.contains(r#"接下来：<a href="/cakey/profile/invoice">完善发票信息</a>"#), "{page}");
    browser.get("/cakey/profile/invoice").await;
    let version = browser.input("version").to_owned();
    let invoice = [
        ("version", &*version),
        ("title", "澜州青禾建设工程有限公司"),
        ("tax_number", "91990102MA0000015T"),
        ("email", "caiwu@qinghe.example"),
    ];
    assert_eq!(browser.post("/cakey/profile/invoice", &invoice).await.status, StatusCode::SEE_OTHER);
    let page = browser.get("/cakey/profile/invoice?done=1").await.body;
    assert!(page.contains(r#"接下来：<a href="/cakey/profile/contact/edit">完善用户信息</a>"#), "{page}");
    browser.get("/cakey/profile/contact/edit").await;
    let version = browser.input("version").to_owned();
    let contact = [("version", &*version), ("name", "林晓岚")];
    assert_eq!(browser.post("/cakey/profile/contact/edit", &contact).await.status, StatusCode::SEE_OTHER);
    let page = browser.get("/cakey/profile/contact?done=1").await.body;
    assert!(page.contains(r#"资料已齐。接下来：<a href="/cakey/orders/new">订单申请</a>"#), "{page}");
    let home = browser.get("/cakey/home").await.body;
    assert!(home.contains(r#"<a class="btn btn-p" href="/cakey/orders/new">"#) && !home.contains("资料完善"), "{home}");
}

#[tokio::test]
async fn a_form_with_mistakes_comes_back_with_all_that_was_typed() {
    let mut browser = registered().await;
    browser.get("/cakey/profile/invoice").await;
    assert_eq!(browser.input("title"), "澜州青禾建设工程有限公司");
    let version = browser.input("version").to_owned();
    let typed = [("version", version.as_str()), ("title", "青禾 & <b>"), ("tax_number", "123"), ("email", "x")];
    let answer = browser.post("/cakey/profile/invoice", &typed).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.body.contains("还有 2 处需要修改") && answer.body.contains("<title>错误：发票信息"));
    assert_eq!((browser.input("tax_number"), browser.input("email")), ("123", "x"));
    assert!(!browser.shown.contains("<b>\"") && browser.input("title").starts_with("青禾 &"));
}

#[tokio::test]
async fn a_page_that_is_older_than_the_data_may_not_save() {
    let mut browser = registered().await;
    browser.get("/cakey/profile/contact/edit").await;
    let version = browser.input("version").to_owned();
    let fields = [("version", version.as_str()), ("name", "林晓岚")];
    assert_eq!(browser.post("/cakey/profile/contact/edit", &fields).await.status, StatusCode::SEE_OTHER);
    let answer = browser.post("/cakey/profile/contact/edit", &fields).await;
    assert_eq!(answer.status, StatusCode::CONFLICT);
    assert!(answer.body.contains("内容已有变化") && answer.body.contains("href=\"/cakey/profile/contact/edit\""));
}
