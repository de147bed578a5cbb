//! The inbox: `GET /` and `GET /mail/{id}` for people, `GET /inbox.json` for tests, attachments for both.

use askama::Template;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use serde_json::{Value, json};

use super::mailbox::{Attachment, Mail, Mailbox, Reading};
use crate::clock::beijing;
use crate::page;

/// The page shows this many; the JSON shows all.
const PAGE_MAX: usize = 200;

#[derive(Template)]
#[template(path = "smtp/inbox.html")]
struct Inbox {
    rows: Vec<Row>,
}

#[derive(Template)]
#[template(path = "smtp/mail.html")]
struct Opened {
    row: Row,
    reading: Reading,
}

struct Row {
    id: String,
    from: String,
    to: String,
    at: String,
    subject: String,
    attachments: usize,
}

impl Row {
    fn new(mail: &Mail, reading: &Reading) -> Self {
        Self {
            id: mail.id.clone(),
            from: mail.from.clone(),
            to: mail.to.join("，"),
            at: beijing(mail.at),
            subject: reading.subject.clone(),
            attachments: reading.attachments.len(),
        }
    }
}

/// Every URL of the inbox.
pub(super) fn routes(mailbox: Mailbox) -> Router {
    Router::new()
        .route("/", get(inbox))
        .route("/inbox.json", get(inbox_json))
        .route("/mail/{id}", get(opened))
        .route("/mail/{id}/attachment/{n}", get(attachment))
        .route("/mail/{id}/raw", get(raw))
        .route("/control/faults", post(set_faults))
        .merge(page::routes())
        .with_state(mailbox)
}

async fn inbox(State(mailbox): State<Mailbox>) -> Response {
    let rows = mailbox.mails().iter().take(PAGE_MAX).map(|mail| Row::new(mail, &mail.read())).collect();
    page::html(&Inbox { rows })
}

async fn inbox_json(State(mailbox): State<Mailbox>) -> Json<Value> {
    Json(mailbox.mails().iter().map(as_json).collect())
}

fn as_json(mail: &Mail) -> Value {
    let reading = mail.read();
    let attachments = reading.attachments.iter().map(
        |Attachment { name, content_type, bytes }| json!({"name": name, "content_type": content_type, "size": bytes.len()}),
    );
    json!({"id": mail.id, "from": mail.from, "to": mail.to, "subject": reading.subject, "text": reading.text,
        "attachments": attachments.collect::<Value>(), "message_id": reading.message_id, "at": mail.at.to_string()})
}

async fn opened(State(mailbox): State<Mailbox>, Path(id): Path<String>) -> Response {
    let Some(mail) = mailbox.find(&id) else { return StatusCode::NOT_FOUND.into_response() };
    let reading = mail.read();
    page::html(&Opened { row: Row::new(&mail, &reading), reading })
}

async fn attachment(State(mailbox): State<Mailbox>, Path((id, n)): Path<(String, usize)>) -> Response {
    let found = mailbox.find(&id).and_then(|mail| mail.read().attachments.into_iter().nth(n));
    let Some(attachment) = found else { return StatusCode::NOT_FOUND.into_response() };
    // The name inside the mail is not trusted in a header; a plain one is enough here.
    let headers = [
        (header::CONTENT_TYPE, attachment.content_type),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"attachment-{n}\"")),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff".to_owned()),
    ];
    (headers, attachment.bytes).into_response()
}

async fn raw(State(mailbox): State<Mailbox>, Path(id): Path<String>) -> Response {
    let Some(mail) = mailbox.find(&id) else { return StatusCode::NOT_FOUND.into_response() };
    ([(header::CONTENT_TYPE, "text/plain; charset=utf-8")], mail.raw()).into_response()
}

async fn set_faults(State(mailbox): State<Mailbox>, body: Bytes) -> Response {
    match serde_json::from_slice(&body) {
        Ok(faults) => {
            mailbox.set_faults(faults);
            StatusCode::NO_CONTENT.into_response()
        }
        Err(error) => (StatusCode::BAD_REQUEST, error.to_string()).into_response(),
    }
}
