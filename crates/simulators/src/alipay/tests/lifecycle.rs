use super::*;

#[tokio::test]
async fn before_the_scan_there_is_no_trade_to_query_or_close() {
    let world = World::new().await;
    let made = world.precreate("P1").await;
    assert_eq!(made["code"], "10000");
    assert!(made["qr_code"].as_str().unwrap().starts_with("http://127.0.0.1:"));
    assert!(made.get("trade_no").is_none());
    let answer = world.query("P1").await;
    assert_eq!(answer["code"], "40004");
    assert_eq!(answer["sub_code"], "ACQ.TRADE_NOT_EXIST");
    assert_eq!(answer["receipt_amount"], "0.00");
    let closed = world.call("alipay.trade.close", json!({"out_trade_no": "P1"})).await;
    assert_eq!(closed["sub_code"], "ACQ.TRADE_NOT_EXIST");
}

#[tokio::test]
async fn a_scan_makes_the_trade_and_a_payment_ends_it() {
    let world = World::new().await;
    let made = world.precreate("P1").await;
    let body = json!({"qr_code": made["qr_code"], "how": "abandon"});
    assert_eq!(world.control("pay", body).await, 200);
    let waiting = world.query("P1").await;
    assert_eq!(waiting["trade_status"], "WAIT_BUYER_PAY");
    assert_eq!(world.pay("P1", "normal").await, 200);
    let paid = world.query("P1").await;
    assert_eq!(paid["trade_status"], "TRADE_SUCCESS");
    assert_eq!(paid["trade_no"], waiting["trade_no"]);
    assert_eq!(paid["total_amount"], "300.00");
    assert_eq!(paid["fund_bill_list"][0]["fund_channel"], "ALIPAYACCOUNT");
    let by_trade_no = world.call("alipay.trade.query", json!({"trade_no": paid["trade_no"]})).await;
    assert_eq!(by_trade_no["out_trade_no"], "P1");
    assert_eq!(world.pay("P1", "normal").await, 409, "a trade is paid once");
    let close = world.call("alipay.trade.close", json!({"out_trade_no": "P1"})).await;
    assert_eq!(close["sub_code"], "ACQ.TRADE_STATUS_ERROR");
}

#[tokio::test]
async fn a_closed_trade_can_be_paid_only_late() {
    let world = World::new().await;
    world.precreate("P1").await;
    world.pay("P1", "abandon").await;
    assert_eq!(world.call("alipay.trade.close", json!({"out_trade_no": "P1"})).await["code"], "10000");
    assert_eq!(world.query("P1").await["trade_status"], "TRADE_CLOSED");
    assert_eq!(world.pay("P1", "normal").await, 409);
    assert_eq!(world.pay("P1", "late").await, 200);
    assert_eq!(world.query("P1").await["trade_status"], "TRADE_SUCCESS");
}

#[tokio::test]
async fn an_unscanned_code_dies_at_its_expiry_and_a_scanned_one_is_closed() {
    let world = World::new().await;
    world.precreate("P1").await;
    world.precreate("P2").await;
    world.pay("P2", "abandon").await;
    world.advance(30 * 60 - 60).await;
    assert_eq!(world.trade("P1").await["status"], "PRECREATED");
    world.advance(61).await;
    assert_eq!(world.trade("P1").await["status"], "EXPIRED");
    assert_eq!(world.pay("P1", "normal").await, 409);
    assert_eq!(world.query("P1").await["sub_code"], "ACQ.TRADE_NOT_EXIST");
    assert_eq!(world.query("P2").await["trade_status"], "TRADE_CLOSED");
}

#[tokio::test]
async fn no_code_lives_longer_than_two_hours_and_time_expire_wins() {
    let world = World::new().await;
    let now = world.simulator.clock().now();
    let biz = |number: &str, hours: u64| {
        json!({"out_trade_no": number, "subject": "证书", "total_amount": "1.00", "timeout_express": "1m",
               "time_expire": beijing(now + Duration::from_secs(hours * 3600))})
    };
    world.call("alipay.trade.precreate", biz("P1", 1)).await;
    world.call("alipay.trade.precreate", biz("P9", 9)).await;
    let life = |trade: Value| {
        let at = |name: &str| trade[name].as_str().unwrap().parse::<jiff::Timestamp>().unwrap();
        at("expires_at").duration_since(at("created_at")).as_secs()
    };
    assert!((3590..=3600).contains(&life(world.trade("P1").await)));
    assert_eq!(life(world.trade("P9").await), 7200);
}

#[tokio::test]
async fn a_payment_planned_for_after_the_expiry_arrives_when_nobody_expects_it() {
    let mut world = World::new().await;
    world.precreate("P1").await;
    assert_eq!(world.pay("P1", "late").await, 200);
    assert_eq!(world.query("P1").await["trade_status"], "WAIT_BUYER_PAY");
    world.advance(30 * 60 + 2).await;
    let notice = world.shop.next().await;
    assert_eq!(field(&notice, "trade_status"), "TRADE_SUCCESS");
    assert_eq!(world.query("P1").await["trade_status"], "TRADE_SUCCESS");
}

#[tokio::test]
async fn an_equal_precreate_gets_the_same_code_and_an_unequal_one_conflicts_once_scanned() {
    let world = World::new().await;
    let first = world.precreate("P1").await["qr_code"].clone();
    assert_eq!(world.precreate("P1").await["qr_code"], first);
    let other =
        json!({"out_trade_no": "P1", "subject": "数字证书办理", "total_amount": "301.00", "timeout_express": "30m"});
    let replaced = world.call("alipay.trade.precreate", other).await;
    assert_eq!(replaced["code"], "10000");
    assert_ne!(replaced["qr_code"], first, "before the scan there is nothing to conflict with");
    world.pay("P1", "abandon").await;
    assert_eq!(world.precreate("P1").await["sub_code"], "ACQ.CONTEXT_INCONSISTENT");
    world.pay("P1", "normal").await;
    assert_eq!(world.precreate("P1").await["sub_code"], "ACQ.TRADE_HAS_SUCCESS");
}

#[tokio::test]
async fn trades_survive_a_restart() {
    let world = World::new().await;
    world.precreate("P1").await;
    world.precreate("P2").await;
    world.pay("P1", "notice_never").await;
    world.refund("P1", "R1", "100.00").await;
    let before = (world.trade("P1").await, world.simulator.public_key_pem().to_owned());
    let world = world.restart().await;
    let mut after = world.trade("P1").await;
    assert_eq!(after["refunded_fen"], 10_000);
    after["qr_code"] = before.0["qr_code"].clone(); // the port is another one
    after["notify"] = before.0["notify"].clone(); // the refund's notice may be under way
    assert_eq!(after, before.0);
    assert_eq!(world.simulator.public_key_pem(), before.1);
    assert_eq!(world.trade("P2").await["status"], "PRECREATED");
}
