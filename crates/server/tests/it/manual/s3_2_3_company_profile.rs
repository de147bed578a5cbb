//! Manual 3.2 (3): 基本信息 → 编辑 → 确认更新. What was typed is there afterwards, sealed in the database; the licence is
//! kept beside it; the trail says who changed what.

use crate::world::{Company, World, png, replace};

const EDIT: &str = "/cakey/profile/company/edit";
const SHOWN: &str = "/cakey/profile/company";
/// An invented resident: 示例省, born 1979-02-28.
const ID: &str = "990101197902280017";
const LEGAL_MOBILE: &str = "13900005678";

/// The whole form, personal numbers included.
fn whole(company: &Company) -> Vec<(&str, &str)> {
    let more = [
        ("identity", "bidder"),
        ("legal_id_kind", "resident"),
        ("legal_id_number", ID),
        ("legal_mobile", LEGAL_MOBILE),
        ("postcode", "999001"),
    ];
    [&company.profile_inputs()[..], &more].concat()
}

#[tokio::test]
async fn the_profile_is_edited_confirmed_shown_masked_and_stored_sealed() {
    let world = World::start().await;
    let company = world.company("湖心建设").await;
    let empty = company.browser.get(SHOWN).await;
    empty.says(&["基本信息", "待完善", "还没有填写基本信息"]);
    assert_eq!(empty.all(&format!("a[href='{EDIT}']")), ["编辑"]);
    let form = company.browser.get(EDIT).await;
    form.says(&["编辑基本信息", "企业名称", &company.name, "证件号码", "法定代表人"]);
    assert!(form.all("button[type=submit]").contains(&"确认更新".to_owned()), "{}", form.html);
    assert!(!form.typed(EDIT).contains_key("name"), "the company's name is not for typing");

    let before = world.stored_company(&company.name).await;
    company.fill(EDIT, &whole(&company)).await.leads("/cakey/profile/company?done=1");
    let page = company.browser.get("/cakey/profile/company?done=1").await;
    page.says(&["基本信息已更新", "已完善", &company.code, "投标人", "长期", "示例路 18 号 3 幢", "0990-0000000"]);
    page.says(&["林知夏", "9901**********0017", "139****5678"]);
    assert!(!page.html.contains(ID) && !page.html.contains(LEGAL_MOBILE), "the numbers are masked");
    company.browser.get("/cakey/home").await.says(&["资料完善 2/3"]);

    let row = world.stored_company(&company.name).await;
    assert_eq!((row.version, row.credit_code.as_str()), (before.version + 1, company.code.as_str()));
    assert!(row.is_sealed(), "{row:?}");
    let stored = row.profile(&world);
    assert_eq!((stored.legal_name.as_str(), stored.legal_id_number.as_str()), ("林知夏", ID));
    assert_eq!(stored.legal_mobile.unwrap().as_str(), LEGAL_MOBILE);
    assert_eq!((stored.phone.as_str(), stored.postcode.as_str()), ("0990-0000000", "999001"));
    assert_eq!(row.mobile(&world), company.mobile, "the account is as it was");
    assert_eq!(row.contact(&world), before.contact(&world));
    assert!(row.invoice_profile.is_empty());
    let acts = world.acts_on(&company.name).await;
    assert_eq!(acts.last().unwrap(), &("profile".into(), "林知夏".into(), "基本信息".into()), "{acts:?}");
    assert_eq!(world.messages(&company.mobile).await.len(), 1, "the registration's code and nothing else");
    assert!(world.messages(LEGAL_MOBILE).await.is_empty() && world.mails(&company.email).await.is_empty());
    world.verify();
}

#[tokio::test]
async fn what_is_left_empty_keeps_the_saved_numbers() {
    let world = World::start().await;
    let company = world.company("湖心测绘").await;
    company.fill(EDIT, &whole(&company)).await.leads("/cakey/profile/company?done=1");
    let form = company.browser.get(EDIT).await;
    form.says(&["已保存 9901**********0017，不修改就留空", "已保存 139****5678，不修改就留空"]);
    assert!(!form.html.contains(ID) && !form.html.contains(LEGAL_MOBILE), "a saved number is not shown again");
    let changed =
        replace(&whole(&company), &[("legal_id_number", ""), ("legal_mobile", ""), ("phone", "0990-0000009")]);
    company.fill(EDIT, &changed).await.leads("/cakey/profile/company?done=1");
    let stored = world.stored_company(&company.name).await.profile(&world);
    assert_eq!((stored.legal_id_number.as_str(), stored.phone.as_str()), (ID, "0990-0000009"));
    assert_eq!(stored.legal_mobile.unwrap().as_str(), LEGAL_MOBILE);
    let other = replace(&changed, &[("legal_id_kind", "passport")]);
    company.fill(EDIT, &other).await.answers(422, &["证件类型已改为", "请重新填写证件号码"]);
    assert_eq!(world.acts(&company.name, "profile", "基本信息").await, 2);
}

#[tokio::test]
async fn mistakes_and_a_page_of_yesterday_change_nothing() {
    let world = World::start().await;
    let company = world.company("湖心监理").await;
    let before = world.stored_company(&company.name).await;
    for (replaced, words) in [
        (("credit_code", "91350100M0001TGQX"), "18 位"),
        (("legal_name", ""), "请填写法定代表人姓名"),
        (("legal_id_number", "990101197902280018"), "校验"),
        (("legal_mobile", "0990-0000000"), "11 位数字"),
        (("postcode", "12345"), "邮政编码"),
    ] {
        company.fill(EDIT, &replace(&whole(&company), &[replaced])).await.answers(422, &["需要修改", words]);
    }
    assert_eq!(world.stored_company(&company.name).await, before);
    let old = company.browser.get(EDIT).await.form(EDIT);
    company.fill(EDIT, &whole(&company)).await.leads("/cakey/profile/company?done=1");
    let saved = world.stored_company(&company.name).await;
    let late = replace(&whole(&company), &[("legal_name", "沈知衡")]);
    company.browser.submit(&old, &late).await.answers(409, &["内容已有变化"]);
    assert_eq!(world.stored_company(&company.name).await, saved);
    assert_eq!(world.acts(&company.name, "profile", "基本信息").await, 1);
}

#[tokio::test]
async fn the_licence_is_kept_beside_the_profile() {
    let world = World::start().await;
    let company = world.company("湖心咨询").await;
    company.browser.get(SHOWN).await.says(&["证照", "营业执照", "上传所选文件"]);
    company.give("company", "licence", png(61)).await.leads("/cakey/profile/company#materials");
    let kept = world.attachments_of(&company.name).await;
    assert_eq!(kept.len(), 1);
    let picture = company.browser.get(&format!("/cakey/attachments/{}/view", kept[0])).await;
    assert_eq!((picture.status, picture.headers["content-type"].as_bytes()), (200, &b"image/png"[..]));
    let shown = company.browser.get(SHOWN).await;
    shown.says(&["licence.png", "已存入企业资料，以后的订单不用再传"]);
    assert!(!shown.text().contains("上传所选文件"), "there is nothing to choose");
    company.browser.get(&format!("{SHOWN}?again=licence")).await.says(&["上传所选文件"]);
}
