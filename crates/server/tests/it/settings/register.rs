//! `rules.register_sms_code = false`: a registration needs the picture and no code; no message is sent.

use crate::world::{Company, PASSWORD, Page, Setup, World, replace};
use std::sync::Arc;

async fn world() -> Arc<World> {
    let environment = vec![("CAKEY_CONFIG_RULES_REGISTER_SMS_CODE", "false")];
    World::start_as(Setup { environment, ..Setup::default() }).await
}

/// 注册 with the picture, with some inputs replaced.
async fn register(company: &Company, replaced: &[(&str, &str)]) -> Page {
    let form = company.browser.get("/cakey/register").await.form("/cakey/register");
    let captcha = company.world.captcha(&company.browser.token()).await;
    let typed = [
        ("act", "register"),
        ("company", &*company.name),
        ("mobile", &company.mobile),
        ("captcha", &captcha),
        ("password", PASSWORD),
        ("password_again", PASSWORD),
        ("agree", "on"),
    ];
    company.browser.submit(&form, &replace(&typed, replaced)).await
}

#[tokio::test]
async fn a_company_registers_with_the_picture_and_without_a_code() {
    let world = world().await;
    let company = Company::invented(&world, "无码建设");
    let page = company.browser.get("/cakey/register").await;
    page.says(&["企业注册", "联系方式", "验证码"]);
    assert!(!page.text().contains("短信验证码"), "nobody is asked for a code: {}", page.text());
    assert!(page.all("[name=code], [value=sms]").is_empty() && !page.html.contains("value=\"sms\""));
    for (replaced, words) in [
        (("captcha", "00000"), "验证码不正确"),
        (("captcha", ""), "请填写验证码"),
        (("mobile", "0990-0000000"), "11 位数字"),
        (("password", "short"), "至少 10 位"),
        (("agree", ""), "勾选同意"),
    ] {
        register(&company, &[replaced]).await.answers(422, &[words]);
    }
    assert_eq!(world.companies_named(&company.name).await, 0);

    register(&company, &[]).await.leads("/cakey/home");
    company.browser.get("/cakey/home").await.says(&[&company.name, "资料完善"]);
    assert_eq!(world.companies_named(&company.name).await, 1);
    let row = world.stored_company(&company.name).await;
    assert_eq!((row.mobile(&world), row.consent.as_str()), (company.mobile.clone(), "2026-11"));
    assert!(row.is_sealed(), "{row:?}");
    assert!(world.messages(&company.mobile).await.is_empty() && world.message_records().await.is_empty());
    company.log_in(&world.visitor(), &[]).await.leads("/cakey/home");
    world.verify();
}

#[tokio::test]
async fn a_taken_name_is_told_and_nothing_of_the_first_one_changes() {
    let world = world().await;
    let first = Company::invented(&world, "无码测绘");
    register(&first, &[]).await.leads("/cakey/home");
    let before = world.stored_company(&first.name).await;
    let again = Company { name: format!(" {} ", first.name), ..Company::invented(&world, "无码测绘") };
    register(&again, &[]).await.answers(422, &["该企业已注册，请找回密码或联系客服"]);
    assert_eq!(world.stored_company(&first.name).await, before);
}
