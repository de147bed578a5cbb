//! Manual 3.2 (13): 拒绝. The order is 待提交 again, the money is back where it came from, and the same order is changed,
//! submitted and paid anew. One invoice, for what was approved.

use crate::world::{COURIER, World};

#[tokio::test]
async fn a_rejected_order_gets_its_money_back_and_can_be_changed_and_paid_anew() {
    let world = World::start().await;
    let company = world.company("望江水利").await.complete_profile().await;
    let order = company.paid_order(COURIER).await;
    let number = &order.number;
    let first = world.attempts(number).await.remove(0).trade;
    let reviewer = world.staff("shenhe").await;

    let why = "营业执照照片看不清，请核对法定代表人";
    reviewer.reject(number, why).await;
    assert_eq!(order.row().await.status, "draft");
    order.page("").await.says(&["待提交", "审核未通过", why, "钱在哪里", "修改并重新提交"]);
    let message = world.message(&company.mobile, "审核未通过").await;
    assert!(message.contains(number), "{message}");

    order.refunded(&first).await;
    let back = world.trade(&first).await.unwrap();
    assert_eq!((back.total_fen, back.refunded_fen, back.refunds.len()), (32_000, 32_000, 1));
    let refunds = world.refunds(number).await;
    assert_eq!((refunds.len(), refunds[0].amount, refunds[0].state.as_str()), (1, 32_000, "succeeded"));
    assert_eq!(back.refunds[0].out_request_no, refunds[0].number);
    order.page("").await.says(&["已退 ¥320.00", "退回原支付宝账号", &refunds[0].number]);
    assert!(world.invoices(number).await.is_empty(), "nothing was approved");

    let changed = [&[("act", "save"), ("project", "1"), ("certs", "1"), ("seals", "1")], COURIER].concat();
    order.send("/edit", "/edit", &changed).await.leads(&order.url("/check"));
    order.submit().await;
    let second = order.pay().await;
    assert_ne!(second, first);
    reviewer.approve(number).await;
    company.invoice_mail(number).await;

    let row = order.row().await;
    assert_eq!((row.status.as_str(), row.submission, row.amount), ("to_ship", 2, 19_000));
    let invoices = world.invoices(number).await;
    assert_eq!((invoices.len(), invoices[0].amount, invoices[0].submission), (1, 19_000, 2));
    let kept = world.trade(&second).await.unwrap();
    assert_eq!((kept.total_fen, kept.refunded_fen), (19_000, 0));
    let ours = world.ledger().await.into_iter().filter(|trade| world_trades(number).any(|t| t == trade.out_trade_no));
    assert_eq!(ours.count(), 2, "a submission, a payment");
    assert_eq!(world.mails(&company.email).await.len(), 1, "one invoice, one mail");
    let events = world.events(number).await;
    for event in ["rejected", "refunded", "approved"] {
        assert_eq!(events.iter().filter(|e| *e == event).count(), 1, "{events:?}");
    }
    world.verify();
}

/// The trade numbers that an order of two submissions may have.
fn world_trades(number: &str) -> impl Iterator<Item = String> + use<> {
    let digits: String = number.chars().filter(char::is_ascii_digit).collect();
    (1..=2).flat_map(move |s| {
        (1..=5).map({
            let digits = digits.clone();
            move |a| format!("P{digits}S{s}A{a}")
        })
    })
}

#[tokio::test]
async fn a_rejection_needs_a_reason() {
    let world = World::start().await;
    let company = world.company("松溪装饰").await.complete_profile().await;
    let order = company.paid_order(COURIER).await;
    let answer = world.staff("shenhe").await.decide(&order.number, &[("d", "no")]).await;
    assert_eq!(answer.status, 422, "{}", answer.text());
    assert_eq!(order.row().await.status, "under_review");
    assert!(world.refunds(&order.number).await.is_empty());
}
