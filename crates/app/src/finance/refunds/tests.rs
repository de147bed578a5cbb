//! One voucher, one refund.

use super::*;
use crate::effects::worker::round;
use crate::fixture::forms::{confirmed, rejection};
use crate::fixture::{self, World};
use crate::order::query::{self, Detail};
use crate::order::store::Find;
use crate::order::{draft, review, submit};
use crate::payment::{open, settle};
use crate::ports::PortError;
use domain::id::OrderNumber;
use domain::money::Fen;
use domain::order::form::OrderForm;
use domain::payment::{TradeReport, TradeStatus};
use domain::rights::Role;

async fn detail(world: &World, number: &OrderNumber) -> Detail {
    query::detail(world, Find::System(number.clone())).await.unwrap()
}

/// An order that was paid twice and rejected; the gateway refused to pay either payment back.
async fn refused_twice(world: &World) -> (OrderNumber, Vec<RefundId>) {
    let user = world.company("澜州青禾建设工程有限公司").await;
    let (outlet, project) = (world.outlet().await.to_string(), world.project().await.to_string());
    let [certs, seals, get] = ["1", "0", "pickup"].map(str::to_owned);
    let form = OrderForm { project, certs, seals, get, outlet, ..OrderForm::default() };
    let number = draft::create(world, &user, &form, "op").await.unwrap();
    submit::submit(world, &user, &number, &confirmed(1)).await.unwrap();
    let first = open::open(world, &user, &number).await.unwrap();
    world.clock.advance_secs(29 * 60);
    let second = open::open(world, &user, &number).await.unwrap();
    for attempt in [first, second] {
        let (trade, amount, now) = (attempt.trade, Some(attempt.amount), world.now());
        let (status, refunded) = (TradeStatus::Paid, Fen::ZERO);
        let report = TradeReport { trade, gateway_trade: None, status, amount, refunded, paid_at: None };
        let gateway = world.gateways.offered().code.clone();
        world.write(move |tx| settle::settle(tx, &gateway, &report, now)).await.unwrap();
    }
    let seen = detail(world, &number).await.stored.order.version;
    review::decide(world, &world.staff(Role::Reviewer).await, &number, &rejection(seen)).await.unwrap();
    for _ in 0..2 {
        let refusal = PortError::Refused { code: "ACQ.TRADE_HAS_FINISHED".into(), message: "交易已结束".into() };
        world.payment.refund.answer(Err(refusal));
    }
    while round(world).await.unwrap() > 0 {}
    let refunds = detail(world, &number).await.refunds.into_iter().map(|refund| refund.id).collect();
    (number, refunds)
}

fn voucher(number: &str) -> OfflineVoucher {
    let [payee, account, note] =
        ["澜州青禾建设工程有限公司", "6222000000001234", "原支付账户已注销"].map(str::to_owned);
    OfflineVoucher { voucher: number.into(), payee, account, note }
}

#[tokio::test]
async fn one_voucher_pays_one_refund_back_and_is_free_again_when_its_registration_is_withdrawn() {
    let world = fixture::app();
    let (number, refunds) = refused_twice(&world).await;
    assert_eq!(refunds.len(), 2);
    let finance = world.staff(Role::Finance).await;
    register_offline(&world, &finance, refunds[0], voucher("BK-2026-0031")).await.unwrap();
    for same in ["BK-2026-0031", "bk-2026-0031", "BK-2026 -0031"] {
        let Err(Error::Fields(errors)) = register_offline(&world, &finance, refunds[1], voucher(same)).await else {
            panic!("{same} was taken twice");
        };
        assert!(errors.get("voucher").unwrap().contains(number.as_str()));
    }
    withdraw_offline(&world, &finance, refunds[0]).await.unwrap();
    register_offline(&world, &finance, refunds[1], voucher("BK-2026-0031")).await.unwrap();
}
