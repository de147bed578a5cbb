//! E11: the price list changes between saving, submitting and paying. The price is fixed at the submission, the
//! difference is shown before it, and an order that waits for its payment keeps its price.

use crate::world::{COURIER, World};

#[tokio::test]
async fn nobody_submits_at_a_price_that_the_page_did_not_show_and_a_submitted_order_keeps_its_own() {
    let world = World::start().await;
    let company = world.company("临溪制药").await.complete_profile().await;
    let (saved, submitted) = (company.order(2, 1, COURIER).await, company.order(2, 1, COURIER).await);
    submitted.submit().await;
    let open = saved.page("/check").await;
    open.says(&["应付 ¥320.00"]);

    world.raise_prices().await;
    let form = open.form(&saved.url("/submit"));
    company.browser.submit(&form, &[("true", "1")]).await.leads(&saved.url("/check"));
    assert_eq!(
        (saved.row().await.status.as_str(), saved.row().await.amount),
        ("draft", 32_000),
        "nothing was submitted"
    );
    let page = saved.page("/check").await;
    page.says(&["费用有变化", "保存时为 ¥320.00", "应付 ¥340.00"]);
    saved.submit().await;
    assert_eq!((saved.row().await.status.as_str(), saved.row().await.amount), ("awaiting_payment", 34_000));
    assert_eq!(world.price_lists(&saved.number).await, ["调整后的收费标准"]);

    submitted.page("/pay").await.says(&["320.00"]);
    let trade = submitted.pay().await;
    assert_eq!(world.trade(&trade).await.unwrap().total_fen, 32_000);
    assert_eq!(world.price_lists(&submitted.number).await, ["2026 年 7 月收费标准"]);
    world.staff("shenhe").await.approve(&submitted.number).await;
    company.invoice_mail(&submitted.number).await;
    assert_eq!(world.invoices(&submitted.number).await[0].amount, 32_000);
    world.verify();
}
