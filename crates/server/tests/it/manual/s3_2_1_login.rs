//! Manual 3.2 (1): 企业名称, 登录密码 and 验证码; and the login of staff with a one-time code.

use crate::world::World;

#[tokio::test]
async fn a_company_logs_in_with_its_name_password_and_the_picture() {
    let world = World::start().await;
    let company = world.company("青禾测绘").await;
    let browser = world.visitor();
    browser.get("/cakey/orders").await.leads("/cakey/?next=/cakey/orders");
    let same = "企业名称或登录密码不正确";
    for (replaced, words) in [
        (("password", "Qing-shan-2027"), same),
        (("company", "澜州没有这家有限公司"), same),
        (("captcha", "00000"), "验证码不正确"),
        (("captcha", ""), "请填写验证码"),
    ] {
        company.log_in(&browser, &[replaced]).await.answers(422, &[words]);
    }
    company.log_in(&browser, &[]).await.leads("/cakey/home");
    browser.get("/cakey/home").await.says(&[&company.name]);
    let form = browser.get("/cakey/home").await.form("/cakey/logout");
    browser.submit(&form, &[]).await.leads("/cakey/");
    browser.get("/cakey/home").await.leads("/cakey/?next=/cakey/home");
}

#[tokio::test]
async fn a_picture_answers_for_one_login_only() {
    let world = World::start().await;
    let company = world.company("青禾勘察").await;
    let browser = world.visitor();
    let form = browser.get("/cakey/").await.form("/cakey/");
    let captcha = world.captcha(&browser.token()).await;
    let typed = |password| {
        [("act", "login"), ("company", company.name.as_str()), ("password", password), ("captcha", captcha.as_str())]
    };
    browser.submit(&form, &typed("wrong-Password-1")).await.answers(422, &["不正确"]);
    browser.submit(&form, &typed(crate::world::PASSWORD)).await.answers(422, &["验证码不正确"]);
}

#[tokio::test]
async fn a_one_time_code_of_staff_is_accepted_once_and_opens_the_queue() {
    let world = World::start().await;
    let browser = world.visitor();
    let (password, code) = world.staff_secrets("zhuguan");
    for (totp, expected) in [("000000", 422), (code.as_str(), 303), (code.as_str(), 422)] {
        let browser = if expected == 303 { browser.clone() } else { world.visitor() };
        let form = browser.get("/cakey/staff").await.form("/cakey/staff");
        let captcha = world.captcha(&browser.token()).await;
        let typed =
            [("act", "login"), ("login", "zhuguan"), ("password", &*password), ("totp", totp), ("captcha", &captcha)];
        let answer = browser.submit(&form, &typed).await;
        assert_eq!(answer.status, expected, "{totp}: {}", answer.text());
    }
    browser.get("/cakey/staff/review").await.says(&["审核队列"]);
    let shipper = world.staff("fahuo").await;
    shipper.browser.get("/cakey/staff/review").await.answers(403, &["没有权限"]);
}
