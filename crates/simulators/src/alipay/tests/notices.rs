use super::*;
use crate::alipay::notice::RETRY_AFTER_S;

#[tokio::test]
async fn a_payment_is_announced_with_every_field_that_a_merchant_must_check() {
    let mut world = World::new().await;
    world.precreate("P1").await;
    world.pay("P1", "normal").await;
    let notice = world.shop.next().await;
    assert!(notice_verifies(&notice));
    for (name, value) in [
        ("app_id", APP_ID),
        ("seller_id", SELLER_ID),
        ("out_trade_no", "P1"),
        ("total_amount", "300.00"),
        ("trade_status", "TRADE_SUCCESS"),
        ("notify_type", "trade_status_sync"),
        ("sign_type", "RSA2"),
        ("subject", "数字证书办理"),
    ] {
        assert_eq!(field(&notice, name), value, "{name}");
    }
    assert!(field(&notice, "fund_bill_list").contains("fundChannel"));
    let trade = world.until_attempts("P1", 1).await;
    assert_eq!(field(&notice, "trade_no"), trade["trade_no"]);
    assert_eq!(trade["notify"]["acknowledged"], true);
    assert_eq!(trade["notify"]["notices"][0]["next_at"], Value::Null);
}

#[tokio::test]
async fn an_unacknowledged_notice_comes_eight_times_at_the_real_intervals_with_one_id() {
    let mut world = World::new().await;
    world.shop.replies("success\n");
    world.precreate("P1").await;
    world.pay("P1", "normal").await;
    let first = world.shop.next().await;
    for (done, wait) in RETRY_AFTER_S.iter().enumerate() {
        let trade = world.until_attempts("P1", done as u64 + 1).await;
        let next: jiff::Timestamp = trade["notify"]["notices"][0]["next_at"].as_str().unwrap().parse().unwrap();
        let gap = next.duration_since(world.simulator.clock().now()).as_secs();
        assert!((i64::from(*wait) - 5..=i64::from(*wait)).contains(&gap), "interval {done}: {gap}");
        assert!(world.shop.inbox.try_recv().is_err(), "nothing comes early");
        world.advance(u64::from(*wait)).await;
        let again = world.shop.next().await;
        assert_eq!(field(&again, "notify_id"), field(&first, "notify_id"));
        assert!(notice_verifies(&again));
    }
    let trade = world.until_attempts("P1", 8).await;
    assert_eq!(trade["notify"]["notices"][0]["next_at"], Value::Null);
    assert_eq!(trade["notify"]["acknowledged"], false);
}

#[tokio::test]
async fn the_retry_table_is_divided_by_the_time_scale() {
    let world = World::new().await;
    let now = world.simulator.clock().now();
    let notice: crate::alipay::notice::Notice = serde_json::from_value(json!({
        "notify_id": "n", "out_trade_no": "P1", "notify_url": "", "params": {}, "forged": false, "copies": 1,
        "next_at": null, "attempts": 3
    }))
    .unwrap();
    let next_at = notice.next_delivery(false, now, 600.0);
    assert_eq!(next_at.unwrap().duration_since(now).as_secs(), 6, "one hour by 600");
}

#[tokio::test]
async fn a_notice_that_was_not_delivered_before_a_restart_is_delivered_after_it() {
    let mut world = World::new().await;
    world.shop.replies("fail");
    world.precreate("P1").await;
    world.pay("P1", "normal").await;
    let first = world.shop.next().await;
    world.until_attempts("P1", 1).await;
    let mut world = world.restart().await;
    world.shop.replies("success");
    world.advance(241).await;
    let second = world.shop.next().await;
    assert_eq!(field(&second, "notify_id"), field(&first, "notify_id"));
    assert_eq!(world.until_attempts("P1", 2).await["notify"]["acknowledged"], true);
}

#[tokio::test]
async fn a_partial_refund_announces_success_again_and_a_full_one_closed() {
    let mut world = World::new().await;
    world.precreate("P1").await;
    world.pay("P1", "notice_never").await;
    world.refund("P1", "R1", "100.00").await;
    let part = world.shop.next().await;
    assert_eq!(field(&part, "trade_status"), "TRADE_SUCCESS");
    assert_eq!((field(&part, "refund_fee"), field(&part, "out_biz_no")), ("100.00", "R1"));
    assert_eq!(field(&part, "gmt_close"), "");
    world.refund("P1", "R2", "200.00").await;
    let full = world.shop.next().await;
    assert_eq!(field(&full, "trade_status"), "TRADE_CLOSED");
    assert_eq!((field(&full, "refund_fee"), field(&full, "out_biz_no")), ("300.00", "R2"));
    assert_ne!(field(&full, "gmt_close"), "");
    assert!(notice_verifies(&part) && notice_verifies(&full));
}

#[tokio::test]
async fn the_full_refund_notice_can_be_switched_off() {
    let world = World::new().await;
    world.precreate("P1").await;
    world.pay("P1", "normal").await;
    world.fault(json!({"fault": "full_refund_silent"})).await;
    world.refund("P1", "R1", "300.00").await;
    assert_eq!(world.trade("P1").await["notify"]["notices"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn one_notice_thrice_has_one_id_and_a_double_press_has_two() {
    let mut world = World::new().await;
    world.precreate("P1").await;
    world.pay("P1", "notice_thrice").await;
    let ids = [world.shop.next().await, world.shop.next().await, world.shop.next().await];
    assert!(ids.iter().all(|notice| field(notice, "notify_id") == field(&ids[0], "notify_id")));
    world.precreate("P2").await;
    world.pay("P2", "twice").await;
    let (one, two) = (world.shop.next().await, world.shop.next().await);
    assert_ne!(field(&one, "notify_id"), field(&two, "notify_id"));
    assert_eq!(field(&one, "trade_no"), field(&two, "trade_no"));
    assert_eq!(world.until_attempts("P1", 3).await["notify"]["attempts"], 3);
}

#[tokio::test]
async fn a_late_notice_comes_after_two_minutes_and_a_lost_one_never() {
    let mut world = World::new().await;
    world.precreate("P1").await;
    world.precreate("P2").await;
    world.pay("P1", "notice_never").await;
    world.pay("P2", "notice_late").await;
    world.advance(110).await;
    assert_eq!(world.trade("P2").await["notify"]["attempts"], 0);
    world.advance(11).await;
    assert_eq!(field(&world.shop.next().await, "out_trade_no"), "P2");
    world.advance(100_000).await;
    world.until_attempts("P2", 1).await;
    assert_eq!(world.trade("P1").await["notify"]["attempts"], 0);
}
