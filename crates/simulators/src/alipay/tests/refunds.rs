use super::*;

async fn paid() -> World {
    let world = World::new().await;
    world.precreate("P1").await;
    world.pay("P1", "notice_never").await;
    world
}

async fn refund_status(world: &World, number: &str) -> Value {
    let biz = json!({"out_trade_no": "P1", "out_request_no": number});
    world.call("alipay.trade.fastpay.refund.query", biz).await["refund_status"].clone()
}

#[tokio::test]
async fn refunds_add_up_and_a_full_one_closes_the_trade() {
    let world = paid().await;
    let first = world.refund("P1", "R1", "100.00").await;
    assert_eq!((&first["fund_change"], &first["refund_fee"]), (&json!("Y"), &json!("100.00")));
    assert_eq!(world.query("P1").await["trade_status"], "TRADE_SUCCESS");
    let second = world.refund("P1", "R2", "200.00").await;
    assert_eq!((&second["fund_change"], &second["refund_fee"]), (&json!("Y"), &json!("300.00")));
    assert_eq!(world.query("P1").await["trade_status"], "TRADE_CLOSED");
    assert_eq!(
        world.trade("P1").await["refunds"][1],
        json!({"out_request_no": "R2", "fen": 20_000, "status": "REFUND_SUCCESS"})
    );
}

#[tokio::test]
async fn repeating_a_refund_succeeds_without_moving_money_again() {
    let world = paid().await;
    world.refund("P1", "R1", "300.00").await;
    let again = world.refund("P1", "R1", "300.00").await;
    assert_eq!(again["code"], "10000");
    assert_eq!((&again["fund_change"], &again["refund_fee"]), (&json!("N"), &json!("300.00")));
    assert_eq!(world.trade("P1").await["refunded_fen"], 30_000);
}

#[tokio::test]
async fn the_same_number_with_another_amount_is_discordant() {
    let world = paid().await;
    world.refund("P1", "R1", "100.00").await;
    assert_eq!(world.refund("P1", "R1", "100.01").await["sub_code"], "ACQ.DISCORDANT_REPEAT_REQUEST");
    assert_eq!(world.trade("P1").await["refunded_fen"], 10_000);
}

#[tokio::test]
async fn more_than_was_paid_and_a_part_without_a_number_are_refused() {
    let world = paid().await;
    assert_eq!(world.refund("P1", "R1", "300.01").await["sub_code"], "ACQ.REASON_TRADE_REFUND_FEE_ERR");
    world.refund("P1", "R1", "200.00").await;
    assert_eq!(world.refund("P1", "R2", "100.01").await["sub_code"], "ACQ.REASON_TRADE_REFUND_FEE_ERR");
    assert_eq!(world.refund("P1", "", "50.00").await["sub_code"], "ACQ.REFUND_AMT_NOT_EQUAL_TOTAL");
    assert_eq!(world.refund("P1", "R3", "0.00").await["sub_code"], "ACQ.INVALID_PARAMETER");
    assert_eq!(world.trade("P1").await["refunded_fen"], 20_000);
}

#[tokio::test]
async fn only_a_paid_trade_can_be_refunded_and_not_for_ever() {
    let world = World::new().await;
    world.precreate("P1").await;
    assert_eq!(world.refund("P1", "R1", "300.00").await["sub_code"], "ACQ.TRADE_NOT_EXIST");
    world.pay("P1", "abandon").await;
    assert_eq!(world.refund("P1", "R1", "300.00").await["sub_code"], "ACQ.TRADE_STATUS_ERROR");
    world.pay("P1", "notice_never").await;
    world.advance(366 * 86_400).await;
    assert_eq!(world.query("P1").await["trade_status"], "TRADE_FINISHED");
    assert_eq!(world.refund("P1", "R1", "300.00").await["sub_code"], "ACQ.TRADE_HAS_FINISHED");
}

#[tokio::test]
async fn the_refund_query_says_success_only_for_refunds_that_arrived() {
    let world = paid().await;
    assert_eq!(refund_status(&world, "R1").await, Value::Null);
    world.fault(json!({"fault": "refund_delayed", "times": 1, "seconds": 60})).await;
    let accepted = world.refund("P1", "R1", "300.00").await;
    assert_eq!((&accepted["code"], &accepted["fund_change"]), (&json!("10000"), &json!("N")));
    assert_eq!(refund_status(&world, "R1").await, Value::Null);
    assert_eq!(world.trade("P1").await["refunds"][0]["status"], "REFUND_PROCESSING");
    world.advance(61).await;
    assert_eq!(refund_status(&world, "R1").await, "REFUND_SUCCESS");
}

#[tokio::test]
async fn a_seller_without_balance_can_try_again_with_the_same_number() {
    let world = paid().await;
    world.fault(json!({"fault": "seller_balance", "times": 1})).await;
    assert_eq!(world.refund("P1", "R1", "300.00").await["sub_code"], "ACQ.SELLER_BALANCE_NOT_ENOUGH");
    assert_eq!(world.refund("P1", "R1", "300.00").await["fund_change"], "Y");
}

#[tokio::test]
async fn a_trade_paid_with_failing_refunds_keeps_failing() {
    let world = World::new().await;
    world.precreate("P1").await;
    world.pay("P1", "refund_fails").await;
    for _ in 0..2 {
        assert_eq!(world.refund("P1", "R1", "300.00").await["sub_code"], "ACQ.SELLER_BALANCE_NOT_ENOUGH");
    }
}
