//! The forms of 员工账号.

use super::{Field, Sheet, leads_on, value, words};
use crate::world::World;

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
