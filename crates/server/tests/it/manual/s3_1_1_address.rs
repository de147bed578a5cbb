//! Manual 3.1 (1): the address opens the login home page, which has a 注册 button.

use crate::world::World;

#[tokio::test]
async fn the_address_opens_the_login_page_with_the_way_to_register() {
    let world = World::start().await;
    let browser = world.visitor();
    for short in ["/", "/cakey"] {
        browser.get(short).await.leads("/cakey/");
    }
    let home = browser.get("/cakey/").await;
    home.says(&["企业登录", "企业名称", "登录密码", "验证码", "忘记密码？", "用短信验证码登录"]);
    assert!(home.all("a[href='/cakey/register']").contains(&"注册".to_owned()), "{}", home.html);
    home.form("/cakey/");
    browser.get("/cakey/register").await.says(&["企业注册", "联系方式", "短信验证码"]).form("/cakey/register");
}

#[tokio::test]
async fn the_terms_and_the_privacy_policy_are_there_before_anybody_agrees_to_them() {
    let world = World::start().await;
    let browser = world.visitor();
    let register = browser.get("/cakey/register").await;
    for (address, title) in [("/cakey/agreement", "用户协议"), ("/cakey/privacy", "隐私政策")] {
        assert!(!register.all(&format!("label a[href='{address}']")).is_empty(), "{address}");
        browser.get(address).await.says(&[title, "版本 2026-11"]);
    }
}
