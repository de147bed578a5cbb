//! The scripted day: two companies and eight orders, one at each place where an order can lie for long.

use crate::world::{COURIER, Company, Order, PICKUP, World, until};
use std::sync::Arc;

/// The statuses in which the orders of each company may be found, in the order of their making. What a clock ends by
/// itself may have ended since.
pub const ORDERS: [&[&[&str]]; 2] = [
    &[
        &["completed"],
        &["under_review"],
        &["shipped", "completed"],
        &["draft", "closed"],
        &["draft", "closed"],
        &["awaiting_payment", "closed"],
    ],
    &[&["completed"], &["closed"]],
];
/// Which order of the first company waits for review.
pub const WAITING: usize = 1;

/// The companies of the day; in a world that has just been opened again, the same ones.
pub fn people(world: &Arc<World>) -> [Company; 2] {
    ["存续", "自取"].map(|name| Company::invented(world, name))
}

/// Lets the day happen, and waits until nothing is on its way any more.
pub async fn spend(world: &Arc<World>) {
    let people = people(world);
    for company in &people {
        company.send_code().await.says(&["验证码已发送到"]);
        let code = company.sms_code().await;
        company.finish_registration(&code, &[]).await.leads("/cakey/home");
        company.clone().complete_profile().await;
    }
    let [courier, pickup] = &people;
    let (reviewer, shipper) = (world.staff("shenhe").await, world.staff("fahuo").await);

    let done = courier.paid_order(COURIER).await;
    reviewer.approve(&done.number).await;
    shipper.ship(&done.number, "SF2026112900001").await;
    done.confirm().await;
    courier.invoice_mail(&done.number).await;

    courier.paid_order(COURIER).await;

    let under_way = courier.paid_order(COURIER).await;
    reviewer.approve(&under_way.number).await;
    shipper.ship(&under_way.number, "SF2026112900002").await;

    let rejected = courier.order(2, 1, COURIER).await;
    rejected.submit().await;
    let trade = rejected.pay().await;
    reviewer.reject(&rejected.number, "请重新拍照").await;
    rejected.refunded(&trade).await;

    courier.order(1, 0, COURIER).await;
    let unpaid = courier.order(1, 0, COURIER).await;
    unpaid.submit().await;
    unpaid.open_payment().await;

    let collected = pickup.paid_order(PICKUP).await;
    reviewer.approve(&collected.number).await;
    let desk = world.staff("donghu").await;
    desk.ready(&collected.number).await;
    desk.hand_over(&collected.number).await;
    collected.confirm().await;
    collected.reaches("completed").await;
    let cancelled = pickup.order(1, 1, PICKUP).await;
    cancelled.submit().await;
    cancelled.cancel().await;
    settled(world, &[&done, &under_way, &collected]).await;
}

/// Every approved order has its invoice, and no job is left that could be caught half-way.
async fn settled(world: &Arc<World>, approved: &[&Order]) {
    for order in approved {
        let what = format!("the invoice of {}", order.number);
        let mailed = async || world.invoices(&order.number).await.iter().any(|i| i.mail == "sent").then_some(());
        until(&what, mailed).await;
    }
    world.rest().await;
}
