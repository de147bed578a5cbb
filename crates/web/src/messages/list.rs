//! What was sent to whom, with the provider's number and what became of it, and 重发.

use crate::failure::{Failure, see_other};
use crate::form::Form;
use crate::orders::place;
use crate::page::page;
use crate::session::Staff;
use crate::shell::{Menu, Shell, shell};
use crate::site::Site;
use app::message::{self, Channel, MessageFilter, MessagePage, MessageState, kind_label, store::Record};
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use domain::time;
use serde::Deserialize;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct MessagesQuery {
    st: String,
    order: String,
    p: String,
}

/// How often the page says that it was sent again.
#[derive(Debug, Deserialize)]
pub struct ResendBody {
    resent: i64,
}

#[derive(Template)]
#[template(path = "messages/list.html")]
struct ListPage {
    shell: Shell,
    st: String,
    order: String,
    rows: Vec<Row>,
    after: Option<String>,
}

struct Row {
    id: i64,
    channel: &'static str,
    kind: String,
    order: String,
    recipient: String,
    provider: String,
    class: &'static str,
    word: &'static str,
    error: String,
    tries: i64,
    resent: i64,
    at: String,
    can_resend: bool,
    mail: bool,
}

/// GET /cakey/staff/messages.
pub async fn show(
    State(site): State<Site>,
    Staff(session, user): Staff,
    Query(asked): Query<MessagesQuery>,
) -> Result<Response, Failure> {
    let order = domain::text::compact(&asked.order).to_uppercase();
    let filter =
        MessageFilter { state: MessageState::from_code(&asked.st), order: (!order.is_empty()).then_some(order) };
    let found = message::list(&site.app, &user, filter, place::decode(&asked.p).map(|(_, id)| id)).await?;
    page(&list_page(shell(&site, &session, Menu::Messages, "消息记录"), asked, &found))
}

/// POST /cakey/staff/messages/{id}/resend.
pub async fn resend(
    State(site): State<Site>,
    Staff(_, user): Staff,
    Path(id): Path<i64>,
    Form(again): Form<ResendBody>,
) -> Result<Response, Failure> {
    match message::resend(&site.app, &user, id, again.resent).await {
        Ok(()) => Ok(see_other("/cakey/staff/messages")),
        Err(app::Error::Denied(sentence)) => Err(Failure::Refused(sentence.to_owned())),
        Err(other) => Err(other.into()),
    }
}

fn list_page(shell: Shell, asked: MessagesQuery, found: &MessagePage) -> ListPage {
    let (st, order) = (crate::next::encode(&asked.st), crate::next::encode(&asked.order));
    let address = |id| format!("/cakey/staff/messages?st={st}&order={order}&p={}", place::encode('a', id));
    ListPage {
        after: found.after.map(address),
        rows: found.rows.iter().map(Row::of).collect(),
        st: asked.st,
        order: asked.order,
        shell,
    }
}

impl Row {
    fn of(record: &Record) -> Row {
        Row {
            id: record.id,
            channel: record.channel.label(),
            kind: kind_label(&record.kind).to_owned(),
            order: record.order.clone().unwrap_or_default(),
            recipient: record.recipient.clone(),
            provider: record.provider.clone(),
            class: match record.state {
                MessageState::Sent => "tag t-grn",
                MessageState::Waiting => "tag t-amb",
                MessageState::Failed => "tag t-red",
            },
            word: record.state.label(),
            error: record.error.clone(),
            tries: record.tries,
            resent: record.resent,
            at: time::minute_text(record.updated_at),
            can_resend: record.can_resend(),
            mail: record.channel == Channel::Mail,
        }
    }
}

#[cfg(test)]
pub fn samples() -> Vec<(String, String)> {
    let shell = || crate::samples::staff_shell(domain::rights::Role::Support, Menu::Messages, "消息记录");
    let record = |id, channel, kind: &str, order: Option<&str>, state| Record {
        id,
        channel,
        kind: kind.into(),
        order: order.map(str::to_owned),
        recipient: if channel == Channel::Sms { "138****1234".into() } else { "c***@qinghe.example".into() },
        provider: "900000000000000001^0".into(),
        state,
        error: if state == MessageState::Failed { "运营商未能送达".into() } else { String::new() },
        tries: 2,
        resent: 1,
        created_at: crate::orders::sample::now(),
        updated_at: crate::orders::sample::now(),
    };
    let number = Some("DZ20261123-0127");
    let rows = vec![
        record(4, Channel::Sms, "shipped", number, MessageState::Failed),
        record(3, Channel::Mail, "invoice", number, MessageState::Sent),
        record(2, Channel::Sms, "verification_code", None, MessageState::Failed),
        record(1, Channel::Sms, "rejected", number, MessageState::Waiting),
    ];
    let empty = MessagePage { rows: Vec::new(), after: None };
    let asked = MessagesQuery { st: "failed".into(), ..MessagesQuery::default() };
    vec![
        ("messages".to_owned(), list_page(shell(), asked, &MessagePage { rows, after: Some(1) }).to_string()),
        ("messages empty".to_owned(), list_page(shell(), MessagesQuery::default(), &empty).to_string()),
    ]
}

#[cfg(test)]
mod tests {
    #[test]
    fn codes_and_what_is_on_its_way_are_not_sent_again() {
        let (_, html) = super::samples().remove(0);
        assert!(html.contains("/messages/4/resend\""));
        assert_eq!(html.matches("/resend\"").count(), 1);
    }
}
