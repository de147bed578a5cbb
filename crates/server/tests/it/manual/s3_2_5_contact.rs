//! Manual 3.2 (5): 用户信息 → 编辑 → 确认更新. A new mobile is proven by the code that it received; it is then the
//! registered one, and the old one is told by SMS.

use crate::world::{Client, Company, Setup, World, png};
use std::sync::Arc;

const EDIT: &str = "/cakey/profile/contact/edit";
const DONE: &str = "/cakey/profile/contact?done=1";
/// An invented resident, born 1979-02-28.
const RESIDENT: &str = "990101197902280017";
const OTHER: &str = "13711112222";

/// A world that does not ask for a minute between two messages to one number.
async fn world() -> Arc<World> {
    let environment = vec![("CAKEY_CONFIG_LIMITS_SMS_PAUSE_SECONDS", "0")];
    World::start_as(Setup { environment, ..Setup::default() }).await
}

#[tokio::test]
async fn the_contact_is_shown_edited_and_confirmed_and_nobody_gets_a_message() {
    let world = World::start().await;
    let company = world.company("桥东建设").await;
    let page = company.browser.get("/cakey/profile/contact").await;
    let masked = format!("{}****{}", &company.mobile[..3], &company.mobile[7..]);
    page.says(&["用户信息", "单位联系人", &company.name, "联系人姓名", "林知夏", "手机号", &masked]);
    assert!(!page.html.contains(&company.mobile), "the number is masked");
    assert_eq!(page.all(&format!("a[href='{EDIT}']")), ["编辑"]);
    let form = company.browser.get(EDIT).await;
    form.says(&["编辑用户信息", &masked, "不更换就不用填下面两项"]);
    assert!(form.all("button[type=submit]").contains(&"确认更新".to_owned()), "{}", form.html);
    let typed = form.typed(EDIT);
    assert_eq!((typed["name"].as_str(), typed["mobile"].as_str()), ("林知夏", ""));

    let before = world.stored_company(&company.name).await;
    let typed = [("name", "沈知行"), ("email", &*company.email), ("department", "投标部"), ("title", "经理")];
    let number = [("id_kind", "resident"), ("id_number", RESIDENT)];
    company.fill(EDIT, &[&typed[..], &number].concat()).await.leads(DONE);
    let saved = company.browser.get(DONE).await;
    saved.says(&["用户信息已更新", "已完善", "沈知行", &masked, &company.email, "投标部", "经理"]);
    saved.says(&["居民身份证", "9901**********0017"]);
    assert!(!saved.html.contains(RESIDENT), "the number is masked");
    company.fill(EDIT, &typed).await.leads(DONE);
    company.browser.get(EDIT).await.says(&["已保存 9901**********0017，不修改就留空"]);
    let row = world.stored_company(&company.name).await;
    assert_eq!(row.version, before.version + 2, "saved twice, the second time without the number");
    assert!(row.is_sealed(), "{row:?}");
    let stored = row.contact(&world);
    assert_eq!((stored.name.as_str(), stored.mobile.as_str()), ("沈知行", &*company.mobile));
    assert_eq!(stored.id_number, RESIDENT);
    assert_eq!((stored.department.as_str(), stored.title.as_str()), ("投标部", "经理"));
    assert_eq!(row.mobile(&world), company.mobile);
    let acts = world.acts_on(&company.name).await;
    assert_eq!(acts.first().unwrap(), &("profile".into(), "林知夏".into(), "用户信息".into()), "{acts:?}");
    assert_eq!(world.messages(&company.mobile).await.len(), 1, "the registration's code and nothing else");
    company.browser.get("/cakey/home").await.says(&["沈知行，您好"]);
    world.verify();
}

/// 发送短信验证码 to the new number; the code that it received.
async fn code_at(company: &Company, mobile: &str) -> String {
    let typed = [("act", "sms"), ("name", "林知夏"), ("mobile", mobile)];
    let sent = company.fill(EDIT, &typed).await;
    sent.says(&["验证码已发送到 137****2222，5 分钟内有效"]);
    assert_eq!(sent.typed(EDIT)["name"], "林知夏", "what was typed is kept");
    let text = company.world.message(mobile, "验证码").await;
    text.split_once("验证码").unwrap().1.chars().take(6).collect()
}

#[tokio::test]
async fn a_new_mobile_is_proven_by_its_code_and_the_old_one_is_told() {
    let world = world().await;
    let company = world.company("桥东测绘").await;
    let before = world.stored_company(&company.name).await;
    let typed = |code: &'static str| [("name", "林知夏"), ("mobile", OTHER), ("code", code)];
    company.fill(EDIT, &typed("")).await.answers(422, &["短信验证码不正确或已失效"]);
    let code = code_at(&company, OTHER).await;
    let wrong = if code == "000000" { "000001" } else { "000000" };
    company.fill(EDIT, &typed(wrong)).await.answers(422, &["短信验证码不正确或已失效"]);
    // The code proves the number that received it and no other.
    let third = [("name", "林知夏"), ("mobile", "13711113333"), ("code", &*code)];
    company.fill(EDIT, &third).await.answers(422, &["短信验证码不正确或已失效"]);
    assert_eq!(world.stored_company(&company.name).await, before);
    assert_eq!(world.messages(&company.mobile).await.len(), 1, "nobody is told before it has happened");

    let right = [("name", "林知夏"), ("mobile", OTHER), ("code", &*code)];
    company.fill(EDIT, &right).await.leads(DONE);
    let page = company.browser.get(DONE).await;
    page.says(&["用户信息已更新", "137****2222"]);
    assert!(!page.html.contains(OTHER));
    let row = world.stored_company(&company.name).await;
    assert_eq!((row.mobile(&world).as_str(), row.contact(&world).mobile.as_str()), (OTHER, OTHER));
    assert!(row.is_sealed() && row.version == before.version + 1, "{row:?}");
    let told = world.message(&company.mobile, "联系手机号已更换").await;
    assert!(told.contains("如非本人操作请致电") && !told.contains(OTHER) && !told.contains("2222"), "{told}");
    let acts = world.acts_on(&company.name).await;
    let last: Vec<_> = acts.iter().rev().take(2).map(|(code, _, said)| (code.as_str(), said.as_str())).collect();
    assert_eq!(last, [("profile", "用户信息"), ("company_account", "更换手机号，新号码已验证")], "{acts:?}");
    assert!(!format!("{acts:?}").contains(OTHER), "the trail holds no number");
    company.fill(EDIT, &[("name", "林知夏"), ("mobile", &*company.mobile), ("code", &*code)]).await.answers(422, &[]);
    world.verify();
}

/// 找回密码 with a number; returns once the worker has looked.
async fn forget(company: &Company, browser: &Client, mobile: &str) {
    let form = browser.get("/cakey/forgot").await.form("/cakey/forgot");
    let captcha = company.world.captcha(&browser.token()).await;
    let typed = [("act", "ask"), ("company", &*company.name), ("mobile", mobile), ("captcha", &captcha)];
    browser.submit(&form, &typed).await.leads("/cakey/forgot/sent");
    company.world.rest().await;
}

#[tokio::test]
async fn from_then_on_the_new_number_is_the_registered_one() {
    let world = world().await;
    let company = world.company("桥东监理").await;
    let code = code_at(&company, OTHER).await;
    company.fill(EDIT, &[("name", "林知夏"), ("mobile", OTHER), ("code", &*code)]).await.leads(DONE);
    for mobile in [&*company.mobile, OTHER] {
        forget(&company, &world.visitor(), mobile).await;
    }
    world.message(OTHER, "临时密码").await;
    let old = world.messages(&company.mobile).await;
    assert!(old.iter().all(|message| !message.text.contains("临时密码")), "{old:?}");
}

#[tokio::test]
async fn the_number_that_is_registered_already_needs_no_code_and_gets_none() {
    let world = World::start().await;
    let company = world.company("桥东咨询").await;
    let same = company.fill(EDIT, &[("act", "sms"), ("name", "林知夏"), ("mobile", &*company.mobile)]).await;
    same.answers(422, &["这就是现在的手机号，不用验证，直接确认更新即可"]);
    assert_eq!(world.messages(&company.mobile).await.len(), 1);
    company.fill(EDIT, &[("act", "sms"), ("name", "林知夏"), ("mobile", "123")]).await.answers(422, &["11 位数字"]);
    company.fill(EDIT, &[("name", "林知夏"), ("mobile", &*company.mobile)]).await.leads(DONE);
    assert_eq!(world.acts(&company.name, "company_account", "更换手机号，新号码已验证").await, 0);
}

#[tokio::test]
async fn both_sides_of_the_identity_card_are_kept_beside_the_contact() {
    let world = World::start().await;
    let company = world.company("桥东设计").await;
    company.browser.get("/cakey/profile/contact").await.says(&["身份证和授权委托书", "上传所选文件"]);
    for (input, shade) in [("id_front", 71), ("id_back", 72)] {
        company.give("contact", input, png(shade)).await.leads("/cakey/profile/contact#materials");
    }
    let kept = world.attachments_of(&company.name).await;
    assert_eq!(kept.len(), 2);
    for id in kept {
        assert_eq!(company.browser.get(&format!("/cakey/attachments/{id}/view")).await.status, 200);
    }
    company.browser.get("/cakey/profile/contact").await.says(&["id_front.png", "id_back.png"]);
}
