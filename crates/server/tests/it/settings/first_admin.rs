//! The first start of `cakey serve` on an empty folder prints a link. It makes the first administrator, once; nobody
//! else ever becomes one by it.

use crate::world::{Installation, cakey};

const PASSWORD: &str = "Quiet-Heron-552";
const DEAD: &str = "这个链接已经用过";

db::sql! {
    STAFF = "select login || ' ' || name || ' ' || role from staff where id > $1 order by id";
    TRAIL = "select action || ' ' || subject || ' ' || detail from audit where seq > $1 order by seq";
}

#[tokio::test]
async fn the_first_start_prints_a_link_that_makes_one_administrator_once() {
    let mut place = Installation::new();
    let unused = Installation::link(&place.start().await).unwrap();
    let said = place.start().await;
    assert!(said.contains("首次设置") && said.contains("24 小时") && said.contains("只能用一次"), "{said}");
    let path = Installation::link(&said).unwrap();
    assert_ne!(path, unused, "each start draws its own");
    let browser = place.browser();
    browser.get(&unused).await.answers(403, &[DEAD]);
    browser.get("/cakey/staff/setup/AAAA").await.answers(403, &[DEAD]);

    let page = browser.get(&path).await;
    page.says(&["首次设置", "新建第一位系统管理员", "登录名", "姓名", "密码", "确认密码"]);
    let form = page.form(&path);
    let typed =
        |password| [("login", "guanli"), ("name", "陆闻笙"), ("password", password), ("password_again", password)];
    let refused = browser.submit(&form, &typed("short")).await;
    refused.answers(422, &["至少 10 位"]);
    assert_eq!(refused.typed(&path)["login"], "guanli", "what was typed is kept");
    assert!(place.texts(&STAFF).await.is_empty());
    browser.submit(&form, &typed(PASSWORD)).await.leads("/cakey/staff?done=activated");
    assert_eq!(place.texts(&STAFF).await, ["guanli 陆闻笙 admin"]);
    assert_eq!(place.texts(&TRAIL).await, ["staff_account guanli 通过首次设置链接新建系统管理员"]);

    for path in [&path, &unused] {
        browser.get(path).await.answers(403, &[DEAD]);
        let again = [("login", "second"), ("name", "第二位"), ("password", PASSWORD), ("password_again", PASSWORD)];
        let csrf = form.hidden("csrf");
        let inputs = [&again[..], &[("csrf", csrf)]].concat();
        browser.post(path, &inputs).await.answers(403, &[DEAD]);
    }
    assert_eq!(Installation::link(&place.start().await), None, "there is an administrator: no link any more");
    assert_eq!(place.texts(&STAFF).await.len(), 1);
    let data = place.root.join("data").display().to_string();
    place.stop();
    assert!(cakey(&["verify", "--data", &data]).status.success());
}
