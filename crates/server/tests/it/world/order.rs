//! An order in the hands of its company: 订单申请, 提交, 订单支付, 确认收货.

use super::{Attempt, Company, Page, Row, World, until};
use std::sync::Arc;

/// 获取方式 and what it asks for.
pub type Way = &'static [(&'static str, &'static str)];

/// 快递到付.
pub const COURIER: Way = &[
    ("get", "courier"),
    ("rn", "林知夏"),
    ("rm", "13900001234"),
    ("rp", "福建省"),
    ("rc", "厦门市"),
    ("rd", "思明区"),
    ("ra", "示例路 18 号 3 幢 201 室"),
];
/// 网点自取 at 东湖网点.
pub const PICKUP: Way = &[("get", "pickup"), ("outlet", "1")];

/// An order that has been saved.
#[derive(Clone)]
pub struct Order {
    pub company: Company,
    pub number: String,
}

impl Company {
    /// 订单申请 → 保存: the answer, whatever it is.
    pub async fn apply(&self, typed: &[(&str, &str)]) -> Page {
        let form = self.browser.get("/cakey/orders/new").await.form("/cakey/orders/new");
        self.browser.submit(&form, typed).await
    }

    /// An order of so many certificates and seals, saved, with its materials.
    pub async fn order(&self, certificates: u32, seals: u32, way: Way) -> Order {
        let (certificates, seals) = (certificates.to_string(), seals.to_string());
        let counts = [("act", "save"), ("project", "1"), ("certs", &*certificates), ("seals", &seals)];
        self.saved(&[&counts[..], way].concat()).await
    }

    /// 订单申请 → 保存 without a mistake, and the materials.
    async fn saved(&self, typed: &[(&str, &str)]) -> Order {
        let saved = self.apply(typed).await;
        let number = saved.location.strip_prefix("/cakey/orders/").and_then(|rest| rest.strip_suffix("/check"));
        let number = number.unwrap_or_else(|| panic!("{}: {}", saved.status, saved.text())).to_owned();
        let order = Order { company: self.clone(), number };
        order.give_materials().await;
        order
    }

    /// An order that waits for review, paid.
    pub async fn paid_order(&self, way: Way) -> Order {
        let order = self.order(2, 1, way).await;
        order.submit().await;
        order.pay().await;
        order
    }

    /// Orders a main key with a seal on a platform and gets it, whether its orders are paid before the review or after.
    pub async fn main_key(&self, project: &str) {
        let counts = [("act", "save"), ("project", project), ("certs", "1"), ("seals", "1")];
        let order = self.saved(&[&counts[..], COURIER].concat()).await;
        let after = order.send("/check", "/submit", &[("true", "1")]).await.location;
        if after == order.url("/pay") {
            order.pay().await;
        }
        self.world.staff("shenhe").await.approve(&order.number).await;
        if order.row().await.status == "awaiting_payment" {
            let trade = order.open_payment().await;
            self.world.pay_trade(&trade, "normal").await;
            order.reaches("to_ship").await;
        }
        assert_eq!(self.world.certificates(&order.number).await[0].role, "main");
    }
}

impl Order {
    pub fn world(&self) -> &Arc<World> {
        &self.company.world
    }

    /// All that a stranger could change of it: the row, its payments, its history.
    pub async fn everything(&self) -> (Row, Vec<Attempt>, Vec<String>) {
        let world = self.world();
        (self.row().await, world.attempts(&self.number).await, world.events(&self.number).await)
    }

    /// An address of this order.
    pub fn url(&self, rest: &str) -> String {
        format!("/cakey/orders/{}{rest}", self.number)
    }

    /// Opens a page of this order.
    pub async fn page(&self, rest: &str) -> Page {
        self.company.browser.get(&self.url(rest)).await
    }

    /// Opens a page of this order and sends the form on it that goes to `action`.
    /// Before 提交 the materials that are missing are given.
    pub async fn send(&self, page: &str, action: &str, typed: &[(&str, &str)]) -> Page {
        if action == "/submit" {
            self.give_materials().await;
        }
        let form = self.page(page).await.form(&self.url(action));
        self.company.browser.submit(&form, typed).await
    }

    /// 核对 → 提交; leads to the payment.
    pub async fn submit(&self) {
        self.send("/check", "/submit", &[("true", "1")]).await.leads(&self.url("/pay"));
    }

    /// 订单支付 up to the code; returns the trade's number.
    pub async fn open_payment(&self) -> String {
        self.send("/pay", "/pay", &[]).await.leads(&self.url("/pay/code"));
        self.page("/pay/code").await.says(&["请用手机支付宝扫码付款"]);
        self.world().attempts(&self.number).await.last().unwrap().trade.clone()
    }

    /// 订单支付, the phone pays, and the order waits for review. Returns the trade's number.
    pub async fn pay(&self) -> String {
        let trade = self.open_payment().await;
        self.world().pay_trade(&trade, "normal").await;
        self.reaches("under_review").await;
        trade
    }

    /// 撤回修改.
    pub async fn withdraw(&self) {
        self.send("/withdraw", "/withdraw", &[]).await.leads(&self.url("/edit"));
    }

    /// 取消订单.
    pub async fn cancel(&self) {
        self.send("/cancel", "/cancel", &[]).await.leads(&self.url(""));
    }

    /// 确认收货.
    pub async fn confirm(&self) {
        self.send("", "/confirm", &[]).await.leads(&self.url(""));
    }

    pub async fn row(&self) -> Row {
        self.world().order_row(&self.number).await
    }

    /// Waits for a stored status.
    pub async fn reaches(&self, status: &str) {
        let what = format!("{} to be {status}", self.number);
        until(&what, async || (self.row().await.status == status).then_some(())).await;
    }

    /// Waits until the last attempt has this stored state.
    pub async fn attempt_reaches(&self, state: &str) {
        let what = format!("the payment of {} to be {state}", self.number);
        let ask =
            async || self.world().attempts(&self.number).await.last().is_some_and(|a| a.state == state).then_some(());
        until(&what, ask).await;
    }

    /// Waits until the gateway's ledger has given all the money of a trade back, and our own rows say so.
    pub async fn refunded(&self, trade: &str) {
        let what = format!("the money of {trade} to be back");
        let ask = async || {
            let there = self.world().trade(trade).await?;
            let ours = self.world().attempts(&self.number).await.into_iter().find(|a| a.trade == trade)?;
            let back = there.refunded_fen == there.total_fen && ours.refunded == ours.amount;
            (back && self.world().refunds(&self.number).await.iter().all(|r| r.state == "succeeded")).then_some(())
        };
        until(&what, ask).await;
    }
}
