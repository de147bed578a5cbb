//! The limits of the section `[limits]`, as people meet them: each refusal says when to try again, and none tells which
//! names exist.

use crate::world::{Company, Page, World};

/// 登录 of staff.
async fn staff_login(world: &World, login: &str, password: &str) -> Page {
    let browser = world.visitor();
    let form = browser.get("/cakey/staff").await.form("/cakey/staff");
    let captcha = world.captcha(&browser.token()).await;
    let typed = [("act", "login"), ("login", login), ("password", password), ("totp", "000000"), ("captcha", &captcha)];
    browser.submit(&form, &typed).await
}

/// The message without its time, which differs from one second to the next.
fn told(page: &Page) -> String {
    let message = page.all(".er").join(" ");
    message.chars().filter(|c| !c.is_ascii_digit()).collect()
}

#[tokio::test]
async fn after_five_failures_a_known_and_an_unknown_company_wait_in_the_same_words() {
    let world = World::start().await;
    let known = world.company("限时测绘").await;
    let unknown = Company::invented(&world, "限时无名");
    let mut words = Vec::new();
    for company in [&known, &unknown] {
        let browser = world.visitor();
        for _ in 0..5 {
            company
                .log_in(&browser, &[("password", "Qing-shan-2027")])
                .await
                .answers(422, &["企业名称或登录密码不正确"]);
        }
        let sixth = company.log_in(&browser, &[]).await;
        sixth.answers(422, &["登录失败次数已达上限，请在", "之后再试"]);
        words.push(told(&sixth));
    }
    assert_eq!(words[0], words[1]);
}

#[tokio::test]
async fn a_known_and_an_unknown_login_name_of_staff_are_locked_in_the_same_words_and_the_log_raises_the_alarm() {
    let world = World::start().await;
    let mut words = Vec::new();
    for login in ["fahuo", "nobody"] {
        let mut told_each = Vec::new();
        for _ in 0..6 {
            let page = staff_login(&world, login, "Qing-shan-2027").await;
            assert_eq!(page.status, 422);
            told_each.push(told(&page));
        }
        assert!(told_each[3].contains("登录名、密码或动态口令不正确"), "{told_each:?}");
        assert!(told_each[4].contains("登录次数已达上限，请在") && told_each[5].contains("登录次数"), "{told_each:?}");
        words.push(told_each);
    }
    assert_eq!(words[0], words[1]);
    assert_eq!(world.log().matches("a staff account was locked after failed logins").count(), 1);
}

#[tokio::test]
async fn a_second_message_within_a_minute_is_refused_wherever_it_is_asked_for() {
    let world = World::start().await;
    let company = world.company("限时勘察").await;
    let browser = world.visitor();
    let form = browser.get("/cakey/forgot").await.form("/cakey/forgot");
    let captcha = world.captcha(&browser.token()).await;
    let typed = [("act", "ask"), ("company", &*company.name), ("mobile", &company.mobile), ("captcha", &captcha)];
    browser.submit(&form, &typed).await.answers(422, &["短信次数已达上限，请在", "之后再试"]);
    let form = browser.get("/cakey/login/sms").await.form("/cakey/login/sms");
    let typed = [("act", "sms"), ("company", company.name.as_str()), ("mobile", company.mobile.as_str())];
    browser.submit(&form, &typed).await.answers(422, &["短信次数已达上限，请在"]);
}
