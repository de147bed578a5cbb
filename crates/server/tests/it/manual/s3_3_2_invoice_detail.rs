//! Manual 3.3 (2): a double click opens the details of an issued invoice: every field, the file, and the mailbox, which
//! can be corrected to send it again.

use crate::world::{COURIER, Company, Invoice, Order, World, until};
use std::process::{Command, Stdio};

/// An order whose invoice has this state of its mail.
async fn invoiced(company: &Company, mail: &str) -> (Order, Invoice) {
    let (world, order) = (&company.world, company.paid_order(COURIER).await);
    world.staff("shenhe").await.approve(&order.number).await;
    let ask = async || world.invoices(&order.number).await.into_iter().find(|invoice| invoice.mail == mail);
    let invoice = until(&format!("the mail to be {mail}"), ask).await;
    (order, invoice)
}

#[tokio::test]
async fn the_details_say_what_was_paid_and_the_file_is_the_mailed_one() {
    let world = World::start().await;
    let company = world.company("南浦监理").await.complete_profile().await;
    let (order, invoice) = invoiced(&company, "sent").await;
    let (number, no) = (&order.number, invoice.number.unwrap());
    let path = format!("/cakey/invoices/{number}");
    let detail = company.browser.get(&path).await;
    detail.says(&["电子发票（普通发票）", &no, number, "购买方", &company.name, "购买方税号", &company.code]);
    detail.says(&["销售方", "澜州电子认证有限公司（示例）", "收票邮箱", &company.email, "已发送", "开票时间"]);
    detail.says(&["证书服务费", "介质费（UKey）", "电子签章费", "价税合计", "叁佰贰拾元整", "¥320.00"]);
    detail.says(&["开票记录", "审核通过，申请开票", "已开票", "邮件已发送"]);
    assert_eq!(detail.all(&format!("a[href='{path}/pdf']")), ["下载 PDF"]);

    let mail = company.invoice_mail(number).await;
    let file = world.attachment(&mail, 0).await;
    let shown = company.browser.get(&format!("{path}/pdf")).await;
    assert_eq!((shown.status, shown.bytes == file), (200, true), "the shown file is the mailed one");
    assert_eq!(shown.headers["content-type"], "application/pdf");
    assert_eq!(shown.headers["content-disposition"], format!("attachment; filename=\"invoice-{number}.pdf\""));
    let text = pdf_text(&file);
    let seller = "澜州电子认证有限公司（示例）";
    for words in ["样票", &no, &company.name, &company.code, seller, "证书服务费", "叁佰贰拾圆整", "¥320.00"]
    {
        assert!(text.contains(words), "the file does not say {words}: {text}");
    }
    world.verify();
}

#[tokio::test]
async fn a_wrong_mailbox_is_corrected_and_the_same_invoice_is_sent_again() {
    let world = World::start().await;
    let mut company = world.company("南浦测绘").await;
    let good = company.email.clone();
    company.email = good.replace('@', "+550@");
    let company = company.complete_profile().await;
    let (order, invoice) = invoiced(&company, "bounced").await;
    let (path, resend) =
        (format!("/cakey/invoices/{}", order.number), format!("/cakey/invoices/{}/resend", order.number));
    let page = company.browser.get(&path).await;
    page.says(&["邮件没有送达", &company.email, "邮件退信", "重新发送"]);
    assert_eq!(page.typed(&resend)["email"], company.email);
    let form = page.form(&resend);
    company.browser.submit(&form, &[("email", "caiwu")]).await.answers(422, &["不是完整的邮箱地址"]);
    assert!(world.acts_on(&order.number).await.iter().all(|(action, _, _)| action != "invoice_resent"));

    company.browser.submit(&form, &[("email", &good)]).await.leads(&format!("{path}?done=1"));
    company.browser.get(&format!("{path}?done=1")).await.says(&["已安排重新发送，几分钟内到达"]);
    let mails = async || world.mails(&good).await.pop();
    let mail = until("the mail at the corrected mailbox", mails).await;
    let no = invoice.number.clone().unwrap();
    assert!(mail.subject.contains(&no) && mail.text.contains(&order.number), "{mail:?}");
    assert_eq!(world.attachment(&mail, 0).await, company.browser.get(&format!("{path}/pdf")).await.bytes);
    let sent = async || world.invoices(&order.number).await.pop().filter(|invoice| invoice.mail == "sent");
    let after = until("the mail to be noted", sent).await;
    assert_eq!((&after.number, &after.request), (&invoice.number, &invoice.request), "no second invoice was issued");
    assert_eq!(world.invoices(&order.number).await.len(), 1);
    company.browser.get(&path).await.says(&[&good, "邮件已发送"]);
    let acts = world.acts_on(&order.number).await;
    let resent: Vec<_> = acts.iter().filter(|(action, _, _)| action == "invoice_resent").collect();
    let said = ("林知夏".to_owned(), "发到更正后的邮箱，当日第 1 次".to_owned());
    assert_eq!(resent.iter().map(|act| (act.1.clone(), act.2.clone())).collect::<Vec<_>>(), [said]);
    let profile = world.stored_company(&company.name).await.invoice_profile(&world);
    assert_eq!(profile.email.as_str(), company.email, "the correction is for this invoice alone");
    world.verify();
}

#[tokio::test]
async fn an_invoice_is_sent_again_five_times_a_day_and_by_its_company_alone() {
    let world = World::start().await;
    let company = world.company("南浦咨询").await.complete_profile().await;
    let (order, _) = invoiced(&company, "sent").await;
    let (path, resend) =
        (format!("/cakey/invoices/{}", order.number), format!("/cakey/invoices/{}/resend", order.number));
    let form = company.browser.get(&path).await.form(&resend);
    let stranger = world.company("南浦别家").await;
    let csrf = stranger.browser.get("/cakey/home").await.form("/cakey/logout").hidden("csrf").to_owned();
    let typed = [("csrf", csrf.as_str()), ("email", stranger.email.as_str())];
    stranger.browser.post(&resend, &typed).await.answers(404, &[]);
    for _ in 0..5 {
        company.browser.submit(&form, &[("email", &company.email)]).await.leads(&format!("{path}?done=1"));
    }
    let sixth = company.browser.submit(&form, &[("email", &company.email)]).await;
    sixth.answers(422, &["重新发送发票", "之后再试"]);
    let all = async || (world.mails(&company.email).await.len() == 6).then_some(());
    until("the first mail and five more", all).await;
    assert!(world.mails(&stranger.email).await.is_empty());
    let acts = world.acts_on(&order.number).await;
    assert_eq!(acts.iter().filter(|(action, _, _)| action == "invoice_resent").count(), 5);
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
