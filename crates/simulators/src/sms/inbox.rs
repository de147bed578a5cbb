//! What the phones would show: `GET /` for people, `GET /inbox.json` for tests. Newest first.

use axum::Json;
use axum::extract::State;
use axum::response::Response;
use serde_json::{Value, json};

use super::message::{Fate, Message};
use super::receipts::parts;
use super::simulator::Simulator;
use crate::clock::beijing;
use crate::page;

/// The page shows this many; the JSON shows all.
const PAGE_MAX: usize = 200;

#[derive(askama::Template)]
#[template(path = "sms/inbox.html")]
struct Inbox {
    rows: Vec<Row>,
}

struct Row {
    to: String,
    at: String,
    template: String,
    text: String,
    parts: usize,
    undelivered: bool,
}

impl Row {
    fn new(message: Message) -> Self {
        Self {
            at: beijing(message.at),
            parts: parts(&message.text),
            undelivered: Fate::of(&message.to) == Fate::Undelivered,
            to: message.to,
            template: message.template,
            text: message.text,
        }
    }
}

/// `GET /`.
pub(super) async fn show(State(simulator): State<Simulator>) -> Response {
    let rows = simulator.exchange.inbox().into_iter().take(PAGE_MAX).map(Row::new).collect();
    page::html(&Inbox { rows })
}

/// `GET /inbox.json`. Messages to numbers that end in 0001 are in it too: they were accepted.
pub(super) async fn json(State(simulator): State<Simulator>) -> Json<Value> {
    let rows = simulator.exchange.inbox().into_iter().map(|message| {
        json!({"to": message.to, "text": message.text, "at": message.at.to_string(), "out_id": message.out_id,
            "template": message.template, "params": message.params, "sign_name": message.sign_name,
            "biz_id": message.biz_id})
    });
    Json(rows.collect())
}

#[cfg(test)]
mod tests {
    use askama::Template as _;

    use super::*;

    #[test]
    fn the_inbox_escapes_what_a_message_says() {
        let row = Row {
            to: "13800000009".into(),
            at: "2026-11-23 18:00:00".into(),
            template: "SMS_1".into(),
            text: "【澜州电子认证】<b>".into(),
            parts: 1,
            undelivered: true,
        };
        let html = Inbox { rows: vec![row] }.render().unwrap();
        assert!(html.contains("【澜州电子认证】&#60;b&#62;") && html.contains("未送达") && html.contains("演示环境"));
        assert!(Inbox { rows: Vec::new() }.render().unwrap().contains("还没有短信"));
    }
}
