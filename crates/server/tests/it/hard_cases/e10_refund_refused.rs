//! E10: the gateway refuses a refund because the balance is too low. The order stays 待提交, and the refund is tried
//! again until it succeeds.

use crate::world::{COURIER, World, until};
use serde_json::json;

#[tokio::test]
async fn a_refund_that_is_refused_for_want_of_balance_is_tried_again_under_its_number() {
    let world = World::start().await;
    let company = world.company("临溪港务").await.complete_profile().await;
    let order = company.paid_order(COURIER).await;
    let trade = world.attempts(&order.number).await.remove(0).trade;
    world.fault(json!({"fault": "seller_balance", "times": 2})).await;
    world.staff("shenhe").await.reject(&order.number, "余额不足演练").await;
    let tried = async || world.refunds(&order.number).await.into_iter().find(|refund| refund.state == "requested");
    let number = until("the refund", tried).await.number;
    order.page("").await.says(&["待提交", "退款中"]);
    order.refunded(&trade).await;
    let refunds = world.refunds(&order.number).await;
    assert_eq!((refunds.len(), &refunds[0].number), (1, &number));
    assert_eq!(world.trade(&trade).await.unwrap().refunds.len(), 1);
    world.verify();
}

#[tokio::test]
async fn a_refund_that_takes_its_time_is_asked_after() {
    let world = World::start().await;
    let company = world.company("临溪机场").await.complete_profile().await;
    let order = company.paid_order(COURIER).await;
    let trade = world.attempts(&order.number).await.remove(0).trade;
    world.fault(json!({"fault": "refund_delayed", "times": 1, "seconds": 3})).await;
    world.staff("shenhe").await.reject(&order.number, "延迟退款演练").await;
    order.refunded(&trade).await;
    let there = world.trade(&trade).await.unwrap();
    assert_eq!((there.refunds.len(), there.refunds[0].status.as_str()), (1, "REFUND_SUCCESS"));
    world.verify();
}

/// A refund that the gateway refuses for good; the address of its page.
async fn stuck(world: &std::sync::Arc<World>, name: &str, times: u32) -> (crate::world::Order, String) {
    let company = world.company(name).await.complete_profile().await;
    let order = company.paid_order(COURIER).await;
    world.fault(json!({"fault": "refund_refused", "times": times})).await;
    world.staff("shenhe").await.reject(&order.number, "资料与证件不一致").await;
    let failed = async || world.refunds(&order.number).await.into_iter().find(|refund| refund.state == "failed");
    until("the refund to be refused", failed).await;
    order.page("").await.says(&["待提交", "退款处理中"]);
    let finance = world.staff("caiwu").await;
    let page = finance.browser.get("/cakey/staff/finance/refunds").await;
    page.says(&["被拒绝", &order.number, "ACQ.TRADE_NOT_ALLOW_REFUND"]);
    finance.browser.get("/cakey/staff/finance/cases").await.says(&["退款被拒绝", &order.number]);
    let path = page
        .html
        .split("href=\"")
        .find_map(|rest| rest.split('"').next().filter(|link| link.starts_with("/cakey/staff/finance/refunds/")));
    (order, path.unwrap().to_owned())
}

#[tokio::test]
async fn finance_sends_a_refused_refund_again_under_its_number() {
    let world = World::start().await;
    let (order, path) = stuck(&world, "临溪船务", 1).await;
    let number = world.refunds(&order.number).await.remove(0).number;
    let trade = world.attempts(&order.number).await.remove(0).trade;
    let finance = world.staff("caiwu").await;
    let form = finance.browser.get(&path).await.form(&format!("{path}/retry"));
    finance.browser.submit(&form, &[]).await.leads(&path);
    order.refunded(&trade).await;
    finance.browser.submit(&form, &[]).await.answers(409, &["不在等待处理"]);
    let refunds = world.refunds(&order.number).await;
    assert_eq!((refunds.len(), &refunds[0].number), (1, &number));
    assert_eq!(world.trade(&trade).await.unwrap().refunds.len(), 1);
    let cases = finance.browser.get("/cakey/staff/finance/cases").await;
    assert!(!cases.html.contains(&order.number), "what succeeded needs nobody any more");
    world.verify();
}

#[tokio::test]
async fn a_refund_off_line_is_registered_by_one_and_released_by_another() {
    let world = World::start().await;
    let (order, path) = stuck(&world, "临溪航运", 9).await;
    let (finance, supervisor) = (world.staff("caiwu").await, world.staff("zhuguan").await);
    let form = finance.browser.get(&path).await.form(&format!("{path}/offline"));
    let typed = [
        ("voucher", "BK-2026-0031"),
        ("payee", &*order.company.name),
        ("account", "6222000000001234"),
        ("note", "原支付账户已注销"),
    ];
    let wrong = [&typed[..2], &[("account", "12"), ("note", "原支付账户已注销")]].concat();
    finance.browser.submit(&form, &wrong).await.answers(422, &["收款账号应为 8–30 位数字", "处需要修改"]);
    finance.browser.submit(&form, &typed).await.leads(&path);
    assert_eq!(world.refunds(&order.number).await[0].state, "failed", "registering books nothing");
    let mine = finance.browser.get(&path).await;
    mine.says(&["须由另一位同事放行", "6222********1234"]);
    let own = [("csrf", mine.form(&format!("{path}/withdraw")).hidden("csrf").to_owned())];
    let own: Vec<(&str, &str)> = own.iter().map(|(name, value)| (*name, value.as_str())).collect();
    finance.browser.post(&format!("{path}/release"), &own).await.answers(409, &["另一位同事放行"]);
    finance.browser.post(&format!("{path}/retry"), &own).await.answers(409, &["已登记线下退款"]);

    let form = supervisor.browser.get(&path).await.form(&format!("{path}/release"));
    supervisor.browser.submit(&form, &[]).await.leads(&path);
    assert_eq!(world.refunds(&order.number).await[0].state, "manual");
    supervisor.browser.submit(&form, &[]).await.answers(409, &["不在等待处理"]);
    order.page("").await.says(&["待提交", "线下退回"]);
    order.page("/history").await.says(&["已线下退回"]);
    let trade = world.attempts(&order.number).await.remove(0).trade;
    assert!(world.trade(&trade).await.unwrap().refunds.is_empty(), "the gateway gave nothing back");
    world.verify();
}
