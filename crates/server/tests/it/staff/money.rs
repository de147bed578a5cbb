//! 财务: the export, the refund after sale with its two people, the red invoice.

use crate::world::{COURIER, World, until};

#[tokio::test]
async fn a_refund_after_sale_takes_a_supervisor_and_finance_and_ends_with_a_red_invoice() {
    let world = World::start().await;
    let company = world.company("临溪盐业").await.complete_profile().await;
    let order = company.paid_order(COURIER).await;
    let number = &order.number;
    let trade = world.attempts(number).await.remove(0).trade;
    world.staff("shenhe").await.approve(number).await;
    company.invoice_mail(number).await;
    let (supervisor, finance) = (world.staff("zhuguan").await, world.staff("caiwu").await);
    let path = format!("/cakey/staff/finance/after-sale/{number}");
    finance.browser.get(&format!("/cakey/staff/finance/after-sale?order={number}")).await.leads(&path);
    finance.browser.get(&path).await.says(&["售后退款由主管申请"]);
    let ask = supervisor.browser.get(&path).await.form(&format!("{path}/ask"));
    supervisor.browser.submit(&ask, &[("reason", "退")]).await.answers(422, &["退款原因至少 4 个字"]);
    supervisor.browser.submit(&ask, &[("reason", "同一证书重复办理")]).await.leads(&path);
    assert_eq!(order.row().await.status, "to_ship", "asking moves nothing");
    assert!(world.refunds(number).await.is_empty());
    let waiting = finance.browser.get("/cakey/staff/finance/after-sale").await;
    waiting.says(&[number, "同一证书重复办理"]);

    let stale = finance.browser.get(&path).await.form(&format!("{path}/release"));
    let cancel = finance.browser.get(&path).await.form(&format!("{path}/cancel"));
    finance.browser.submit(&cancel, &[("reason", "")]).await.answers(422, &["请填写撤销原因"]);
    finance.browser.submit(&cancel, &[("reason", "订单号写错，退错了单")]).await.leads(&path);
    finance.browser.get("/cakey/staff/finance/after-sale").await.says(&["没有等待放行的售后退款"]);
    finance.browser.submit(&stale, &[]).await.answers(409, &[]);
    assert!(world.refunds(number).await.is_empty(), "a page from before cannot release what was called off");
    let history = order.page("/history").await.text();
    assert!(!history.contains("售后退款") && !history.contains("订单号写错"), "not the company's business: {history}");
    let ask = supervisor.browser.get(&path).await.form(&format!("{path}/ask"));
    supervisor.browser.submit(&ask, &[("reason", "同一证书重复办理")]).await.leads(&path);

    let release = finance.browser.get(&path).await.form(&format!("{path}/release"));
    let typed = [("csrf", ""), ("version", release.hidden("version"))];
    assert_eq!(supervisor.browser.post(&format!("{path}/release"), &typed).await.status, 403);
    finance.browser.submit(&release, &[]).await.leads(&path);
    order.reaches("closed").await;
    order.refunded(&trade).await;
    order.page("").await.says(&["已关闭", "售后退款"]);

    let to_flush = "/cakey/staff/invoices?st=to_flush";
    let ask = async || Some(finance.browser.get(to_flush).await).filter(|page| page.text().contains(number.as_str()));
    let page = until("the invoice to be flushed", ask).await;
    let action =
        page.html.split("action=\"").find_map(|rest| rest.split('"').next().filter(|a| a.ends_with("/flushed")));
    let form = page.form(action.unwrap());
    finance.browser.submit(&form, &[("red", "12")]).await.answers(422, &["红字发票号码应为 20 位数字"]);
    finance.browser.submit(&form, &[("red", "26000000000000009999")]).await.leads(to_flush);
    assert_eq!(world.invoices(number).await[0].state, "red_issued");
    world.verify();
}

#[tokio::test]
async fn a_days_money_leaves_as_a_table_that_finance_alone_gets() {
    let world = World::start().await;
    let company = world.company("临溪矿业").await.complete_profile().await;
    let order = company.paid_order(COURIER).await;
    let finance = world.staff("caiwu").await;
    let overview = finance.browser.get("/cakey/staff/finance").await;
    overview.says(&["财务", "每日收支", "退款被拒绝"]);
    let today = overview.all("tbody tr td a").remove(0);
    let file = finance.browser.get(&format!("/cakey/staff/finance/export?day={today}")).await;
    assert_eq!(file.status, 200);
    let text = String::from_utf8(file.bytes).unwrap();
    assert!(text.starts_with('\u{feff}') && text.contains("类别,时间,订单号"), "{text}");
    let line = text.lines().find(|line| line.contains(&order.number)).unwrap();
    assert!(line.starts_with("收款,") && line.contains("320.00") && line.contains(&company.name), "{line}");
    finance
        .browser
        .get(&format!("/cakey/staff/finance/payments?order={}", order.number))
        .await
        .says(&["已收款", "320.00"]);
    for login in ["shenhe", "fahuo", "donghu", "kefu", "shenji"] {
        let stranger = world.staff(login).await;
        assert_eq!(
            stranger.browser.get(&format!("/cakey/staff/finance/export?day={today}")).await.status,
            403,
            "{login}"
        );
    }
    finance.browser.get("/cakey/staff/finance/export?day=x").await.answers(409, &["日期请按"]);
}
