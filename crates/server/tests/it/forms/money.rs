//! The forms of 财务 and of invoices: 线下退款, 资金异常, 售后退款, 登记冲红, 重新发送.

use super::{Field, Sheet, is_too_old, leads_on, value, words};
use crate::world::{COURIER, Company, Order, Page, World, until};
use serde_json::json;

/// The first address on a page that begins or ends so.
fn address(page: &Page, attribute: &str, fits: impl Fn(&str) -> bool) -> String {
    let found = page.html.split(attribute).skip(1).find_map(|rest| rest.split('"').next().filter(|one| fits(one)));
    found.unwrap_or_else(|| panic!("{}: {}", page.path, page.text())).to_owned()
}

/// An order with an issued invoice.
async fn sold(company: &Company) -> Order {
    let order = company.paid_order(COURIER).await;
    company.world.staff("shenhe").await.approve(&order.number).await;
    company.invoice_mail(&order.number).await;
    order
}

#[tokio::test]
async fn each_field_of_an_offline_refund_and_of_its_case_is_judged_for_itself() {
    const ACCOUNT: &[&str] = &["1234567", "6222-abcd-1234", "6222000000000000000000000000123"];
    const VOUCHER: [Field; 4] = [
        words("voucher", 40).required().wrong(&["BK1"]),
        words("payee", 100).required().wrong(&["青"]),
        value("account", ACCOUNT, &["12345678", "6222 0000 0000 1234", "622200000000000000000000000012"]).required(),
        words("note", 200).required().wrong(&["注销"]),
    ];
    const CASE: [Field; 1] = [words("reason", 200).required().wrong(&["好了"])];

    let world = World::start().await;
    let order = world.company("字段航运").await.complete_profile().await.paid_order(COURIER).await;
    world.fault(json!({"fault": "refund_refused", "times": 9})).await;
    world.staff("shenhe").await.reject(&order.number, "资料与证件不一致").await;
    let failed = async || world.refunds(&order.number).await.into_iter().find(|refund| refund.state == "failed");
    until("the refund to be refused", failed).await;
    let finance = world.staff("caiwu").await.browser;
    let below = |list: &'static str| move |link: &str| link.starts_with(list) && link != list;

    let path =
        address(&finance.get("/cakey/staff/finance/refunds").await, "href=\"", below("/cakey/staff/finance/refunds/"));
    let action = format!("{path}/offline");
    let good = vec![
        ("voucher", "BK-2026-0031"),
        ("payee", &*order.company.name),
        ("account", "6222000000001234"),
        ("note", "原支付账户已注销"),
    ];
    let sheet = Sheet { browser: &finance, page: &path, action: &action, good, fields: &VOUCHER };
    let taken_back = async |page: &Page| {
        let form = finance.get(&path).await.form(&format!("{path}/withdraw"));
        finance.submit(&form, &[]).await.leads(&path);
        leads_on(page)
    };
    sheet.try_all_taking_back(taken_back).await;

    let path =
        address(&finance.get("/cakey/staff/finance/cases").await, "href=\"", below("/cakey/staff/finance/cases/"));
    let good = vec![("act", "note"), ("reason", "已致电平台客服核实")];
    let sheet = Sheet { browser: &finance, page: &path, action: &path, good, fields: &CASE };
    sheet.try_all(leads_on).await;
    for button in ["", "burn"] {
        sheet.send(None, "act", button).await.answers(400, &["没有保存任何内容"]);
    }
    sheet.send(None, "act", "close").await.leads(&path);
}

#[tokio::test]
async fn each_field_of_a_refund_after_sale_and_of_its_red_invoice_is_judged_for_itself() {
    const WHY: [Field; 1] = [words("reason", 200).required().wrong(&["退款"])];
    const RED: [Field; 1] = [value(
        "red",
        &[
            "12",
            "2600000000000000999",
            "260000000000000099991",
            "2600000000000000999X",
            "贰陆零零零零零零零零零零零零零零零零零零",
        ],
        &[],
    )
    .required()];
    let world = World::start().await;
    let company = world.company("字段盐业").await.complete_profile().await;
    let orders = [sold(&company).await, sold(&company).await];
    let (supervisor, finance) = (world.staff("zhuguan").await.browser, world.staff("caiwu").await.browser);

    let path = format!("/cakey/staff/finance/after-sale/{}", orders[0].number);
    let action = format!("{path}/ask");
    let good = vec![("version", "0"), ("reason", "同一证书重复办理")];
    let sheet = Sheet { browser: &supervisor, page: &path, action: &action, good, fields: &WHY };
    sheet.try_all(is_too_old).await;

    for order in &orders {
        let path = format!("/cakey/staff/finance/after-sale/{}", order.number);
        let form = supervisor.get(&path).await.form(&format!("{path}/ask"));
        supervisor.submit(&form, &[("reason", "同一证书重复办理")]).await.leads(&path);
        let form = finance.get(&path).await.form(&format!("{path}/release"));
        finance.submit(&form, &[]).await.leads(&path);
    }
    let shelf = "/cakey/staff/invoices?st=to_flush";
    let both = async || Some(finance.get(shelf).await).filter(|page| page.rows().len() == 2);
    let page = until("both invoices to be flushed", both).await;
    let action = address(&page, "action=\"", |action| action.ends_with("/flushed"));
    let good = vec![("red", "26000000000000009999")];
    let sheet = Sheet { browser: &finance, page: shelf, action: &action, good, fields: &RED };
    sheet.try_all(leads_on).await;
    sheet.send(None, "red", "２６００ 0000 0000 0000 9999").await.leads(shelf);
    assert_eq!(finance.get(shelf).await.rows().len(), 1);
}

#[tokio::test]
async fn the_mailbox_for_an_invoice_is_judged() {
    const LONG: &str = "caiwu@qinghe.example.qinghe.example.qinghe.example.qinghe.example.qinghe.example.qinghe.example.\
        qinghe.example";
    const WRONG: &[&str] =
        &["caiwu", "a@", "@b.example", "a b@c.example", "财务@qinghe.example", "a@b,c@d.example", LONG];
    const FIELDS: [Field; 1] = [value("email", WRONG, &[" ｃａｉｗｕ2@qinghe.example "]).required()];
    let world = World::start().await;
    let company = world.company("字段咨询").await.complete_profile().await;
    let order = sold(&company).await;
    let path = format!("/cakey/invoices/{}", order.number);
    let action = format!("{path}/resend");
    let good = vec![("email", "caiwu2@qinghe.example")];
    let sheet = Sheet { browser: &company.browser, page: &path, action: &action, good, fields: &FIELDS };
    sheet.try_all(leads_on).await;
}
