//! Manual 3.3 (1): 发票管理 → 发票展示 lists the invoices that were issued to this company.

use crate::world::{COURIER, Company, Order, World, until};

/// An order whose invoice is issued and mailed; its number and the invoice's.
async fn invoiced(company: &Company) -> (Order, String) {
    let (world, order) = (&company.world, company.paid_order(COURIER).await);
    world.staff("shenhe").await.approve(&order.number).await;
    let sent = async || world.invoices(&order.number).await.into_iter().find(|invoice| invoice.mail == "sent");
    let invoice = until("the mail to be noted", sent).await;
    (order, invoice.number.unwrap())
}

#[tokio::test]
async fn the_issued_invoices_are_listed_newest_first_and_nothing_else() {
    let world = World::start().await;
    let company = world.company("望溪建设").await.complete_profile().await;
    let home = company.browser.get("/cakey/home").await;
    home.says(&["发票管理"]);
    assert!(!home.all("a[href='/cakey/invoices']").is_empty(), "the menu leads there");
    let paid = company.paid_order(COURIER).await;
    let empty = company.browser.get("/cakey/invoices").await;
    empty.says(&["发票展示", "还没有发票", "订单审核通过后自动开具"]);
    assert!(empty.rows().is_empty(), "a paid order has no invoice yet");

    let (first, one) = invoiced(&company).await;
    let (second, two) = invoiced(&company).await;
    let page = company.browser.get("/cakey/invoices").await;
    page.says(&["发票展示", "普票", "双击一行"]);
    let rows = page.rows();
    assert_eq!(rows.len(), 2, "{rows:?}");
    for (row, (order, no)) in rows.iter().zip([(&second, &two), (&first, &one)]) {
        for words in [no.as_str(), &order.number, "¥320.00", "下载 PDF", "已发送"] {
            assert!(row.contains(words), "no {words} in {row}");
        }
        assert!(!row.contains(&paid.number), "{row}");
        let path = format!("/cakey/invoices/{}", order.number);
        assert_eq!(page.all(&format!("table[data-open] a[href='{path}']")), [no.as_str()], "a double click opens it");
        company.browser.get(&path).await.says(&[no]);
    }
    world.verify();
}

#[tokio::test]
async fn a_list_shows_the_company_s_own_invoices_alone() {
    let world = World::start().await;
    let company = world.company("望溪测绘").await.complete_profile().await;
    let stranger = world.company("望溪别家").await.complete_profile().await;
    let (order, no) = invoiced(&company).await;
    let page = stranger.browser.get("/cakey/invoices").await;
    assert!(page.rows().is_empty() && !page.html.contains(&no), "{}", page.text());
    for rest in ["", "/pdf"] {
        let path = format!("/cakey/invoices/{}{rest}", order.number);
        stranger.browser.get(&path).await.answers(404, &[]);
        world.visitor().get(&path).await.leads(&format!("/cakey/?next={path}"));
    }
}
