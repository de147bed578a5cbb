//! Manual 3.2 (2): 忘记密码？ → 找回密码 → 确定; the password arrives by SMS. It is a temporary one: used once, it opens
//! nothing but 修改密码.

use crate::world::{Client, Company, PASSWORD, Page, Setup, World};
use std::sync::Arc;
use web::Audience;

const SENTENCE: &str = "如企业名称与注册手机号一致，临时密码将在 1 分钟内发送到该手机";
const NEW: &str = "Lan-yue-2207-x";

/// A world that does not ask for a minute between the registration's message and the next one.
async fn world() -> Arc<World> {
    let environment = vec![("CAKEY_CONFIG_LIMITS_SMS_PAUSE_SECONDS", "0")];
    World::start_as(Setup { environment, ..Setup::default() }).await
}

/// 找回密码 in a browser of the person's own.
async fn forget(world: &Arc<World>, browser: &Client, company: &str, mobile: &str) -> Page {
    let form = browser.get("/cakey/forgot").await.form("/cakey/forgot");
    let captcha = world.captcha(&browser.token()).await;
    let typed = [("act", "ask"), ("company", company), ("mobile", mobile), ("captcha", &captcha)];
    let answer = browser.submit(&form, &typed).await;
    browser.follow(answer).await
}

/// The temporary password of the newest message.
async fn temporary(world: &Arc<World>, company: &Company) -> String {
    let text = world.message(&company.mobile, "临时密码").await;
    let (_, rest) = text.split_once("临时密码").unwrap();
    rest.chars().take(11).collect()
}

#[tokio::test]
async fn the_temporary_password_opens_the_new_password_and_nothing_else() {
    let world = world().await;
    let company = world.company("忘川工程").await;
    let browser = world.visitor();
    forget(&world, &browser, &company.name, &company.mobile).await.says(&["请留意手机短信", SENTENCE]);
    let temporary = temporary(&world, &company).await;
    assert!(temporary.len() == 11 && temporary.as_bytes()[5] == b'-', "{temporary}");
    company.log_in(&world.visitor(), &[]).await.leads("/cakey/home");
    company.log_in(&browser, &[("password", &temporary)]).await.leads("/cakey/password");
    let mut closed = 0;
    for address in web::addresses().into_iter().filter(|address| address.audience == Audience::Company) {
        if ["/cakey/password", "/cakey/logout"].contains(&address.path) {
            continue;
        }
        let path = address.path.replace("{number}", "DZ20261123-0001").replace(['{', '}'], "");
        for method in ["GET", "POST"] {
            let page = browser.request(method, &path, (method == "POST").then_some(&[])).await;
            let cell = format!("{method} {path} → {} {}", page.status, page.location);
            let refused = page.location == "/cakey/password" || page.status == 405;
            assert!(refused, "{cell}: {}", page.text());
            closed += 1;
        }
    }
    assert!(closed > 50, "{closed}");
    let page = browser.get("/cakey/password").await;
    page.says(&["设置新密码", &company.name, "退出"]);
    let form = page.form("/cakey/password");
    let typed = [("password", "short"), ("password_again", "short")];
    browser.submit(&form, &typed).await.answers(422, &["密码至少 10 位"]);
    let typed = [("password", NEW), ("password_again", NEW)];
    browser.submit(&form, &typed).await.leads("/cakey/?done=password");
    browser.get("/cakey/?done=password").await.says(&["新密码已设置"]);
    browser.get("/cakey/home").await.leads("/cakey/?next=/cakey/home");
    company.browser.get("/cakey/home").await.leads("/cakey/?next=/cakey/home");
    world.message(&company.mobile, "登录密码已修改").await;
    company.log_in(&browser, &[("password", PASSWORD)]).await.answers(422, &["不正确"]);
    company.log_in(&browser, &[("password", &temporary)]).await.answers(422, &["不正确"]);
    company.log_in(&browser, &[("password", NEW)]).await.leads("/cakey/home");
    assert!(!world.log().contains(&temporary), "the log tells nothing");
    // The provider answers a moment after the phone rings.
    world.rest().await;
    assert_eq!(world.open_recoveries().await, [""; 0], "what was sent is blank");
}

#[tokio::test]
async fn the_answer_is_the_same_whoever_asks_and_a_stranger_gets_no_message() {
    let world = world().await;
    let company = world.company("忘川监理").await;
    let other = Company::invented(&world, "忘川勘测");
    let browser = world.visitor();
    let known = forget(&world, &browser, &company.name, &company.mobile).await;
    temporary(&world, &company).await;
    for (name, mobile) in [(&other.name, &other.mobile), (&company.name, &other.mobile)] {
        let page = forget(&world, &world.visitor(), name, mobile).await;
        assert_eq!((page.status, page.text()), (200, known.text()));
    }
    world.rest().await;
    assert!(world.messages(&other.mobile).await.is_empty());
    assert_eq!(world.messages(&company.mobile).await.iter().filter(|m| m.text.contains("临时密码")).count(), 1);
}

#[tokio::test]
async fn a_code_by_sms_lets_in_who_cannot_read_the_picture() {
    let world = world().await;
    let company = world.company("忘川园林").await;
    let browser = world.visitor();
    let page = browser.get("/cakey/login/sms?next=%2Fcakey%2Forders").await;
    assert!(page.all("img.cap").is_empty(), "no picture to read");
    let form = page.form("/cakey/login/sms");
    let who = [("company", company.name.as_str()), ("mobile", company.mobile.as_str())];
    let sent = browser.submit(&form, &[&[("act", "sms")], &who[..]].concat()).await;
    sent.says(&["如企业名称与注册手机号一致"]);
    let ask = async || {
        let codes = world.messages(&company.mobile).await;
        let codes: Vec<_> = codes.into_iter().filter(|m| m.text.contains("验证码")).collect();
        (codes.len() == 2).then(|| codes[0].text.clone())
    };
    let text = crate::world::until("the second code", ask).await;
    let code: String = text.split_once("验证码").unwrap().1.chars().take(6).collect();
    let wrong = if code == "000000" { "000001" } else { "000000" };
    let login = async |code: &str| {
        let typed = [&[("act", "login"), ("code", code)], &who[..]].concat();
        browser.submit(&form, &typed).await
    };
    login(wrong).await.answers(422, &["短信验证码不正确"]);
    login(&code).await.leads("/cakey/orders");
    browser.get("/cakey/home").await.says(&[&company.name]);
}

#[tokio::test]
async fn the_password_is_changed_with_the_present_one_and_other_browsers_are_shut_out() {
    let world = World::start().await;
    let company = world.company("忘川检测").await;
    let elsewhere = company.elsewhere().await;
    let page = company.browser.get("/cakey/account").await;
    page.says(&["账号安全", "已登录的设备", "当前", "127.1."]);
    assert_eq!(page.rows().len(), 2);
    let change = async |current: &str| {
        let form = company.browser.get("/cakey/password").await.form("/cakey/password");
        let typed = [("current", current), ("password", NEW), ("password_again", NEW)];
        company.browser.submit(&form, &typed).await
    };
    change("Qing-shan-2027").await.answers(422, &["当前密码不正确"]);
    elsewhere.browser.get("/cakey/home").await.says(&[&company.name]);
    change(PASSWORD).await.leads("/cakey/account?done=password");
    company.browser.get("/cakey/account?done=password").await.says(&["密码已修改"]);
    elsewhere.browser.get("/cakey/home").await.leads("/cakey/?next=/cakey/home");
    world.message(&company.mobile, "登录密码已修改").await;
}

#[tokio::test]
async fn sessions_are_ended_one_by_one_and_never_those_of_others() {
    let world = World::start().await;
    let company = world.company("忘川设计").await;
    let stranger = world.company("忘川别家").await;
    let second = company.elsewhere().await;
    let third = company.elsewhere().await;
    let own = company.browser.get("/cakey/account").await.form("/cakey/account/end");
    let theirs = stranger.browser.get("/cakey/home").await.form("/cakey/logout").hidden("csrf").to_owned();
    let stolen = [("csrf", theirs.as_str()), ("session", own.hidden("session"))];
    stranger.browser.post("/cakey/account/end", &stolen).await.leads("/cakey/account?done=ended");
    for browser in [&second.browser, &third.browser] {
        browser.get("/cakey/home").await.says(&[&company.name]);
    }
    company.browser.submit(&own, &[]).await.leads("/cakey/account?done=ended");
    assert_eq!(company.browser.get("/cakey/account").await.rows().len(), 2);
    company.browser.submit(&own, &[("session", "others")]).await.leads("/cakey/account?done=ended");
    assert_eq!(company.browser.get("/cakey/account").await.rows().len(), 1);
    for browser in [&second.browser, &third.browser] {
        browser.get("/cakey/home").await.leads("/cakey/?next=/cakey/home");
    }
}
