//! A gateway that answers HTML, nothing, too late, or unsigned, when a payment is opened and when it is refunded. The
//! page says so in Chinese, nothing is lost, and later everything settles. Faults are of the whole gateway, so each
//! test has a world of its own.

use crate::world::{COURIER, Order, World};
use serde_json::{Value, json};

const PRECREATE: &str = "alipay.trade.precreate";
const REFUND: &str = "alipay.trade.refund";

async fn submitted(world: &std::sync::Arc<World>) -> Order {
    let company = world.company("临溪路桥").await.complete_profile().await;
    let order = company.order(2, 1, COURIER).await;
    order.submit().await;
    order
}

/// The ways to fail of one method, the next call of it each.
fn ways(method: &str) -> Vec<Value> {
    let one = |fault: &str| json!({"fault": fault, "method": method, "times": 1, "seconds": 1});
    ["html502", "no_answer", "timeout_after_commit", "unsigned", "wrong_signature", "unknow_error", "system_error"]
        .map(one)
        .into()
}

#[tokio::test]
async fn a_gateway_that_gives_no_code_is_told_and_the_next_try_succeeds() {
    let world = World::start().await;
    for fault in ways(PRECREATE) {
        let order = submitted(&world).await;
        let before = order.row().await;
        world.fault(fault.clone()).await;
        let answer = order.send("/pay", "/pay", &[]).await;
        answer.answers(503, &["暂时不能显示付款二维码", "没有发生扣款", "再试一次"]);
        assert_eq!(order.row().await, before, "{fault}");
        world.no_faults().await;

        let form = answer.form(&order.url("/pay"));
        order.company.browser.submit(&form, &[]).await.leads(&order.url("/pay/code"));
        let attempts = world.attempts(&order.number).await;
        assert_eq!(attempts.len(), 1, "{fault}: trying again is the same attempt");
        world.pay_trade(&attempts[0].trade, "normal").await;
        order.reaches("under_review").await;
    }
    world.verify();
}

#[tokio::test]
async fn a_gateway_that_answers_too_late_keeps_nobody_waiting_for_ever() {
    let world = World::start().await;
    let order = submitted(&world).await;
    world.fault(json!({"fault": "no_answer", "method": PRECREATE, "times": 1, "seconds": 40})).await;
    let start = std::time::Instant::now();
    order.send("/pay", "/pay", &[]).await.answers(503, &["没有发生扣款"]);
    assert!(start.elapsed().as_secs() < 20, "the page waited {:?}", start.elapsed());
    order.pay().await;
    assert_eq!(world.attempts(&order.number).await.len(), 1);
    world.verify();
}

#[tokio::test]
async fn a_refund_survives_every_way_in_which_its_answer_can_fail() {
    let world = World::start().await;
    let reviewer = world.staff("shenhe").await;
    for fault in ways(REFUND) {
        let order = submitted(&world).await;
        let trade = order.pay().await;
        world.fault(fault.clone()).await;
        reviewer.reject(&order.number, "退款演练").await;
        assert_eq!(order.row().await.status, "draft");
        order.page("").await.says(&["待提交", "钱在哪里"]);
        order.refunded(&trade).await;
        let there = world.trade(&trade).await.unwrap();
        assert_eq!((there.refunds.len(), there.refunded_fen), (1, 32_000), "{fault}: the money moved once");
        assert_eq!(world.refunds(&order.number).await.len(), 1, "{fault}");
        let refunded = world.events(&order.number).await.into_iter().filter(|event| event == "refunded").count();
        assert_eq!(refunded, 1, "{fault}");
        world.no_faults().await;
    }
    assert!(world.dead_jobs().await.is_empty(), "nothing was given up");
    world.verify();
}

#[tokio::test]
async fn questions_that_the_gateway_does_not_answer_are_asked_again() {
    let world = World::start().await;
    let order = submitted(&world).await;
    let trade = order.open_payment().await;
    for fault in ["html502", "no_answer", "wrong_signature"] {
        let switch = json!({"fault": fault, "method": "alipay.trade.query", "times": 1, "seconds": 1});
        world.fault(switch).await;
    }
    world.pay_trade(&trade, "notice_never").await;
    order.reaches("under_review").await;
    assert!(world.notices().await.is_empty());
    world.verify();
}
