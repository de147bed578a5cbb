//! E13: approved, and the issuer is down or refuses. The order goes on; the user sees 开票中; staff order it again under
//! the same request number.

use crate::world::{COURIER, Page, Staff, World, until};
use serde_json::json;

#[tokio::test]
async fn an_issuer_that_is_down_holds_up_no_order() {
    let world = World::start().await;
    let company = world.company("临溪印务").await.complete_profile().await;
    let order = company.paid_order(COURIER).await;
    let number = &order.number;
    world.control(5, "faults", json!({"down": 3})).await;
    world.staff("shenhe").await.approve(number).await;
    order.page("").await.says(&["待发货", "开票中"]);
    world.staff("fahuo").await.ship(number, "SF1234567890123").await;
    company.invoice_mail(number).await;
    assert_eq!(world.invoices(number).await.len(), 1);
    world.verify();
}

#[tokio::test]
async fn a_refused_invoice_is_asked_for_again_under_its_number_and_stays_on_the_list_until_it_exists() {
    let world = World::start().await;
    let company = world.company("临溪纸业").await.complete_profile().await;
    let order = company.paid_order(COURIER).await;
    let number = &order.number;
    world.control(5, "faults", json!({"drawer_not_logged_in": true})).await;
    world.staff("shenhe").await.approve(number).await;
    let failed = async || world.invoices(number).await.pop().filter(|invoice| invoice.state == "issue_failed");
    let request = until("the invoice to fail", failed).await.request;
    order.page("").await.says(&["待发货"]);
    let finance = world.staff("caiwu").await;
    finance.browser.get("/cakey/staff/jobs").await.says(&["开票", "到发票办理"]);
    let page = page_of_failed(&finance).await;
    page.says(&[number, &request]);
    let action = page.html.split("action=\"").find_map(|rest| rest.split('"').next().filter(|a| a.ends_with("/retry")));
    let form = page.form(action.unwrap());
    finance.browser.submit(&form, &[]).await.leads("/cakey/staff/invoices?st=failed");
    finance.browser.submit(&form, &[]).await.answers(409, &["不在失败状态"]);
    // This issuer keeps to its word for a number that it refused: the invoice is on the list again, with the reason.
    assert_eq!(until("the second refusal", failed).await.request, request, "one invoice, one number");
    page_of_failed(&finance).await.says(&[number, "请登录后重新开票"]);
    assert!(world.mails(&company.email).await.is_empty());
    assert_eq!(world.invoices(number).await.len(), 1);
    world.verify();
}

async fn page_of_failed(finance: &Staff) -> Page {
    finance.browser.get("/cakey/staff/invoices?st=failed").await
}
