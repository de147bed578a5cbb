//! 企业: looked up by staff, with masked numbers and a trail of who saw them; disabled, enabled, rescued by two people.

use crate::world::{COURIER, World};

#[tokio::test]
async fn a_company_is_found_by_name_code_and_mobile_and_its_numbers_are_masked_until_somebody_asks() {
    let world = World::start().await;
    let company = world.company("青禾建设").await.complete_profile().await;
    world.company("望江水利").await.complete_profile().await;
    let support = world.staff("kefu").await;
    for word in [&company.name, &company.code, &company.mobile, "青禾"] {
        let rows = support.browser.get(&format!("/cakey/staff/companies?kw={}", encoded(word))).await.rows();
        assert!(rows.len() == 1 && rows[0].contains(&company.name), "{word}: {rows:?}");
        assert!(!rows[0].contains(&company.mobile), "the list shows a whole number");
    }
    let none = support.browser.get("/cakey/staff/companies?kw=13700000000").await;
    none.says(&["没有找到“13700000000”"]);
    let path = support.company_page(&company.name).await;
    let page = support.browser.get(&path).await;
    assert!(!page.html.contains(&company.mobile), "{}", page.text());
    let reveal = page.form(&format!("{path}/reveal"));
    support.browser.submit(&reveal, &[]).await.says(&[&company.mobile, "这次查看已记入审计"]);
    for (login, status) in [("shenhe", 200), ("shenji", 200), ("zhuguan", 200), ("fahuo", 403), ("caiwu", 403)] {
        assert_eq!(world.staff(login).await.browser.get(&path).await.status, status, "{login}");
    }
    world.verify();
}

#[tokio::test]
async fn a_disabled_company_is_out_at_once_and_reads_why_at_the_login() {
    let world = World::start().await;
    let company = world.company("松溪置业").await.complete_profile().await;
    let order = company.paid_order(COURIER).await;
    let chief = world.staff("zhuguan").await;
    let path = chief.company_page(&company.name).await;
    let form = chief.browser.get(&path).await.form(&format!("{path}/switch"));
    chief.browser.submit(&form, &[("to", "off")]).await.answers(422, &["请填写原因"]);
    let off = chief.browser.submit(&form, &[("to", "off"), ("why", "冒用他人名义")]).await;
    off.leads(&format!("{path}?done=off"));
    assert_eq!(order.page("").await.status, 303, "the session lives on");
    let refused = company.log_in(&world.visitor(), &[]).await;
    refused.answers(403, &["这家企业的账号已停用"]);
    chief.browser.submit(&form, &[("to", "on"), ("why", "核实为本人")]).await.leads(&format!("{path}?done=on"));
    company.log_in(&world.visitor(), &[]).await.leads("/cakey/home");
}

#[tokio::test]
async fn an_account_is_rescued_by_two_people_and_the_new_number_gets_a_temporary_password() {
    let world = World::start().await;
    let company = world.company("松溪船舶").await.complete_profile().await;
    let (support, chief) = (world.staff("kefu").await, world.staff("zhuguan").await);
    let path = support.company_page(&company.name).await;
    let form = support.browser.get(&path).await.form(&format!("{path}/rescue"));
    let asked = [("mobile", "13755550001"), ("reason", "营业执照与申请函公章一致"), ("seen", "1")];
    support.browser.submit(&form, &asked).await.leads(&format!("{path}?done=rescue"));
    let waiting = support.browser.get("/cakey/staff/rescues").await;
    waiting.says(&[&company.name, "137****0001"]);
    assert!(!waiting.html.contains("value=\"release\""), "support releases nothing");

    let mine = chief.browser.get(&path).await.form(&format!("{path}/rescue"));
    chief.browser.submit(&mine, &asked).await.answers(422, &["已有一个等待放行的账号找回"]);
    let page = chief.browser.get("/cakey/staff/rescues").await;
    let action =
        page.html.split("action=\"/cakey/staff/rescues/").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let form = page.form(&format!("/cakey/staff/rescues/{action}"));
    chief.browser.submit(&form, &[("d", "release")]).await.leads("/cakey/staff/rescues?done=release");
    assert_eq!(chief.browser.submit(&form, &[("d", "release")]).await.status, 404, "once");

    let message = world.message("13755550001", "临时密码").await;
    assert!(!message.is_empty());
    let rows = support.browser.get("/cakey/staff/companies?kw=13755550001").await.rows();
    assert!(rows.len() == 1 && rows[0].contains(&company.name), "{rows:?}");
    let old = support.browser.get(&format!("/cakey/staff/companies?kw={}", company.mobile)).await.rows();
    assert!(old.is_empty(), "{old:?}");
    company.browser.get("/cakey/home").await.leads("/cakey/?next=/cakey/home");
    world.verify();
}

#[tokio::test]
async fn an_address_that_another_company_uses_is_pointed_out() {
    let world = World::start().await;
    let first = world.company("青禾建设").await.complete_profile().await;
    let reviewer = world.staff("shenhe").await;
    let alone = first.paid_order(COURIER).await;
    reviewer.review(&alone.number).await.says(&["收件地址", "其他企业没有用过这个地址"]);
    let second = world.company("望江水利").await.complete_profile().await;
    let same = second.paid_order(COURIER).await;
    reviewer.review(&same.number).await.says(&["有重复", &format!("也出现在：{}", first.name)]);
    reviewer.review(&alone.number).await.says(&[&format!("也出现在：{}", second.name)]);
}

/// A word as the value of a parameter.
fn encoded(word: &str) -> String {
    word.bytes().map(|byte| format!("%{byte:02X}")).collect()
}
