//! A form that is sent after its session has ended is not lost.

use crate::world::World;

#[tokio::test]
async fn a_form_sent_after_the_session_ended_waits_for_the_next_login_of_the_same_company() {
    let world = World::start().await;
    let company = world.company("长忆市政").await;
    let path = "/cakey/profile/contact/edit";
    let form = company.browser.get(path).await.form(path);
    world.let_session_run_out(&company.browser.token()).await;
    let typed = [("name", "林\"晚\"舟"), ("department", "投标<b>部"), ("email", company.email.as_str())];
    let answer = company.browser.submit(&form, &typed).await;
    answer.leads("/cakey/?kept=1&next=/cakey/kept");
    let login = company.browser.follow(answer).await;
    login.says(&["登录已过期", "内容已保留 1 小时"]);

    let other = world.company("长忆别家").await;
    other.browser.get("/cakey/kept").await.leads("/cakey/home");

    let form = login.form("/cakey/");
    assert_eq!(form.hidden("next"), "/cakey/kept");
    let captcha = world.captcha(&company.browser.token()).await;
    let login = [
        ("act", "login"),
        ("company", company.name.as_str()),
        ("password", crate::world::PASSWORD),
        ("captcha", captcha.as_str()),
    ];
    company.browser.submit(&form, &login).await.leads("/cakey/kept");
    let kept = company.browser.get("/cakey/kept").await;
    kept.says(&["您填写的内容还在", "用户信息", "继续", "放弃"]);
    let action = kept.actions().into_iter().find(|action| action.starts_with(path)).unwrap();
    // Somebody else's link to that address throws nothing away.
    company.browser.get(&action).await;
    let again = company.browser.get("/cakey/kept").await.form(&action);
    assert_eq!(again.hidden("name"), "林\"晚\"舟");
    company.browser.submit(&again, &[]).await.leads("/cakey/profile/contact?done=1");
    company.browser.get("/cakey/profile/contact").await.says(&["林\"晚\"舟", "投标<b>部"]);
    company.browser.get("/cakey/kept").await.leads("/cakey/home");
}

#[tokio::test]
async fn a_forged_form_and_one_after_a_logout_are_not_kept() {
    let world = World::start().await;
    let company = world.company("长忆园林").await;
    let path = "/cakey/profile/contact/edit";
    world.let_session_run_out(&company.browser.token()).await;
    let forged = [("csrf", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"), ("name", "别人")];
    let answer = company.browser.post(path, &forged).await;
    answer.leads(&format!("/cakey/?next={path}"));
    let out = company.elsewhere().await;
    let logout = out.browser.get("/cakey/home").await.form("/cakey/logout");
    let late = out.browser.get(path).await.form(path);
    let old = out.browser.token();
    out.browser.submit(&logout, &[]).await;
    out.browser.wear(&old);
    out.browser.submit(&late, &[("name", "林知夏")]).await.leads(&format!("/cakey/?next={path}"));
}
