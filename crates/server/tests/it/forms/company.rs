//! The forms of companies.

use super::{Field, Sheet, TOO_LONG, leads_on, value, words};
use crate::world::{Company, PASSWORD, World, replace};

#[tokio::test]
async fn each_field_of_the_registration_is_judged_for_itself() {
    const FIELDS: [Field; 7] = [
        words("company", 100).required().wrong(&["测"]).right(&[]),
        value("mobile", &["12345678901", "0990-0000000", "1390000", "abc"], &[]).required(),
        value("code", &["12345", "abcdef"], &[]).required(),
        value("password", &["short", "aaaaaaaaaaaa", "1234567890123", TOO_LONG], &[]).required().forgotten(),
        value("password_again", &["Qing-shan-2027"], &[]).required().forgotten(),
        words("person", 50).wrong(&["林"]),
        value("agree", &["yes"], &[]).required(),
    ];
    let world = World::start().await;
    let company = Company::invented(&world, "字段咨询");
    let sheet = Sheet {
        browser: &company.browser,
        page: "/cakey/register",
        action: "/cakey/register",
        good: vec![
            ("act", "register"),
            ("company", &company.name),
            ("mobile", &company.mobile),
            ("code", "123456"),
            ("password", PASSWORD),
            ("password_again", PASSWORD),
            ("person", "林知夏"),
            ("agree", "on"),
        ],
        fields: &FIELDS,
    };
    // No message was sent, so a form without other mistakes is refused for its code alone.
    sheet.try_all(|page| page.status == 422 && page.all(".er").len() == 1).await;
    assert_eq!(world.companies_named(&company.name).await, 0);
}

#[tokio::test]
async fn each_field_of_the_company_profile_is_judged_for_itself() {
    const FIELDS: [Field; 15] = [
        value("licence_forever", &["yes"], &["on"]),
        value("kind", &["castle"], &["sole_trader", "other"]).required(),
        value("id_kind", &["library_card"], &[]).required(),
        value("credit_code", &["91350100M0001TGQX", "913501001234567890", "ILOVESZ"], &[]).required(),
        value("identity", &["spectator"], &["bidder", "agency"]),
        words("legal_name", 50).required().wrong(&["沈"]).right(&["买买提·艾力"]),
        value("legal_id_kind", &["diary"], &["passport"]),
        value("legal_mobile", &["123", "0990-0000000"], &["13900001234"]),
        value("province", &["示例省", "福建"], &[]).required(),
        value("city", &["厦门", "广州市"], &[]).required(),
        value("district", &["东湖区", "鼓楼区"], &["湖里区"]).required(),
        words("address", 100).required().wrong(&["路 1"]).right(&["示例路 1 号"]),
        value("phone", &["123", "0990-00000001234"], &["0990-0000000", "09900000000-8001", "13900001234"]),
        value("postcode", &["12345", "1234567", "abcdef"], &["999001"]),
        value("licence_until", &["2020-01-01", "2026-13-01", "soon"], &["2099-12-31", "2099/1/2", "20990102"]),
    ];
    let world = World::start().await;
    let company = world.company("字段市政").await;
    let sheet = Sheet {
        browser: &company.browser,
        page: "/cakey/profile/company/edit",
        action: "/cakey/profile/company/edit",
        good: replace(&company.profile_inputs(), &[("licence_forever", ""), ("licence_until", "2099-12-31")]),
        fields: &FIELDS,
    };
    sheet.try_all(leads_on).await;
}

#[tokio::test]
async fn each_field_of_the_invoice_profile_is_judged_for_itself() {
    const FIELDS: [Field; 8] = [
        words("title", 100).required(),
        value("tax_number", &["123", "91350100M0001TGQXM91350", "91350100m0001tg!xm"], &["ABCDEFGHIJ12345"]).required(),
        words("address", 100),
        value("phone", &["123456789012345678901"], &["0990-0000000"]),
        words("bank", 100),
        value("account", &["1234", "abc-1234567"], &["6222 0000-0000 0000"]),
        value("email", &["caiwu", "a@", "@b.example", "a b@c.example"], &["caiwu2@qinghe.example"]).required(),
        words("remark", 100),
    ];
    let world = World::start().await;
    let company = world.company("字段园林").await.complete_profile().await;
    let sheet = Sheet {
        browser: &company.browser,
        page: "/cakey/profile/invoice",
        action: "/cakey/profile/invoice",
        good: vec![
            ("title", &company.name),
            ("tax_number", &company.code),
            ("address", "示例路 18 号"),
            ("phone", "0990-0000000"),
            ("bank", "示例银行澜州支行"),
            ("account", "6222000000000000"),
            ("email", &company.email),
            ("mobile", "13900001234"),
            ("remark", "第一标段"),
        ],
        fields: &FIELDS,
    };
    sheet.try_all(leads_on).await;
}

#[tokio::test]
async fn each_field_of_the_contact_is_judged_for_itself() {
    // The mobile needs a code on the way to it: manual/s3_2_5_contact tries it.
    const FIELDS: [Field; 6] = [
        words("name", 50).required().wrong(&["林"]),
        value("id_kind", &["diary"], &["resident"]),
        value("id_number", &["123", "99010119790228001X", "990101197902300017"], &["990101197902280017"]),
        value("email", &["caiwu", "a@", "@b.example"], &["lin@qinghe.example"]),
        words("department", 50),
        words("title", 50),
    ];
    let world = World::start().await;
    let company = world.company("字段测绘").await;
    let sheet = Sheet {
        browser: &company.browser,
        page: "/cakey/profile/contact/edit",
        action: "/cakey/profile/contact/edit",
        good: vec![
            ("name", "林知夏"),
            ("id_kind", "resident"),
            ("email", &company.email),
            ("department", "投标部"),
            ("title", "经理"),
        ],
        fields: &FIELDS,
    };
    sheet.try_all(leads_on).await;
}
