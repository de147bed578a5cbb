//! The simulators, as tests see and steer them: the gateway's ledger, phone and faults; the inboxes of SMS and mail;
//! the invoice desk.

use super::{World, until};
use serde::Deserialize;
use serde_json::{Value, json};
use simulators::alipay::control::TradeView;

/// An SMS as a phone shows it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Message {
    pub to: String,
    pub text: String,
    pub template: String,
}

/// A mail as the mailbox shows it.
#[derive(Debug, Clone, Deserialize)]
pub struct Mail {
    pub id: String,
    pub to: Vec<String>,
    pub subject: String,
    pub text: String,
    pub attachments: Vec<Value>,
}

impl World {
    /// Every trade of the gateway.
    pub async fn ledger(&self) -> Vec<TradeView> {
        self.read_json(&format!("{}/control/ledger", self.url(1))).await
    }

    /// The gateway's record of one trade.
    pub async fn trade(&self, out_trade_no: &str) -> Option<TradeView> {
        self.ledger().await.into_iter().find(|trade| trade.out_trade_no == out_trade_no)
    }

    /// A phone pays; `how` as the gateway's control names it (`normal`, `twice`, `notice_never` …).
    pub async fn pay_trade(&self, trade: &str, how: &str) {
        let (status, said) = self.control(1, "pay", json!({"out_trade_no": trade, "how": how})).await;
        assert_eq!(status, 200, "{said}");
    }

    /// Switches a fault of the gateway on, for the next calls of a method or for good.
    pub async fn fault(&self, switch: Value) {
        let (status, said) = self.control(1, "faults", switch).await;
        assert_eq!(status, 204, "{said}");
    }

    /// The gateway is well again.
    pub async fn no_faults(&self) {
        let url = format!("{}/control/faults", self.url(1));
        assert_eq!(self.http.delete(url).send().await.unwrap().status().as_u16(), 204);
    }

    pub async fn advance_gateway(&self, seconds: u64) {
        let (status, said) = self.control(1, "advance", json!({"seconds": seconds})).await;
        assert_eq!(status, 204, "{said}");
    }

    /// `POST /control/…` of the simulator at this offset; status and answer.
    pub async fn control(&self, offset: u16, what: &str, body: Value) -> (u16, String) {
        let request = self.http.post(format!("{}/control/{what}", self.url(offset)));
        let request = request.header("content-type", "application/json").body(body.to_string());
        let answer = request.send().await.unwrap();
        (answer.status().as_u16(), answer.text().await.unwrap())
    }

    /// The messages to one number, newest first.
    pub async fn messages(&self, mobile: &str) -> Vec<Message> {
        let all: Vec<Message> = self.read_json(&format!("{}/inbox.json", self.url(2))).await;
        all.into_iter().filter(|message| message.to == mobile).collect()
    }

    /// Waits for a message to this number that says this.
    pub async fn message(&self, mobile: &str, part: &str) -> String {
        let ask = async || self.messages(mobile).await.into_iter().map(|m| m.text).find(|text| text.contains(part));
        until(&format!("the message {part} to {mobile}"), ask).await
    }

    /// The mails to one address, newest first.
    pub async fn mails(&self, address: &str) -> Vec<Mail> {
        let all: Vec<Mail> = self.read_json(&format!("{}/inbox.json", self.url(4))).await;
        all.into_iter().filter(|mail| mail.to.iter().any(|to| to == address)).collect()
    }

    pub async fn attachment(&self, mail: &Mail, n: usize) -> Vec<u8> {
        let url = format!("{}/mail/{}/attachment/{n}", self.url(4), mail.id);
        self.http.get(url).send().await.unwrap().error_for_status().unwrap().bytes().await.unwrap().to_vec()
    }

    /// A notice from somebody who calls himself the gateway; status and answer.
    pub async fn notify(&self, body: Vec<u8>) -> (u16, String) {
        let request = self.http.post(format!("{}/cakey/notify/payment/alipay", self.url(0)));
        let request = request.header("content-type", "application/x-www-form-urlencoded; charset=utf-8").body(body);
        let answer = request.send().await.unwrap();
        (answer.status().as_u16(), answer.text().await.unwrap())
    }

    async fn read_json<T: serde::de::DeserializeOwned>(&self, url: &str) -> T {
        let answer = self.http.get(url).send().await.unwrap().error_for_status().unwrap();
        serde_json::from_slice(&answer.bytes().await.unwrap()).unwrap()
    }
}
