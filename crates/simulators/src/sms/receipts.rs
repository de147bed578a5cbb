//! The receipt (`SmsReport`): an unsigned JSON array pushed to the customer's address until it says `"code":0`, first
//! at once and again after 1, 5 and 10 minutes, divided by the time scale (protocols 3.1). Open receipts survive a restart.

use std::time::Duration;

use serde_json::{Value, json};

use super::loopback::until_stopped;
use super::message::{Fate, Message};
use super::simulator::Simulator;
use crate::clock::beijing;

/// Seconds before each attempt. Real phones answer within seconds.
const ATTEMPTS_AFTER_S: [f64; 4] = [1.0, 60.0, 300.0, 600.0];

/// The carrier's word for what happened.
pub(super) fn err_code(message: &Message) -> &'static str {
    match Fate::of(&message.to) {
        Fate::Delivered | Fate::AnswerLost | Fate::OverLimit => "DELIVERED",
        Fate::Undelivered => "UNDELIV",
    }
}

/// Starts pushing the receipt of one message, if an address for receipts is configured.
pub(super) fn push(simulator: &Simulator, message: Message) {
    let Some(url) = simulator.exchange.config.receipt_url.clone() else { return };
    let simulator = simulator.clone();
    tokio::spawn(async move {
        let stopped = simulator.stopped.clone();
        tokio::select! {
            () = until_stopped(stopped) => {}
            acknowledged = deliver(&simulator, &url, &message) => {
                simulator.exchange.close_receipt(&message.biz_id, acknowledged);
            }
        }
    });
}

async fn deliver(simulator: &Simulator, url: &str, message: &Message) -> bool {
    for after_s in ATTEMPTS_AFTER_S {
        let pause = Duration::try_from_secs_f64(after_s / simulator.exchange.config.time_scale);
        tokio::time::sleep(pause.unwrap_or(Duration::ZERO)).await;
        let body = json!([report(message, simulator)]).to_string();
        if acknowledged(&simulator.client, url, body).await {
            return true;
        }
    }
    tracing::warn!(out_id = message.out_id, "nobody acknowledged a receipt; given up");
    false
}

async fn acknowledged(client: &reqwest::Client, url: &str, body: String) -> bool {
    let request = client.post(url).header("content-type", "application/json;charset=utf-8").body(body);
    let Ok(response) = request.send().await else { return false };
    let ok = response.status() == reqwest::StatusCode::OK;
    let body = response.bytes().await.unwrap_or_default();
    ok && serde_json::from_slice::<Value>(&body).is_ok_and(|body| body["code"] == 0)
}

fn report(message: &Message, simulator: &Simulator) -> Value {
    let success = Fate::of(&message.to) != Fate::Undelivered;
    json!({
        "phone_number": message.to,
        "send_time": beijing(message.at),
        "report_time": beijing(simulator.clock.now()),
        "success": success,
        "err_code": err_code(message),
        "err_msg": if success { "用户接收成功" } else { "空号或停机" },
        "sms_size": parts(&message.text).to_string(),
        "biz_id": message.biz_id,
        "out_id": message.out_id,
    })
}

/// How many short messages the text takes: 70 characters in one, 67 in each part of several; the signature counts.
pub(super) fn parts(text: &str) -> usize {
    match text.chars().count() {
        0..=70 => 1,
        longer => longer.div_ceil(67),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_text_is_cut_into_parts_of_67() {
        assert_eq!(parts(&"字".repeat(70)), 1);
        assert_eq!(parts(&"字".repeat(71)), 2);
        assert_eq!(parts(&"字".repeat(134)), 2);
        assert_eq!(parts(&"字".repeat(135)), 3);
    }
}
