//! 消息记录 and 失败任务: what went out, to whom, and once more on request; no code is ever to be read there.

use crate::world::{COURIER, World, until};

#[tokio::test]
async fn messages_are_recorded_without_their_text_and_sent_again_once_for_a_double_click() {
    let world = World::start().await;
    let company = world.company("临溪书局").await.complete_profile().await;
    let order = company.paid_order(COURIER).await;
    let number = &order.number;
    world.staff("shenhe").await.approve(number).await;
    world.staff("fahuo").await.ship(number, "SF1234567890123").await;
    world.message(&company.mobile, "SF1234567890123").await;
    company.invoice_mail(number).await;

    let support = world.staff("kefu").await;
    let path = format!("/cakey/staff/messages?order={number}");
    let ask = async || {
        let page = support.browser.get(&path).await;
        let both = page.text().contains("电子发票") && page.text().contains("发货通知");
        (both && page.html.contains("/resend\"")).then_some(page)
    };
    let page = until("both records", ask).await;
    let masked = format!("{}****{}", &company.mobile[..3], &company.mobile[7..]);
    page.says(&["已发送", &masked, "***@qinghe.example"]);
    let all = support.browser.get("/cakey/staff/messages").await;
    all.says(&["短信验证码"]);
    for secret in [company.mobile.as_str(), company.email.as_str()] {
        assert!(!all.html.contains(secret), "{secret} is on the page");
    }
    assert!(!world.message_records().await.iter().any(|row| row.contains(&company.mobile)));

    let action =
        page.html.split("action=\"").find_map(|rest| rest.split('"').next().filter(|a| a.ends_with("/resend")));
    let form = page.form(action.unwrap());
    let (a, b) = tokio::join!(support.browser.submit(&form, &[]), support.browser.submit(&form, &[]));
    let mut statuses = [a.status, b.status];
    statuses.sort_unstable();
    assert_eq!(statuses, [303, 409]);
    let sent = async || {
        let all = world.messages(&company.mobile).await;
        (all.iter().filter(|message| message.text.contains("SF1234567890123")).count() == 2).then_some(())
    };
    until("the second message", sent).await;
    for login in ["shenhe", "fahuo", "donghu", "caiwu", "guanli", "shenji"] {
        assert_eq!(world.staff(login).await.browser.get("/cakey/staff/messages").await.status, 403, "{login}");
    }
    world.verify();
}
