use super::*;

async fn submit(world: &World, path: &str, form: &[(&str, &str)]) -> (u16, String, String) {
    let response = world.http.post(format!("{}{path}", world.simulator.url())).form(form).send().await.unwrap();
    let place = response.headers().get("location").map_or("", |value| value.to_str().unwrap()).to_owned();
    (response.status().as_u16(), place, response.text().await.unwrap())
}

#[tokio::test]
async fn the_phone_shows_the_codes_to_pay_and_says_that_it_is_not_the_real_thing() {
    let world = World::new().await;
    let empty = world.get("/").await;
    assert!(empty.contains("演示环境，不是真的支付宝") && empty.contains("没有等待付款的交易"));
    assert!(empty.contains("动态口令：工作人员登录用") && empty.contains("审核员 <b"));
    world.precreate("P1").await;
    let page = world.get("/").await;
    assert!(page.contains("¥300.00　P1"));
    assert!(world.get("/style.css").await.contains(".phone"));
    for outside in ["https://", "//cdn", "<script"] {
        assert!(!page.contains(outside), "{outside}");
    }
}

#[tokio::test]
async fn opening_the_code_is_the_scan_and_the_button_pays() {
    let world = World::new().await;
    let made = world.precreate("P1").await;
    let path = made["qr_code"].as_str().unwrap().strip_prefix(world.simulator.url()).unwrap().to_owned();
    let page = world.get(&path).await;
    assert!(
        page.contains("确认付款") && page.contains("澜州电子认证有限公司（示例）") && page.contains("过期后才付款")
    );
    assert_eq!(world.trade("P1").await["status"], "WAIT_BUYER_PAY");
    let (status, place, _) = submit(&world, "/phone/pay", &[("trade", "P1"), ("how", "normal")]).await;
    assert_eq!((status, place.as_str()), (303, "/?trade=P1"));
    assert_eq!(world.trade("P1").await["status"], "TRADE_SUCCESS");
    assert!(world.get("/?trade=P1").await.contains("付款后，电脑上的页面会自己跳到结果页"));
    let (status, _, page) = submit(&world, "/phone/pay", &[("trade", "P1"), ("how", "normal")]).await;
    assert!(status == 200 && page.contains("这笔交易已经付过款"));
}

#[tokio::test]
async fn giving_up_leaves_the_trade_waiting() {
    let world = World::new().await;
    world.precreate("P1").await;
    assert_eq!(submit(&world, "/phone/scan", &[("trade", "P1")]).await.1, "/?trade=P1");
    assert_eq!(submit(&world, "/phone/pay", &[("trade", "P1"), ("how", "normal"), ("act", "no")]).await.1, "/");
    assert_eq!(world.trade("P1").await["status"], "WAIT_BUYER_PAY");
}

#[tokio::test]
async fn an_expired_code_offers_only_the_late_payment() {
    let world = World::new().await;
    let made = world.precreate("P1").await;
    world.advance(7201).await;
    let path = made["qr_code"].as_str().unwrap().strip_prefix(world.simulator.url()).unwrap().to_owned();
    let page = world.get(&path).await;
    assert!(page.contains("付款码已过期，请让商户重新出码") && page.contains("晚到的付款"));
    submit(&world, "/phone/pay", &[("trade", "P1"), ("how", "late")]).await;
    assert_eq!(world.trade("P1").await["status"], "TRADE_SUCCESS");
    assert!(world.get("/qr/unknown").await.contains("没有这个付款码"));
}

#[tokio::test]
async fn the_switches_on_the_page_work() {
    let world = World::new().await;
    submit(&world, "/phone/faults", &[("fault", "system_error"), ("method", "alipay.trade.query"), ("times", "1")])
        .await;
    assert!(world.get("/").await.contains("网关回 ACQ.SYSTEM_ERROR（结果不明）（只对 alipay.trade.query），还有 1 次"));
    assert_eq!(world.query("P1").await["sub_code"], "ACQ.SYSTEM_ERROR");
    submit(&world, "/phone/faults", &[("fault", "fuzz"), ("method", ""), ("times", "")]).await;
    submit(&world, "/phone/faults", &[("fault", "fuzz"), ("act", "clear")]).await;
    assert_eq!(world.get("/control/faults").await, "[]");
}
