//! Manual 3.3: after the approval the e-invoice comes by itself to the mailbox of 发票信息. It is a 普票.

use crate::world::{COURIER, PICKUP, World, until};

#[tokio::test]
async fn the_invoice_comes_to_the_mailbox_by_itself_after_the_approval_and_not_before() {
    let world = World::start().await;
    let company = world.company("云岫监理").await.complete_profile().await;
    for way in [COURIER, PICKUP] {
        let order = company.paid_order(way).await;
        let number = &order.number;
        let mails = world.mails(&company.email).await.len();
        assert!(world.invoices(number).await.is_empty(), "nothing was approved");
        company.browser.get(&format!("/cakey/invoices/{number}")).await.answers(404, &[]);
        world.staff("shenhe").await.approve(number).await;

        let mail = company.invoice_mail(number).await;
        assert_eq!(mail.to, std::slice::from_ref(&company.email));
        let kinds: Vec<_> = mail.attachments.iter().map(|file| file["content_type"].as_str()).collect();
        assert_eq!(kinds, [Some("application/pdf")]);
        let sent = async || world.invoices(number).await.into_iter().find(|invoice| invoice.mail == "sent");
        let invoice = until("the mail to be noted", sent).await;
        assert_eq!((invoice.state.as_str(), invoice.amount, invoice.submission), ("mailed", 32_000, 1));
        let no = invoice.number.unwrap();
        assert!(mail.subject.contains(&no) && mail.text.contains(&no), "{mail:?}");
        assert!(mail.text.contains("价税合计 ¥320.00") && mail.text.contains(number), "{mail:?}");
        assert_eq!(world.mails(&company.email).await.len(), mails + 1, "one invoice, one mail");
        assert!(world.events(number).await.contains(&"invoice_issued".to_owned()));
        order.page("").await.says(&["查看发票", &no]);
        order.page("/history").await.says(&["发票"]);
    }
    world.verify();
}

#[tokio::test]
async fn it_is_a_plain_one_and_a_special_one_is_for_customer_service() {
    let world = World::start().await;
    let company = world.company("云岫咨询").await.complete_profile().await;
    let page = company.browser.get("/cakey/profile/invoice").await;
    page.says(&["电子发票（普通发票）", "需要专票请致电客服 400-000-0000"]);
    assert!(page.typed("/cakey/profile/invoice").keys().all(|name| name != "kind"), "there is nothing to choose");
    let order = company.paid_order(COURIER).await;
    world.staff("shenhe").await.approve(&order.number).await;
    company.invoice_mail(&order.number).await;
    let list = company.browser.get("/cakey/invoices").await;
    list.says(&["这里开具的都是电子发票（普通发票），也就是普票", "如需专票，请联系客服 400-000-0000"]);
    let detail = company.browser.get(&format!("/cakey/invoices/{}", order.number)).await;
    detail.says(&["电子发票（普通发票）"]);
}

#[tokio::test]
async fn a_mailbox_that_is_busy_gets_its_invoice_later_and_a_wrong_one_is_told() {
    let world = World::start().await;
    let reviewer = world.staff("shenhe").await;
    for (code, ends) in [("451", "sent"), ("550", "bounced")] {
        let mut company = world.company("松溪监理").await;
        company.email = company.email.replace('@', &format!("+{code}@"));
        let order = company.complete_profile().await.paid_order(COURIER).await;
        reviewer.approve(&order.number).await;
        let ask = async || world.invoices(&order.number).await.into_iter().find(|invoice| invoice.mail == ends);
        until(&format!("the mail to be {ends}"), ask).await;
        let page = order.company.browser.get(&format!("/cakey/invoices/{}", order.number)).await;
        assert_eq!(page.text().contains("邮件没有送达"), ends == "bounced");
    }
}
