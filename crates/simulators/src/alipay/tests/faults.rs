use super::*;

const QUERY: &str = "alipay.trade.query";

async fn with_fault(switch: Value) -> (World, Vec<(String, String)>) {
    let world = World::new().await;
    world.precreate("P1").await;
    world.pay("P1", "notice_never").await;
    world.fault(switch).await;
    let form = world.request(QUERY, &json!({"out_trade_no": "P1"}), &[]);
    (world, form)
}

#[tokio::test]
async fn a_502_page_comes_once_and_then_the_gateway_is_well_again() {
    let (world, form) = with_fault(json!({"fault": "html502", "times": 1})).await;
    assert_eq!(world.post(&form).await.unwrap_err().status().unwrap().as_u16(), 502);
    assert_eq!(world.query("P1").await["code"], "10000");
}

#[tokio::test]
async fn unknown_outcomes_come_as_20000_and_as_system_error() {
    let (world, _) = with_fault(json!({"fault": "unknow_error", "times": 1})).await;
    world.fault(json!({"fault": "system_error", "times": 1, "method": "alipay.trade.refund"})).await;
    assert_eq!(world.query("P1").await["code"], "20000");
    assert_eq!(world.refund("P1", "R1", "1.00").await["sub_code"], "ACQ.SYSTEM_ERROR");
    assert_eq!(world.trade("P1").await["refunded_fen"], 0);
    assert_eq!(world.refund("P1", "R1", "1.00").await["fund_change"], "Y");
}

#[tokio::test]
async fn answers_come_without_a_signature_or_with_a_wrong_one() {
    let (world, form) = with_fault(json!({"fault": "unsigned", "times": 1})).await;
    let text = world.post(&form).await.unwrap();
    assert!(!text.contains("\"sign\"") && text.contains("TRADE_SUCCESS"), "{text}");
    world.fault(json!({"fault": "wrong_signature", "times": 1})).await;
    let text = world.post(&form).await.unwrap();
    assert!(text.contains("\"sign\"") && verified(QUERY, &text).is_none(), "{text}");
    assert!(verified(QUERY, &world.post(&form).await.unwrap()).is_some());
}

#[tokio::test]
async fn a_refund_whose_answer_is_lost_has_happened_and_one_without_answer_has_not() {
    let (world, _) = with_fault(json!({"fault": "no_answer", "times": 1, "seconds": 0})).await;
    let biz = json!({"out_trade_no": "P1", "out_request_no": "R1", "refund_amount": "300.00"});
    let form = world.request("alipay.trade.refund", &biz, &[]);
    assert!(world.post(&form).await.is_err());
    assert_eq!(world.trade("P1").await["refunded_fen"], 0);
    world.fault(json!({"fault": "timeout_after_commit", "times": 1, "seconds": 0})).await;
    assert!(world.post(&form).await.is_err());
    assert_eq!(world.trade("P1").await["refunded_fen"], 30_000);
    assert_eq!(world.refund("P1", "R1", "300.00").await["fund_change"], "N");
}

#[tokio::test]
async fn a_held_connection_does_not_hold_up_a_stop() {
    let (world, form) = with_fault(json!({"fault": "no_answer", "times": 1, "seconds": 3600})).await;
    let pending = tokio::spawn(world.http.post(world.simulator.gateway_url()).form(&form).send());
    // The switch is used up as soon as the request is being held.
    while world.get("/control/faults").await != "[]" {}
    let simulator = world.simulator;
    tokio::time::timeout(PATIENCE, simulator.stop()).await.expect("it stops");
    let result = pending.await.unwrap();
    assert!(result.is_err() || result.unwrap().text().await.is_err());
}

#[tokio::test]
async fn fuzzed_answers_and_notices_are_strange_but_properly_signed() {
    let mut world = World::new().await;
    world.precreate("P1").await;
    world.fault(json!({"fault": "fuzz"})).await;
    world.pay("P1", "normal").await;
    let notice = world.shop.next().await;
    assert!(notice_verifies(&notice));
    assert!(field(&notice, "zz_new_param").contains("}{&=+ %2B"));
    let form = world.request(QUERY, &json!({"out_trade_no": "P1"}), &[]);
    let text = world.post(&form).await.unwrap();
    assert!(text.contains(r"http:\/\/a\/b"), "{text}");
    let answer = verified(QUERY, &text).unwrap();
    assert_eq!(answer["store_name"], r#"东湖网点/{1号窗"}\"#);
}

#[tokio::test]
async fn spoiled_notices_lie_about_the_amount_or_are_forged() {
    let mut world = World::new().await;
    world.precreate("P1").await;
    world.fault(json!({"fault": "notice_wrong_amount", "times": 1})).await;
    world.pay("P1", "normal").await;
    let lie = world.shop.next().await;
    assert!(notice_verifies(&lie));
    assert_eq!(field(&lie, "total_amount"), "300.01");
    world.precreate("P2").await;
    world.fault(json!({"fault": "notice_forged", "times": 1, "method": "alipay.trade.refund"})).await;
    world.pay("P2", "normal").await;
    assert!(!notice_verifies(&world.shop.next().await));
}

#[tokio::test]
async fn switches_can_be_read_and_all_taken_away() {
    let (world, _) = with_fault(json!({"fault": "html502", "method": "alipay.trade.close"})).await;
    let listed: Value = serde_json::from_str(&world.get("/control/faults").await).unwrap();
    assert_eq!(listed[0]["fault"], "html502");
    let url = format!("{}/control/faults", world.simulator.url());
    world.http.delete(url).send().await.unwrap();
    assert_eq!(world.get("/control/faults").await, "[]");
}
