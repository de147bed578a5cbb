//! E2: two codes of one submission are both paid. The first to settle counts, the second goes back by itself. Codes of
//! one minute make every 刷新二维码 a new one.

use crate::world::{COURIER, Setup, World};

#[tokio::test]
async fn the_second_of_two_payments_goes_back() {
    let environment = vec![("CAKEY_CONFIG_RULES_CODE_MINUTES", "1")];
    let world = World::start_as(Setup { environment, ..Setup::default() }).await;
    let company = world.company("临溪轨道").await.complete_profile().await;
    let order = company.order(2, 1, COURIER).await;
    order.submit().await;
    let first = order.open_payment().await;
    let second = order.open_payment().await;
    assert_ne!(first, second);
    world.pay_trade(&first, "normal").await;
    order.reaches("under_review").await;
    world.pay_trade(&second, "normal").await;
    order.refunded(&second).await;
    assert_eq!(world.trade(&first).await.unwrap().refunded_fen, 0);
    let refunds = world.refunds(&order.number).await;
    assert_eq!((refunds.len(), refunds[0].reason.as_str()), (1, "duplicate"));
    assert_eq!(order.row().await.status, "under_review");
    let told = world.message(&company.mobile, "正在自动原路退回").await;
    assert!(told.contains(&order.number), "{told}");

    world.staff("shenhe").await.reject(&order.number, "全部退回").await;
    order.refunded(&first).await;
    assert_eq!(world.refunds(&order.number).await.len(), 2, "each payment goes back once");
    world.verify();
}
