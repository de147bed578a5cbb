//! Notices that the gateway did not send, or not so: forged, replayed, malformed, of a wrong amount or for somebody else.
//! A bad one never gets `success`, and nothing is booked.

use crate::world::{COURIER, Order, World};
use simulators::alipay::signature::{Params, notice_text, sign};
use simulators::keys::SigningKey;

/// The notice of a full payment as the gateway would send it, signed by the gateway's own key after `change`.
fn signed(world: &World, trade: &str, change: impl FnOnce(&mut Params)) -> Vec<u8> {
    let key = SigningKey::load_or_create(&world.data().join("simulators/gateway/alipay-key.pem")).unwrap();
    let pairs = [
        ("app_id", "2021000000000001"),
        ("seller_id", "2088000000000909"),
        ("notify_id", "2026112300222000000000000000000001"),
        ("notify_type", "trade_status_sync"),
        ("notify_time", "2026-11-23 18:00:00"),
        ("gmt_payment", "2026-11-23 18:00:00"),
        ("out_trade_no", trade),
        ("trade_no", "2026112322001000000000000001"),
        ("total_amount", "320.00"),
        ("trade_status", "TRADE_SUCCESS"),
        ("charset", "utf-8"),
        ("version", "1.0"),
    ];
    let mut params: Params = pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    change(&mut params);
    let signature = sign(&key, &notice_text(&params));
    params.insert("sign_type".into(), "RSA2".into());
    params.insert("sign".into(), signature);
    encode(&params)
}

fn encode(params: &Params) -> Vec<u8> {
    let url = reqwest::Url::parse_with_params("http://x/", params.iter()).unwrap();
    url.query().unwrap().as_bytes().to_vec()
}

fn set(name: &'static str, value: &'static str) -> impl FnOnce(&mut Params) {
    move |params: &mut Params| drop(params.insert(name.into(), value.into()))
}

/// An order with a code on the screen, unpaid.
async fn waiting(world: &std::sync::Arc<World>) -> (Order, String) {
    let company = world.company("青禾公路").await.complete_profile().await;
    let order = company.order(2, 1, COURIER).await;
    order.submit().await;
    let trade = order.open_payment().await;
    (order, trade)
}

/// Sends a notice that must not be believed.
async fn refused(world: &World, body: Vec<u8>) {
    let shown = String::from_utf8_lossy(&body).into_owned();
    let (status, said) = world.notify(body).await;
    assert!(status >= 400 && !said.contains("success"), "{status} {said}: {shown}");
}

#[tokio::test]
async fn what_is_not_signed_by_the_gateway_for_us_is_not_believed() {
    let world = World::start().await;
    let (order, trade) = waiting(&world).await;
    let good = signed(&world, &trade, |_| {});
    let text = String::from_utf8(good.clone()).unwrap();
    for (from, to) in [
        ("320.00", "0.01"),
        ("TRADE_SUCCESS", "TRADE_FINISHED"),
        ("charset=utf-8", "charset=gbk"),
        ("sign=", "sign=A"),
        ("sign=", "sing="),
    ] {
        let changed = text.replacen(from, to, 1);
        assert_ne!(changed, text, "{from}");
        refused(&world, changed.into_bytes()).await;
    }
    for added in ["&extra=1", "&refund_fee=320.00", "&out_trade_no=x", "&sign=x"] {
        refused(&world, format!("{text}{added}").into_bytes()).await;
    }
    for body in
        ["", "&", "sign=", "{\"trade_status\":\"TRADE_SUCCESS\"}", "<xml/>", "out_trade_no=%ff&sign=%ff", "\u{0}"]
    {
        refused(&world, body.as_bytes().to_vec()).await;
    }
    refused(&world, text.as_bytes()[..text.len() / 2].to_vec()).await;
    refused(&world, [text.as_bytes(), &vec![b'a'; 100_000]].concat()).await;
    nothing_booked(&order, &trade).await;
    assert!(world.notices().await.iter().all(|(_, body)| !body.contains(&trade)), "what was not believed is not filed");
    world.verify();
}

#[tokio::test]
async fn a_signed_notice_for_another_seller_app_or_of_broken_values_is_refused() {
    let world = World::start().await;
    let (order, trade) = waiting(&world).await;
    for (name, value) in [
        ("seller_id", "2088000000000000"),
        ("app_id", "2021000000000002"),
        ("trade_status", "TRADE_PERHAPS"),
        ("total_amount", "dreihundert"),
        ("total_amount", "320.001"),
        ("total_amount", "-320.00"),
        ("gmt_payment", "yesterday"),
        ("out_trade_no", "' or 1=1 --"),
        ("gmt_refund", "2026-11-23 18:00:00"),
    ] {
        refused(&world, signed(&world, &trade, set(name, value))).await;
    }
    for missing in ["seller_id", "app_id", "trade_status", "total_amount", "out_trade_no"] {
        refused(&world, signed(&world, &trade, |params| drop(params.remove(missing)))).await;
    }
    nothing_booked(&order, &trade).await;
}

#[tokio::test]
async fn a_signed_notice_of_another_amount_is_filed_as_an_alarm_and_not_booked() {
    let world = World::start().await;
    let (order, trade) = waiting(&world).await;
    for amount in ["320.01", "0.01", "32000.00"] {
        refused(&world, signed(&world, &trade, set("total_amount", amount))).await;
    }
    nothing_booked(&order, &trade).await;
    let filed = world.notices().await.into_iter().filter(|(_, body)| body.contains(&trade));
    assert!(filed.map(|(verdict, _)| verdict).eq(["alarm", "alarm", "alarm"]));
    assert!(!world.money_cases(&order.number).await.is_empty(), "finance sees it");
    order.pay().await;
    assert_eq!(order.row().await.status, "under_review", "the true payment counts all the same");
    refused(&world, signed(&world, &trade, set("total_amount", "320.01"))).await;
    assert_eq!(world.events(&order.number).await, ["created", "submitted", "paid"]);
}

#[tokio::test]
async fn a_replayed_notice_changes_nothing_and_one_of_another_order_cannot_be_borrowed() {
    let world = World::start().await;
    let (paid, first) = waiting(&world).await;
    world.pay_trade(&first, "normal").await;
    paid.reaches("under_review").await;
    let (other, second) = waiting(&world).await;
    let filed = async || world.notices().await.into_iter().find(|(_, body)| body.contains(&first));
    let (_, body) = crate::world::until("the notice to be filed", filed).await;
    let events = world.events(&paid.number).await;
    for _ in 0..2 {
        assert_eq!(
            world.notify(body.clone().into_bytes()).await,
            (200, "success".into()),
            "a repetition is acknowledged"
        );
    }
    assert_eq!(world.events(&paid.number).await, events);
    refused(&world, body.replace(&first, &second).into_bytes()).await;
    nothing_booked(&other, &second).await;

    world.staff("shenhe").await.reject(&paid.number, "重放").await;
    paid.refunded(&first).await;
    let events = world.events(&paid.number).await;
    assert_eq!(world.notify(body.into_bytes()).await.1, "success");
    assert_eq!((paid.row().await.status.as_str(), world.events(&paid.number).await), ("draft", events));
    assert_eq!(world.refunds(&paid.number).await.len(), 1);
    world.verify();
}

#[tokio::test]
async fn a_notice_is_sent_by_post_and_of_a_trade_that_we_know() {
    let world = World::start().await;
    assert_ne!(world.visitor().get("/cakey/notify/payment/alipay").await.status, 200);
    let unknown = signed(&world, "P202001010001S1A1", |_| {});
    let (_, said) = world.notify(unknown).await;
    // It is the gateway's and ours, so repeating it would help nobody; it is filed for finance.
    assert_eq!(said, "success");
    assert!(world.notices().await.iter().any(|(verdict, _)| verdict == "unknown trade"));
}

/// The order waits for its payment as before.
async fn nothing_booked(order: &Order, trade: &str) {
    let world = order.world();
    let row = order.row().await;
    assert_eq!((row.status.as_str(), row.submission), ("awaiting_payment", 1));
    let attempts = world.attempts(&order.number).await;
    assert_eq!((attempts.len(), attempts[0].trade.as_str()), (1, trade));
    assert_ne!(attempts[0].state, "settled");
    assert_eq!(world.events(&order.number).await, ["created", "submitted"]);
    assert!(world.refunds(&order.number).await.is_empty());
    assert_eq!(world.trade(trade).await.unwrap().paid_at, None);
}
