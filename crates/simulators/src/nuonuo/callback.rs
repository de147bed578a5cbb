//! The vendor's callback: an unsigned form posted to `callBackUrl` when an order is finished one way or the other,
//! again and again until `{"status":"0000"}` comes back. Open callbacks survive a restart. A forged one can be ordered.

use std::time::Duration;

use serde_json::{Value, json};

use super::answer::as_callback;
use super::book::{Invoice, Status};
use super::simulator::Simulator;
use crate::sms::loopback::until_stopped;

/// Attempts before the vendor gives up.
const ATTEMPTS_MAX: u32 = 10;
/// How often the clock is asked whether an order is finished; a test may have moved it.
const LOOK_EVERY: Duration = Duration::from_millis(50);

/// Sends the callback as soon as the order is finished, if it names an address.
pub(super) fn schedule(simulator: &Simulator, invoice: Invoice) {
    if invoice.order.call_back_url.is_empty() {
        return;
    }
    let simulator = simulator.clone();
    tokio::spawn(async move {
        tokio::select! {
            () = until_stopped(simulator.stopped.clone()) => {}
            acknowledged = deliver(&simulator, &invoice.serial) => {
                simulator.book.close_callback(&invoice.serial, acknowledged);
            }
        }
    });
}

/// Sends at once a callback that nobody at the vendor has sent: a number and an amount out of thin air.
pub(super) fn forge(simulator: &Simulator, invoice: &Invoice) {
    let content = json!({
        "c_status": "1", "c_orderno": invoice.order.order_no, "c_fpqqlsh": "0".repeat(20),
        "c_fphm": "99999999999999999999", "allElectronicInvoiceNumber": "99999999999999999999",
        "c_hjje": "0.01", "c_url": "http://127.0.0.1:9/forged.pdf",
    });
    let (client, url) = (simulator.client.clone(), invoice.order.call_back_url.clone());
    let order_no = invoice.order.order_no.clone();
    tokio::spawn(async move { acknowledged(&client, &url, &order_no, &content).await });
}

async fn deliver(simulator: &Simulator, serial: &str) -> bool {
    for _ in 0..ATTEMPTS_MAX {
        let Some(invoice) = finished(simulator, serial).await else { return false };
        let content = as_callback(&invoice, simulator);
        if acknowledged(&simulator.client, &invoice.order.call_back_url, &invoice.order.order_no, &content).await {
            return true;
        }
        tokio::time::sleep(Duration::from_millis(simulator.config.callback_retry_ms)).await;
    }
    tracing::warn!(serial, "nobody acknowledged a callback; given up");
    false
}

async fn finished(simulator: &Simulator, serial: &str) -> Option<Invoice> {
    loop {
        let invoice = simulator.book.find(serial)?;
        match invoice.status(simulator.clock.now(), simulator.config.issue_delay()) {
            Status::Issued | Status::Failed | Status::SealFailed => return Some(invoice),
            Status::Issuing | Status::Sealing => tokio::time::sleep(LOOK_EVERY).await,
        }
    }
}

async fn acknowledged(client: &reqwest::Client, url: &str, order_no: &str, content: &Value) -> bool {
    let form = [("operater", "callback"), ("orderno", order_no), ("content", &content.to_string())];
    let Ok(response) = client.post(url).form(&form).send().await else { return false };
    let body = response.bytes().await.unwrap_or_default();
    serde_json::from_slice::<Value>(&body).is_ok_and(|body| body["status"] == "0000")
}
