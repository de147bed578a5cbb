//! Manual 3.2 (4): 发票信息 → 完善. The page starts with what is known; what is stored is sealed and stands on the next
//! invoice.

use crate::world::{COURIER, Company, World, replace};

const PAGE: &str = "/cakey/profile/invoice";
const DONE: &str = "/cakey/profile/invoice?done=1";
const ACCOUNT: &str = "6222001234567890";
const MOBILE: &str = "13900006789";

fn whole(company: &Company) -> Vec<(&str, &str)> {
    vec![
        ("title", &company.name),
        ("tax_number", &company.code),
        ("address", "示例省澜州市示例路 18 号"),
        ("phone", "0990-0000000"),
        ("bank", "示例银行澜州支行"),
        ("account", "6222 0012-3456 7890"),
        ("email", &company.email),
        ("mobile", MOBILE),
        ("remark", "第一标段"),
    ]
}

#[tokio::test]
async fn the_page_starts_with_name_and_code_and_keeps_what_was_completed() {
    let world = World::start().await;
    let company = world.company("石泉建设").await;
    company.company_profile().await.leads("/cakey/profile/company?done=1");
    let page = company.browser.get(PAGE).await;
    page.says(&["发票信息", "待完善", "电子发票（普通发票）", "需要专票请致电客服"]);
    assert_eq!(page.all("form button[type=submit].btn-p"), ["完善"]);
    let typed = page.typed(PAGE);
    assert_eq!((typed["title"].as_str(), typed["tax_number"].as_str()), (&*company.name, &*company.code));

    let before = world.stored_company(&company.name).await;
    company.fill(PAGE, &whole(&company)).await.leads(DONE);
    let saved = company.browser.get(DONE).await;
    saved.says(&["发票信息已保存", "已完善", "已保存 139****6789，不修改就留空"]);
    assert!(!saved.html.contains(MOBILE), "the number is masked");
    let typed = saved.typed(PAGE);
    for (name, value) in whole(&company).into_iter().filter(|(name, _)| !["account", "mobile"].contains(name)) {
        assert_eq!(typed[name], value, "{name}");
    }
    assert_eq!(typed["account"], ACCOUNT, "digits alone");

    let row = world.stored_company(&company.name).await;
    assert_eq!(row.version, before.version + 1);
    assert!(row.is_sealed(), "{row:?}");
    let stored = row.invoice_profile(&world);
    assert_eq!((stored.title.as_str(), stored.tax_number.as_str()), (&*company.name, &*company.code));
    assert_eq!((stored.account.as_str(), stored.email.as_str()), (ACCOUNT, &*company.email));
    assert_eq!((stored.mobile.unwrap().as_str(), stored.remark.as_str()), (MOBILE, "第一标段"));
    assert_eq!(row.profile(&world), before.profile(&world), "nothing else has changed");
    assert_eq!((row.mobile(&world), row.contact(&world)), (company.mobile.clone(), before.contact(&world)));
    let acts = world.acts_on(&company.name).await;
    assert_eq!(acts.last().unwrap(), &("profile".into(), "林知夏".into(), "发票信息".into()), "{acts:?}");
    assert!(world.messages(MOBILE).await.is_empty() && world.mails(&company.email).await.is_empty());
    let bare: Vec<_> = whole(&company).into_iter().filter(|(name, _)| *name != "mobile").collect();
    company.fill(PAGE, &bare).await.leads(DONE);
    let kept = world.stored_company(&company.name).await.invoice_profile(&world);
    assert_eq!(kept.mobile.unwrap().as_str(), MOBILE, "an empty number keeps the saved one");
    world.verify();
}

#[tokio::test]
async fn mistakes_and_a_page_of_yesterday_change_nothing() {
    let world = World::start().await;
    let company = world.company("石泉测绘").await;
    let before = world.stored_company(&company.name).await;
    for (replaced, words) in [
        (("title", ""), "请填写发票抬头"),
        (("tax_number", "123"), "纳税人识别号应为 15–20 位"),
        (("account", "622200000000abcd"), "银行账号只含数字、空格和短横"),
        (("email", "caiwu"), "不是完整的邮箱地址"),
        (("mobile", "0990-0000000"), "11 位数字"),
    ] {
        company.fill(PAGE, &replace(&whole(&company), &[replaced])).await.answers(422, &["需要修改", words]);
    }
    assert_eq!(world.stored_company(&company.name).await, before);
    let old = company.browser.get(PAGE).await.form(PAGE);
    company.fill(PAGE, &whole(&company)).await.leads(DONE);
    let saved = world.stored_company(&company.name).await;
    company.browser.submit(&old, &whole(&company)).await.answers(409, &["内容已有变化"]);
    assert_eq!(world.stored_company(&company.name).await, saved);
    assert_eq!(world.acts(&company.name, "profile", "发票信息").await, 1);
}

#[tokio::test]
async fn the_next_invoice_is_made_out_as_it_was_completed() {
    let world = World::start().await;
    let company = world.company("石泉监理").await.complete_profile().await;
    let title = format!("{}第一分公司", company.name);
    let typed = replace(&whole(&company), &[("title", &title)]);
    company.fill(PAGE, &typed).await.leads(DONE);
    let order = company.paid_order(COURIER).await;
    // The title is not the company's name: the reviewer says why it may be.
    let decision = [("d", "ok"), ("memo", "分公司抬头，已电话核对")];
    let approved = world.staff("shenhe").await.decide(&order.number, &decision).await;
    assert_eq!(approved.status, 303, "{}", approved.text());
    company.invoice_mail(&order.number).await;
    let page = company.browser.get(&format!("/cakey/invoices/{}", order.number)).await;
    page.says(&["电子发票（普通发票）", &title, &company.code, &company.email]);
    world.verify();
}
