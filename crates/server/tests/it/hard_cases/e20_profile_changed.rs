//! E20: the company's profile changes while an order is open. The order keeps what was frozen; the reviewer sees both.

use crate::world::{COURIER, World};

#[tokio::test]
async fn the_order_keeps_its_snapshot_and_the_reviewer_sees_the_difference() {
    let world = World::start().await;
    let company = world.company("临溪水产").await.complete_profile().await;
    let order = company.paid_order(COURIER).await;
    let reviewer = world.staff("shenhe").await;
    assert!(!reviewer.review(&order.number).await.text().contains("提交之后企业资料有变化"));

    let changed = crate::world::replace(&company.profile_inputs(), &[("legal_name", "沈知衡")]);
    company.fill("/cakey/profile/company/edit", &changed).await.leads("/cakey/profile/company?done=1");
    let title = [("title", "临溪新名"), ("tax_number", &*company.code), ("email", &company.email)];
    company.fill("/cakey/profile/invoice", &title).await;

    let page = reviewer.review(&order.number).await;
    page.says(&["提交之后企业资料有变化", "2 处，订单仍按提交时的资料办理", "现在：沈知衡", "现在：临溪新名"]);
    reviewer.approve(&order.number).await;
    let mail = company.invoice_mail(&order.number).await;
    assert!(!mail.text.contains("临溪新名"), "the invoice is made out as it was submitted: {}", mail.text);
    company.browser.get(&format!("/cakey/invoices/{}", order.number)).await.says(&[&company.name]);
    world.verify();
}
