//! The forms of 员工账号, of administrators and of each person: the links, the second factor, the own password.

use super::{Field, Sheet, TOO_LONG, WEAK, leads_on, unlimited, value, words};
use crate::world::{Installation, World};
use totp_rs::{Builder, Secret};

const NEW: &str = "Quiet-Heron-552";
const NAME: Field = words("name", 50).required().wrong(&["许"]);
const ROLE: Field = value("role", &["king", "Reviewer"], &["reviewer", "auditor"]).required();
const OUTLET: Field = value("outlet", &["99", "x", "-1", "1 or 1=1"], &["2"]).required();

#[tokio::test]
async fn each_field_of_a_new_account_is_judged_for_itself() {
    const LONG: &str = "abcdefghijabcdefghijabcdefghijabcdefghijabcdefghijk";
    const FIELDS: [Field; 4] = [
        value("login", &["ab", "许南乔", "1abc", ".abc", "a b c", "abc!", LONG], &["xu.nan-qiao_1", "ＸＵＮＱ"])
            .required(),
        NAME,
        ROLE,
        OUTLET,
    ];
    let world = World::start().await;
    let admin = world.staff("guanli").await.browser;
    let path = "/cakey/staff/accounts/new";
    let good = vec![("login", "xu.nanqiao"), ("name", "许南乔"), ("role", "outlet"), ("outlet", "1")];
    let sheet = Sheet { browser: &admin, page: path, action: path, good, fields: &FIELDS };
    // A login name is there once, so the second good form is refused for it alone.
    let made = |page: &crate::world::Page| page.status == 200 && page.text().contains("激活链接");
    sheet.try_all(|page| made(page) || page.all(".er") == ["这个登录名已有人使用，请换一个"]).await;
}

#[tokio::test]
async fn each_field_of_an_account_is_judged_for_itself_and_a_mistake_does_not_make_an_old_page_new() {
    const FIELDS: [Field; 3] = [NAME, ROLE, OUTLET];
    let world = World::start().await;
    let admin = world.staff("guanli").await.browser;
    let list = admin.get("/cakey/staff/accounts").await.html;
    let (before, _) = list.split_once("\">xiling</a>").unwrap();
    let path = before.rsplit("href=\"").next().unwrap();
    let good = vec![("name", "许南乔"), ("role", "outlet"), ("outlet", "1")];
    let sheet = Sheet { browser: &admin, page: path, action: path, good: good.clone(), fields: &FIELDS };
    sheet.try_all(leads_on).await;

    let old = admin.get(path).await.form(path);
    admin.submit(&old, &good).await.leads("/cakey/staff/accounts?done=saved");
    let mistaken = admin.submit(&old, &[("name", "许"), good[1], good[2]]).await;
    mistaken.answers(422, &["姓名至少 2 个字"]);
    admin.submit(&mistaken.form(path), &good).await.answers(409, &["它已被更新"]);
}

const PASSWORD: Field = value("password", WEAK, &[]).required().forgotten();
const AGAIN: Field = value("password_again", &["Qing-shan-2027", "x"], &[]).required().forgotten();

#[tokio::test]
async fn each_field_of_the_first_set_up_is_judged_for_itself() {
    const LOGIN: &str = "abcdefghijabcdefghijabcdefghijabcdefghijabcdefghij";
    // The name comes last: the one form without mistakes uses the link up.
    const FIELDS: [Field; 4] =
        [value("login", &["ab", "管理员", "1abc", "a b c"], &[]).required(), PASSWORD, AGAIN, NAME];
    let mut place = Installation::new();
    let path = Installation::link(&place.start().await).unwrap();
    let browser = place.browser();
    let good = vec![("login", LOGIN), ("name", "陆闻笙"), ("password", NEW), ("password_again", NEW)];
    let sheet = Sheet { browser: &browser, page: &path, action: &path, good, fields: &FIELDS };
    sheet.try_all(|page| page.location == "/cakey/staff?done=activated").await;
    browser.get(&path).await.answers(403, &["这个链接已经用过"]);
}

#[tokio::test]
async fn each_field_of_an_activation_and_of_the_second_factor_is_judged_for_itself() {
    const CODE: [Field; 1] = [value("totp", &["12345", "1234567", "abcdef"], &[]).required().forgotten()];
    let world = unlimited().await;
    let admin = world.staff("guanli").await.browser;
    let new = "/cakey/staff/accounts/new";
    let typed = [("login", "xin.ziduan"), ("name", "许南乔"), ("role", "reviewer")];
    let made = admin.submit(&admin.get(new).await.form(new), &typed).await;
    let (_, link) = made.html.split_once("/cakey/staff/activate/").unwrap();
    let path = format!("/cakey/staff/activate/{}", link.split('"').next().unwrap());
    let (browser, longest) = (world.visitor(), &TOO_LONG[..128]);
    let good = vec![("password", longest), ("password_again", longest)];
    let sheet = Sheet { browser: &browser, page: &path, action: &path, good, fields: &[PASSWORD, AGAIN] };
    sheet.try_all(|_| false).await;
    sheet.send(None, "password", longest).await.leads("/cakey/staff?done=activated");

    let form = browser.get("/cakey/staff").await.form("/cakey/staff");
    let captcha = world.captcha(&browser.token()).await;
    let typed = [("act", "login"), ("login", "xin.ziduan"), ("password", longest), ("captcha", &captcha)];
    browser.submit(&form, &typed).await.leads("/cakey/staff/enrol");
    let path = "/cakey/staff/enrol";
    let sheet = Sheet { browser: &browser, page: path, action: path, good: Vec::new(), fields: &CODE };
    sheet.try_all(|_| false).await;
    let secret = browser.get(path).await.all("#secret").remove(0).replace(' ', "");
    let secret = Secret::try_from_base32(&secret).unwrap();
    let code = Builder::new().with_secret(secret).build().unwrap().generate_current().to_string();
    let spoken = format!("{} {}", &code[..3], &code[3..]);
    sheet.send(None, "totp", &spoken).await.leads("/cakey/staff/home");
}

#[tokio::test]
async fn each_field_of_ones_own_new_password_is_judged_for_itself_and_none_ever_comes_back() {
    const FIELDS: [Field; 3] =
        [value("current", &["Qing-shan-2027", "x", TOO_LONG], &[]).required().forgotten(), PASSWORD, AGAIN];
    let world = World::start().await;
    let (page, action) = ("/cakey/staff/me", "/cakey/staff/me/password");
    let staff = world.staff("fahuo").await.browser;
    let (old, _) = world.staff_secrets("fahuo");
    let change = async |new: &str| {
        let typed = [("current", &*old), ("password", new), ("password_again", new)];
        staff.submit(&staff.get(page).await.form(action), &typed).await
    };
    change(&old).await.answers(422, &["新密码与当前密码相同"]);
    change(&TOO_LONG[..128]).await.leads("/cakey/staff/me?done=password");

    let good = vec![("current", &TOO_LONG[..128]), ("password", NEW), ("password_again", NEW)];
    let sheet = Sheet { browser: &staff, page, action, good, fields: &FIELDS };
    sheet.try_all(|_| false).await;
}
