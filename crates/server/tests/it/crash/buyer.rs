//! A company's window: new orders, 提交, 订单支付, 撤回修改, and old codes that are paid late, at random. Several windows
//! of one company work on the same orders.

use super::dice::Dice;
use super::window::Window;
use crate::world::{COURIER, Form, PICKUP, Page, wanted};
use serde_json::json;
use std::sync::{Arc, Mutex};

/// A form whose answer was lost is sent again this often: until long after the restart.
const TRIES: usize = 100;
/// What phones do; of these the notice that never comes and the double press are the nasty ones.
const WAYS: [&str; 5] = ["normal", "normal", "notice_thrice", "notice_never", "twice"];

/// What the windows of one company share.
pub struct Desk {
    pub company: String,
    /// The most orders that they make.
    pub most_orders: usize,
    pub orders: Mutex<Vec<String>>,
    pub trades: Mutex<Vec<String>>,
}

impl Desk {
    pub fn new(company: &str, most_orders: usize) -> Arc<Desk> {
        let company = company.to_owned();
        Arc::new(Desk { company, most_orders, orders: Mutex::default(), trades: Mutex::default() })
    }
}

pub struct Buyer {
    pub window: Window,
    pub desk: Arc<Desk>,
    /// `http://…` of the gateway.
    pub gateway: String,
    pub dice: Dice,
}

impl Buyer {
    /// Plays until the log is stopped.
    pub async fn play(mut self) {
        while !self.window.log.is_stopped() {
            self.step().await;
        }
    }

    /// One thing that a person does; `None` where it came to nothing.
    pub async fn step(&mut self) -> Option<()> {
        let known = self.desk.orders.lock().unwrap().clone();
        let choice = self.dice.below(12);
        if known.is_empty() || (choice < 2 && known.len() < self.desk.most_orders) {
            return self.create().await;
        }
        let order = self.dice.pick(&known)?;
        match choice {
            0..6 => self.submit(&order).await,
            6..9 => self.pay(&order).await,
            9..11 => self.withdraw(&order).await,
            _ => self.pay_old_code().await,
        }
    }

    /// 订单申请 → 保存. The same form is sent until there is an answer: it makes one order (E24).
    pub async fn create(&mut self) -> Option<()> {
        let form = self.window.get("/cakey/orders/new").await?.find_form("/cakey/orders/new")?;
        let way = if self.dice.below(4) == 0 { PICKUP } else { COURIER };
        let counts = [("act", "save"), ("project", "1"), ("certs", "2"), ("seals", "1")];
        let typed = [&counts[..], way].concat();
        self.window.log.form_sent(&self.desk.company);
        for _ in 0..TRIES {
            let Some(saved) = self.window.submit(&form, &typed).await else { continue };
            let number = saved.location.strip_prefix("/cakey/orders/")?.strip_suffix("/check")?.to_owned();
            self.window.log.created.lock().unwrap().insert(number.clone());
            self.desk.orders.lock().unwrap().push(number);
            return Some(());
        }
        None
    }

    async fn submit(&self, order: &str) -> Option<()> {
        let page = self.window.get(&url(order, "/check")).await?;
        if let Some(form) = page.find_form(&url(order, "/materials")).filter(|_| !wanted(&page).is_empty()) {
            self.window.upload(&form, &wanted(&page)).await?;
        }
        let form = self.form(order, "/check", "/submit").await?;
        let answer = self.window.submit(&form, &[("true", "1")]).await?;
        self.promised(&answer, order, "/pay", "submitted", &form)
    }

    async fn withdraw(&self, order: &str) -> Option<()> {
        let form = self.form(order, "/withdraw", "/withdraw").await?;
        let answer = self.window.submit(&form, &[]).await?;
        self.promised(&answer, order, "/edit", "withdrawn", &form)
    }

    /// Opens the code; three times of four the phone pays it, else it lies about and may be paid late.
    async fn pay(&mut self, order: &str) -> Option<()> {
        let form = self.form(order, "/pay", "/pay").await?;
        let opened = self.window.submit(&form, &[]).await?;
        if opened.status != 303 {
            return None;
        }
        let page = self.window.get(&url(order, "/pay/code")).await?;
        let (_, after) = page.html.split_once("qr.png?t=")?;
        let trade = after.split('"').next()?.to_owned();
        self.desk.trades.lock().unwrap().push(trade.clone());
        if self.dice.below(4) == 0 { Some(()) } else { self.phone(&trade).await }
    }

    /// Any code that was ever shown: after a withdrawal, or beside another that was paid (E1, E2).
    async fn pay_old_code(&mut self) -> Option<()> {
        let known = self.desk.trades.lock().unwrap().clone();
        let trade = self.dice.pick(&known)?;
        self.phone(&trade).await
    }

    async fn phone(&mut self, trade: &str) -> Option<()> {
        let how = self.dice.pick(&WAYS)?;
        let order = json!({"out_trade_no": trade, "how": how});
        let view = self.window.tell(&format!("{}/control/pay", self.gateway), order).await?;
        let fen = view["total_fen"].as_u64()?;
        self.window.log.paid.lock().unwrap().insert(trade.to_owned(), fen);
        Some(())
    }

    async fn form(&self, order: &str, page: &str, action: &str) -> Option<Form> {
        self.window.get(&url(order, page)).await?.find_form(&url(order, action))
    }

    /// Takes down what the site acknowledged by leading on.
    fn promised(&self, answer: &Page, order: &str, leads: &str, event: &'static str, form: &Form) -> Option<()> {
        if (answer.status, answer.location.as_str()) == (303, &url(order, leads)) {
            self.window.log.changed(order, event, form.hidden("version").parse().unwrap());
        }
        Some(())
    }
}

fn url(order: &str, rest: &str) -> String {
    format!("/cakey/orders/{order}{rest}")
}
