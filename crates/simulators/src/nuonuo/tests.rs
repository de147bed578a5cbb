//! The invoice simulator over real sockets; the client signs by itself.

use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use serde_json::{Value, json};

use super::order::Order;
use super::order::tests::order;
use super::sign::{Query, sign};
use super::*;
use crate::chance;

/// The font that the sample invoices are tested with.
pub(super) const FONT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../assets/fonts/NotoSansSC-subset.otf");
const SELLER: &str = "91320000MA0000000X";
const DELAY: Duration = Duration::from_mins(10);

fn config(dir: &str) -> NuonuoConfig {
    NuonuoConfig {
        listen: "127.0.0.1:0".parse().unwrap(),
        dir: std::env::temp_dir().join(format!("nuonuo-{dir}-{}", chance::hex_id())),
        app_key: "key".into(),
        app_secret: "secret".into(),
        seller_tax_no: SELLER.into(),
        seller_name: "澜州电子认证有限公司（示例）".into(),
        issue_delay_ms: u64::try_from(DELAY.as_millis()).unwrap(),
        file_delay_ms: 60_000,
        callback_retry_ms: 10,
        font: Arc::new(std::fs::read(FONT).unwrap()),
    }
}

struct Client {
    simulator: NuonuoSimulator,
    token: String,
    secret: &'static str,
}

impl Client {
    async fn new(config: NuonuoConfig) -> Self {
        let simulator = start(config).await.unwrap();
        let form = [("client_id", "key"), ("client_secret", "secret"), ("grant_type", "client_credentials")];
        let url = format!("{}/accessToken", simulator.url());
        let body = callback_client().unwrap().post(url).form(&form).send().await.unwrap().text().await.unwrap();
        let body: Value = serde_json::from_str(&body).unwrap();
        let token = body["access_token"].as_str().unwrap().to_owned();
        Self { simulator, token, secret: "secret" }
    }

    async fn call(&self, method: &str, body: &Value) -> Value {
        let body = body.to_string();
        let query = Query {
            senid: chance::hex_id(),
            nonce: format!("1{}", chance::digits(7)),
            timestamp: self.simulator.clock().now().as_second().to_string(),
            appkey: "key".into(),
        };
        let Query { senid, nonce, timestamp, appkey } = &query;
        let url = self.simulator.url();
        let url = format!("{url}/open/v1/services?senid={senid}&nonce={nonce}&timestamp={timestamp}&appkey={appkey}");
        let request = callback_client().unwrap().post(url);
        let request = request
            .header("content-type", "application/json")
            .header("X-Nuonuo-Sign", sign(self.secret, &query, body.as_bytes()))
            .header("accessToken", &self.token)
            .header("userTax", SELLER)
            .header("method", format!("nuonuo.OpeMplatform.{method}"));
        let text = request.body(body).send().await.unwrap().text().await.unwrap();
        serde_json::from_str(&text).unwrap_or(Value::String(text))
    }

    async fn submit(&self, order: &Order) -> Value {
        self.call("requestBillingNew", &json!({"order": order})).await
    }

    async fn query(&self, order: &Order) -> Value {
        let body = json!({"orderNos": [order.order_no], "isOfferInvoiceDetail": "0"});
        let answer = self.call("queryInvoiceResult", &body).await;
        assert_eq!(answer["code"], "E0000", "{answer}");
        answer["result"][0].clone()
    }

    async fn set_faults(&self, faults: Value) {
        let url = format!("{}/control/faults", self.simulator.url());
        let answer = callback_client().unwrap().post(url).body(faults.to_string()).send().await.unwrap();
        assert_eq!(answer.status(), 204);
    }

    fn later(&self, part: u32) {
        self.simulator.clock().advance(DELAY / part);
    }
}

async fn fetch(url: &str) -> (u16, Vec<u8>) {
    let response = callback_client().unwrap().get(url).send().await.unwrap();
    (response.status().as_u16(), response.bytes().await.unwrap().to_vec())
}

#[tokio::test]
async fn an_order_is_issued_step_by_step_and_its_file_comes_later() {
    let config = config("issue");
    let client = Client::new(config.clone()).await;
    assert_eq!(client.submit(&order()).await["code"], "E0000");
    assert_eq!(client.query(&order()).await["status"], "20");
    client.later(2);
    let sealing = client.query(&order()).await;
    assert_eq!((&sealing["status"], &sealing["pdfUrl"]), (&json!("21"), &json!("")));
    client.later(2);
    let issued = client.query(&order()).await;
    assert_eq!(issued["status"], "2");
    let number = issued["allElectronicInvoiceNumber"].as_str().unwrap();
    assert!(number.len() == 20 && number[2..].starts_with("322"), "{number}");
    let qr = issued["qrCode"].as_str().unwrap();
    assert!(qr.starts_with(&format!("01,32,,{number},400.00,")), "{qr}");
    assert_eq!((&issued["orderAmount"], &issued["exTaxAmount"]), (&json!("400.00"), &json!("371.52")));

    let pdf = issued["pdfUrl"].as_str().unwrap();
    assert_eq!(fetch(pdf).await.0, 404);
    client.simulator.clock().advance(Duration::from_mins(1));
    let (status, bytes) = fetch(pdf).await;
    assert!(status == 200 && bytes.starts_with(b"%PDF-"));
    let (_, xml) = fetch(issued["xmlUrl"].as_str().unwrap()).await;
    assert!(String::from_utf8(xml).unwrap().contains(&format!("<InvoiceNumber>{number}</InvoiceNumber>")));
    let (_, page) = fetch(&client.simulator.url()).await;
    let page = String::from_utf8(page).unwrap();
    assert!(page.contains(number) && page.contains("演示环境"), "{page}");

    let second = Order { order_no: "INV-2".into(), ..order() };
    client.submit(&second).await;
    client.later(1);
    assert!(client.query(&second).await["invoiceNo"].as_str().unwrap() > number);
    client.simulator.stop().await;
    let client = Client::new(config).await;
    assert_eq!(client.submit(&order()).await["code"], "E9106", "an order number is used up for ever");
}

#[tokio::test]
async fn what_is_not_signed_right_has_no_token_or_is_unknown_is_refused() {
    let mut client = Client::new(config("refuse")).await;
    let unknown = client.call("queryInvoiceResult", &json!({"orderNos": ["nothing"]})).await;
    assert_eq!(unknown["code"], "E9500");
    let mut wrong = order();
    wrong.invoice_detail[0].tax = "17.00".into();
    assert_eq!(client.submit(&wrong).await["code"], "E9105");
    client.secret = "wrong";
    assert_eq!(client.submit(&order()).await["code"], "070101");
    client.secret = "secret";
    client.token = "wrong".into();
    assert_eq!(client.submit(&order()).await["code"], "070304");
}

#[tokio::test]
async fn the_end_of_the_buyers_tax_number_tells_how_an_order_ends() {
    let client = Client::new(config("fate")).await;
    let fails = Order { order_no: "INV-22".into(), buyer_tax_num: "913201000000000000".into(), ..order() };
    let seal = Order { order_no: "INV-24".into(), buyer_tax_num: "913201000000000024".into(), ..order() };
    client.submit(&fails).await;
    client.submit(&seal).await;
    let again = json!({"fpqqlsh": "", "orderno": "INV-24"});
    assert_eq!(client.call("reInvoice", &again).await["code"], "E9105", "not while it is being issued");
    client.later(1);
    let failed = client.query(&fails).await;
    assert_eq!((&failed["status"], &failed["invoiceNo"]), (&json!("22"), &json!("")));
    assert!(!failed["failCause"].as_str().unwrap().is_empty());
    assert_eq!(client.query(&seal).await["status"], "24");
    assert_eq!(client.call("reInvoice", &again).await["code"], "E0000");
    assert_eq!(client.query(&seal).await["status"], "21");
    client.later(2);
    assert_eq!(client.query(&seal).await["status"], "2");
}

#[tokio::test]
async fn faults_come_when_they_are_switched_on() {
    let client = Client::new(config("faults")).await;
    client.set_faults(json!({"down": 1, "drawer_not_logged_in": true})).await;
    assert!(client.submit(&order()).await.is_string(), "a page instead of JSON");
    client.submit(&order()).await;
    client.later(1);
    assert!(client.query(&order()).await["failCause"].as_str().unwrap().contains("未登录"));
    client.set_faults(json!({"silence": 1})).await;
    let second = Order { order_no: "INV-2".into(), ..order() };
    assert!(tokio::time::timeout(Duration::from_millis(300), client.submit(&second)).await.is_err());
    assert_eq!(client.submit(&second).await["code"], "E9106", "the lost answer was a success");
}

#[tokio::test]
async fn a_callback_is_repeated_until_it_is_acknowledged_and_may_be_preceded_by_a_forged_one() {
    let (heard, mut hears) = tokio::sync::mpsc::unbounded_channel::<(String, Value)>();
    let tries = Arc::new(AtomicU32::new(0));
    let receiver = post(move |axum::Form(form): axum::Form<Vec<(String, String)>>| async move {
        let field = |name: &str| form.iter().find(|(known, _)| known == name).unwrap().1.clone();
        assert_eq!(field("operater"), "callback");
        let content: Value = serde_json::from_str(&field("content")).unwrap();
        heard.send((field("orderno"), content)).unwrap();
        // The forged one and the first real one are not acknowledged.
        let acknowledge = tries.fetch_add(1, Ordering::SeqCst) >= 2;
        axum::Json(json!({"status": if acknowledge { "0000" } else { "9999" }}))
    });
    let listen = "127.0.0.1:0".parse().unwrap();
    let listener = Listener::start(listen, |_, _| Router::new().route("/callback", receiver)).await.unwrap();
    let client = Client::new(config("callback")).await;
    client.set_faults(json!({"forged_callback": 1})).await;
    let order = Order { call_back_url: format!("http://{}/callback", listener.address()), ..order() };
    client.submit(&order).await;
    let (order_no, forged) = hears.recv().await.unwrap();
    assert_eq!((order_no, &forged["c_hjje"]), (order.order_no.clone(), &json!("0.01")));

    client.later(1);
    let (_, first) = hears.recv().await.unwrap();
    let (_, second) = hears.recv().await.unwrap();
    assert_eq!(first, second);
    assert_eq!((&first["c_status"], &first["c_hjje"]), (&json!("1"), &json!("400.00")));
    assert_eq!(first["c_fphm"], client.query(&order).await["invoiceNo"]);
    let third = tokio::time::timeout(Duration::from_millis(300), hears.recv()).await;
    assert!(third.is_err(), "an acknowledged callback is not repeated");
}
