//! Manual 3.2 (11): 查看记录, the current status and the complete flow, as it stands in the database.

use crate::world::{COURIER, World};

#[tokio::test]
async fn the_record_shows_the_status_and_every_step_newest_first() {
    let world = World::start().await;
    let company = world.company("望江测绘").await.complete_profile().await;
    let order = company.order(1, 1, COURIER).await;
    order.page("/history").await.says(&["当前状态 待提交"]);
    order.submit().await;
    order.withdraw().await;
    order.page("/history").await.says(&["当前状态 待提交", "撤回"]);
    order.submit().await;
    order.pay().await;
    world.staff("shenhe").await.approve(&order.number).await;
    world.staff("fahuo").await.ship(&order.number, "SF9876543210123").await;
    order.confirm().await;
    company.invoice_mail(&order.number).await;

    let page = order.page("/history").await;
    page.says(&["查看记录", "当前状态 已完成", "完整流程"]);
    let (rows, events) = (page.rows(), world.events(&order.number).await);
    assert_eq!(rows.len(), events.len(), "{rows:?} {events:?}");
    let words = ["保存", "提交", "撤回", "提交", "支付", "通过", "发货", "收货"];
    let told = rows.iter().rev().filter(|row| !row.contains("发票"));
    for (row, word) in told.zip(words) {
        assert!(row.contains(word), "no {word} in {row}");
    }
    page.says(&["SF9876543210123", "林知夏", "操作人", "系统"]);
    let day = format!("{}-{}-", &order.number[2..6], &order.number[6..8]);
    assert!(rows.iter().all(|row| row.starts_with(&day)), "every step has its time: {rows:?}");
    let approval = rows.iter().find(|row| row.contains("审核通过")).unwrap();
    assert!(["周予安", "郑书言"].iter().any(|name| approval.contains(name)), "and who did it: {approval}");
    assert_eq!(events[..5], ["created", "submitted", "withdrawn", "submitted", "paid"]);
}
