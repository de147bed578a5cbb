//! Manual 3.3: the invoice comes by itself to the mailbox after approval, stands under 发票展示, and opens with all its
//! fields. Its file is a sample that says so.

use crate::world::{COURIER, World};
use std::process::{Command, Stdio};

#[tokio::test]
async fn the_invoice_is_in_the_mailbox_and_under_its_menu_and_says_what_was_paid() {
    let world = World::shared().await;
    let company = world.company("云岫监理").await.complete_profile().await;
    let order = company.paid_order(COURIER).await;
    let number = &order.number;
    company.browser.get("/cakey/invoices").await.says(&["还没有发票"]);
    company.browser.get(&format!("/cakey/invoices/{number}")).await.answers(404, &[]);
    world.staff("shenhe").await.approve(number).await;

    let mail = company.invoice_mail(number).await;
    assert_eq!(mail.to, std::slice::from_ref(&company.email));
    assert_eq!((mail.attachments.len(), mail.attachments[0]["content_type"].as_str()), (1, Some("application/pdf")));
    let file = world.attachment(&mail, 0).await;
    let sent = async || world.invoices(number).await.into_iter().find(|invoice| invoice.mail == "sent");
    let invoice = crate::world::until("the mail to be noted", sent).await;
    let no = invoice.number.clone().unwrap();
    assert!(mail.subject.contains(&no) && mail.text.contains(&no), "{mail:?}");

    let list = company.browser.get("/cakey/invoices").await;
    list.says(&["发票展示", "普票", &no, number, "320.00", "下载 PDF"]);
    assert_eq!(list.rows().len(), 1);
    let detail = company.browser.get(&format!("/cakey/invoices/{number}")).await;
    detail.says(&["增值税电子普通发票", &company.name, &company.code, &company.email, "证书服务费", "叁佰贰拾元整"]);
    let shown = company.browser.get(&format!("/cakey/invoices/{number}/pdf")).await;
    assert_eq!((shown.status, shown.bytes == file), (200, true), "the shown file is the mailed one");
    assert_eq!(shown.headers["content-type"], "application/pdf");

    let text = pdf_text(&file);
    let code = &company.code;
    for words in
        ["样票", &no, &company.name, code, "澜州电子认证有限公司（示例）", "证书服务费", "叁佰贰拾圆整", "¥320.00"]
    {
        assert!(text.contains(words), "the file does not say {words}: {text}");
    }
    order.page("").await.says(&["查看发票", &no]);
    world.verify();
}

#[tokio::test]
async fn a_mailbox_that_is_busy_gets_its_invoice_later_and_a_wrong_one_is_told() {
    let world = World::shared().await;
    let reviewer = world.staff("shenhe").await;
    for (code, ends) in [("451", "sent"), ("550", "bounced")] {
        let mut company = world.company("松溪监理").await;
        company.email = company.email.replace('@', &format!("+{code}@"));
        let order = company.complete_profile().await.paid_order(COURIER).await;
        reviewer.approve(&order.number).await;
        let ask = async || world.invoices(&order.number).await.into_iter().find(|invoice| invoice.mail == ends);
        crate::world::until(&format!("the mail to be {ends}"), ask).await;
        let page = order.company.browser.get(&format!("/cakey/invoices/{}", order.number)).await;
        assert_eq!(page.text().contains("邮件没有送达"), ends == "bounced");
    }
}

/// What a reader of the file can copy, blanks left out.
fn pdf_text(file: &[u8]) -> String {
    let mut command = Command::new("pdftotext");
    command.args(["-layout", "-", "-"]);
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    std::io::Write::write_all(&mut child.stdin.take().unwrap(), file).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success());
    String::from_utf8(output.stdout).unwrap().split_whitespace().collect()
}
