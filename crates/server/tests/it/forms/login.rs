//! The forms before and around a login: 登录 of companies and of staff, 找回密码, 用短信验证码登录, 修改密码, and the
//! terms that have a newer version.

use super::{Field, Sheet, TOO_LONG, WEAK, unlimited, value, words};
use crate::world::{Company, PASSWORD, Page, World};

const NEW: &str = "Lan-yue-2207-x";
const COMPANY: Field = words("company", 100).required().wrong(&["测"]);
const MOBILE: Field =
    value("mobile", &["12345678901", "0990-0000000", "1390000", "abc"], &["139 0000 1234"]).required();

const CAPTCHA: Field = value("captcha", &["00000", "1", "验证码验证"], &[]).required().forgotten();
/// Whether it is the right one only the stored hash tells.
const KNOWN_PASSWORD: Field = value("password", &[], &[]).required().forgotten();

/// What is wrong with a login of a right form stands nowhere but in one sentence for every name.
fn tells_nobody(page: &Page, sentence: &str) -> bool {
    page.status == 422 && page.all(".er") == [sentence]
}

#[tokio::test]
async fn each_field_of_a_company_login_is_judged_for_itself_and_no_answer_tells_who_is_registered() {
    const FIELDS: [Field; 3] = [COMPANY, KNOWN_PASSWORD, CAPTCHA];
    const WRONG: &str = "企业名称或登录密码不正确，请核对后重新填写";
    let world = unlimited().await;
    let company = world.company("字段登录").await;
    let browser = world.visitor();
    let good = vec![("act", "login"), ("company", &*company.name), ("password", "Qing-shan-2027")];
    let path = "/cakey/";
    let sheet = Sheet { browser: &browser, page: path, action: path, good, fields: &FIELDS };
    sheet.try_all_with_pictures(&world, |page| tells_nobody(page, WRONG)).await;
    for (name, typed) in [("company", &*company.name), ("password", &TOO_LONG[..128]), ("password", "示例\u{0}")] {
        let page = sheet.send(Some(&world), name, typed).await;
        assert!(tells_nobody(&page, WRONG), "{typed}: {}", page.text());
    }
    let long = sheet.send(Some(&world), "password", TOO_LONG).await;
    sheet.must_be_refused(&long, &KNOWN_PASSWORD, TOO_LONG);
    sheet.send(Some(&world), "password", PASSWORD).await.leads("/cakey/home");
}

#[tokio::test]
async fn each_field_of_a_staff_login_is_judged_for_itself_and_no_answer_tells_who_has_an_account() {
    const FIELDS: [Field; 4] = [
        words("login", 50).required(),
        KNOWN_PASSWORD,
        value("totp", &["12345", "1234567", "abcdef"], &["123 456", "１２３４５６"]).forgotten(),
        CAPTCHA,
    ];
    const WRONG: &str = "登录名、密码或动态口令不正确，请核对后重新填写";
    let world = unlimited().await;
    let browser = world.visitor();
    let good = vec![("act", "login"), ("login", "niemand"), ("password", "Qing-shan-2027"), ("totp", "654321")];
    let path = "/cakey/staff";
    let sheet = Sheet { browser: &browser, page: path, action: path, good, fields: &FIELDS };
    sheet.try_all_with_pictures(&world, |page| tells_nobody(page, WRONG)).await;
    let known = sheet.send(Some(&world), "login", "shenhe").await;
    assert!(tells_nobody(&known, WRONG), "{}", known.text());
    let long = sheet.send(Some(&world), "password", TOO_LONG).await;
    sheet.must_be_refused(&long, &KNOWN_PASSWORD, TOO_LONG);
}

#[tokio::test]
async fn each_field_of_the_forgotten_password_is_judged_for_itself() {
    const FIELDS: [Field; 3] = [COMPANY, MOBILE, CAPTCHA];
    let world = unlimited().await;
    let company = world.company("字段忘川").await;
    let browser = world.visitor();
    let good = vec![("act", "ask"), ("company", &*company.name), ("mobile", "13900001234")];
    let path = "/cakey/forgot";
    let sheet = Sheet { browser: &browser, page: path, action: path, good, fields: &FIELDS };
    sheet.try_all_with_pictures(&world, |page| page.location == "/cakey/forgot/sent").await;
    assert_eq!(world.messages(&company.mobile).await.len(), 1, "the registration's code and nothing else");
}

#[tokio::test]
async fn each_field_of_a_login_by_code_is_judged_for_itself_at_both_buttons() {
    const LOGIN: [Field; 3] =
        [COMPANY, MOBILE, value("code", &["12345", "1234567", "abcdef"], &["123 456"]).required()];
    const SEND: [Field; 2] = [COMPANY, MOBILE];
    let world = unlimited().await;
    let company = world.company("字段短信").await;
    let browser = world.visitor();
    let who = [("company", &*company.name), ("mobile", "13900001234")];
    let path = "/cakey/login/sms";
    let good = [&[("act", "login"), ("code", "654321")], &who[..]].concat();
    let sheet = Sheet { browser: &browser, page: path, action: path, good, fields: &LOGIN };
    // A form without mistakes is refused for its code alone: none was sent.
    sheet.try_all(|page| page.status == 422 && page.all("[id='code-e']").join("").contains("不正确")).await;
    let good = [&[("act", "sms")], &who[..]].concat();
    let sheet = Sheet { browser: &browser, page: path, action: path, good, fields: &SEND };
    sheet.try_all(|page| page.status == 200 && page.text().contains("请留意手机短信")).await;
    assert_eq!(world.messages(&company.mobile).await.len(), 1, "the registration's code and nothing else");
}

/// 修改密码 or 设置新密码.
async fn change(company: &Company, current: &str, new: &str) -> Page {
    let form = company.browser.get("/cakey/password").await.form("/cakey/password");
    company.browser.submit(&form, &[("current", current), ("password", new), ("password_again", new)]).await
}

#[tokio::test]
async fn each_field_of_a_new_password_is_judged_for_itself_and_none_ever_comes_back() {
    const FIELDS: [Field; 3] = [
        value("current", &["Qing-shan-2027", "x", TOO_LONG], &[]).required().forgotten(),
        value("password", WEAK, &[]).required().forgotten(),
        value("password_again", &["Qing-shan-2027", "x"], &[]).required().forgotten(),
    ];
    let world = unlimited().await;
    let company = world.company("字段改密").await;
    let path = "/cakey/password";
    let good = vec![("current", PASSWORD), ("password", NEW), ("password_again", NEW)];
    let sheet = Sheet { browser: &company.browser, page: path, action: path, good, fields: &FIELDS };
    sheet.try_all(|_| false).await;
    sheet.must_be_refused(&sheet.send(None, "password", PASSWORD).await, &FIELDS[1], PASSWORD);
    company.log_in(&world.visitor(), &[]).await.leads("/cakey/home");
    assert_eq!(world.acts(&company.name, "company_account", "修改密码，其他登录已结束").await, 0);

    // At the borders: ten signs, and a hundred and twenty-eight.
    let (shortest, longest) = ("Lan-yue-22".to_owned(), TOO_LONG[..128].to_owned());
    for (old, new) in [(PASSWORD, &*shortest), (&shortest, &longest)] {
        change(&company, old, new).await.leads("/cakey/account?done=password");
        company.log_in(&world.visitor(), &[("password", old)]).await.answers(422, &["企业名称或登录密码不正确"]);
        company.log_in(&world.visitor(), &[("password", new)]).await.leads("/cakey/home");
    }
}

#[tokio::test]
async fn the_tick_under_the_newer_terms_is_asked_for_beside_it() {
    const FIELDS: [Field; 1] = [value("agree", &["yes"], &[]).required()];
    let world = World::start().await;
    let company = world.company("字段新约").await;
    world.restart_with(&[("CAKEY_CONFIG_RULES_TERMS_VERSION", "2026-12")]).await;
    let browser = world.visitor();
    company.log_in(&browser, &[]).await.leads("/cakey/consent");
    let good = vec![("agree", "on")];
    let path = "/cakey/consent";
    let sheet = Sheet { browser: &browser, page: path, action: path, good, fields: &FIELDS };
    sheet.try_all(|_| false).await;
    assert_eq!(world.consents(&company.name).await, ["2026-11"]);
    let form = browser.get(path).await.form(path);
    browser.submit(&form, &[("agree", "on")]).await.leads("/cakey/home");
}
