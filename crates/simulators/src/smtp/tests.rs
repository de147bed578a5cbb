//! The mail simulator over real sockets: the client is typed by hand, line by line.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use std::time::Duration;
use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::TcpStream;

use super::*;
use crate::chance;
use crate::sms::loopback::callback_client;

const SENDER: &str = "ca@ca.example";

fn config(dir: &str) -> SmtpConfig {
    SmtpConfig {
        listen: "127.0.0.1:0".parse().unwrap(),
        web_listen: "127.0.0.1:0".parse().unwrap(),
        dir: std::env::temp_dir().join(format!("smtp-{dir}-{}", chance::hex_id())),
        username: SENDER.into(),
        password: "code".into(),
    }
}

struct Client(BufReader<TcpStream>);

impl Client {
    async fn logged_in(simulator: &SmtpSimulator) -> Self {
        let mut client = Self(BufReader::new(TcpStream::connect(simulator.smtp_address()).await.unwrap()));
        assert_eq!(client.answer().await, 220);
        assert_eq!(client.say("EHLO test").await, 250);
        let secret = STANDARD.encode(format!("\0{SENDER}\0code"));
        assert_eq!(client.say(&format!("AUTH PLAIN {secret}")).await, 235);
        client
    }

    async fn say(&mut self, line: &str) -> u16 {
        self.0.get_mut().write_all(format!("{line}\r\n").as_bytes()).await.unwrap();
        self.answer().await
    }

    async fn answer(&mut self) -> u16 {
        loop {
            let mut line = String::new();
            self.0.read_line(&mut line).await.unwrap();
            if line.as_bytes().get(3) != Some(&b'-') {
                return line[..3].parse().unwrap();
            }
        }
    }

    async fn mail(&mut self, to: &str, content: &str) -> u16 {
        assert_eq!(self.say(&format!("MAIL FROM:<{SENDER}>")).await, 250);
        let answer = self.say(&format!("RCPT TO:<{to}>")).await;
        if answer != 250 {
            assert_eq!(self.say("RSET").await, 250);
            return answer;
        }
        assert_eq!(self.say("DATA").await, 354);
        self.say(&format!("{content}\r\n.")).await
    }
}

fn invoice_mail() -> String {
    [
        "From: =?UTF-8?B?5r6c5bee?= <ca@ca.example>",
        "To: li@b.example",
        "Subject: =?UTF-8?B?5oKo55qE5Y+R56Wo?=",
        "Message-ID: <ob-7@ca.example>",
        "MIME-Version: 1.0",
        "Content-Type: multipart/mixed; boundary=\"b\"",
        "",
        "--b",
        "Content-Type: text/plain; charset=utf-8",
        "",
        "发票见附件。",
        "..这一行以点开头",
        "--b",
        "Content-Type: application/pdf; name=\"fapiao_1.pdf\"",
        "Content-Disposition: attachment; filename=\"fapiao_1.pdf\"",
        "Content-Transfer-Encoding: base64",
        "",
        "JVBERi0xLjc=",
        "--b--",
    ]
    .join("\r\n")
}

async fn inbox(simulator: &SmtpSimulator) -> Value {
    let text = fetch(format!("{}/inbox.json", simulator.web_url())).await;
    serde_json::from_str(&text).unwrap()
}

async fn fetch(url: String) -> String {
    callback_client().unwrap().get(url).send().await.unwrap().text().await.unwrap()
}

#[tokio::test]
async fn a_mail_with_an_attachment_is_in_the_inbox_and_still_there_after_a_restart() {
    let config = config("restart");
    let simulator = start(config.clone()).await.unwrap();
    let mut client = Client::logged_in(&simulator).await;
    assert_eq!(client.mail("li@b.example", &invoice_mail()).await, 250);
    assert_eq!(client.say("QUIT").await, 221);
    simulator.stop().await;

    let simulator = start(config).await.unwrap();
    let mail = &inbox(&simulator).await[0];
    assert_eq!((&mail["from"], &mail["to"]), (&json!(SENDER), &json!(["li@b.example"])));
    assert_eq!((&mail["subject"], &mail["message_id"]), (&json!("您的发票"), &json!("ob-7@ca.example")));
    assert!(mail["text"].as_str().unwrap().contains("\n.这一行以点开头"), "{mail}");
    assert_eq!(mail["attachments"], json!([{"name": "fapiao_1.pdf", "content_type": "application/pdf", "size": 8}]));
    let url = format!("{}/mail/{}", simulator.web_url(), mail["id"].as_str().unwrap());
    assert_eq!(fetch(format!("{url}/attachment/0")).await, "%PDF-1.7");
    let page = fetch(url).await;
    assert!(page.contains("您的发票") && page.contains("fapiao_1.pdf") && page.contains("演示环境"));
    assert!(fetch(simulator.web_url()).await.contains("您的发票"));
}

#[tokio::test]
async fn recipients_refuse_by_their_name() {
    let simulator = start(config("refuse")).await.unwrap();
    let mut client = Client::logged_in(&simulator).await;
    let mail = "From: ca@ca.example\r\nSubject: a\r\n\r\nb";
    assert_eq!(client.mail("li+550@b.example", mail).await, 550);
    assert_eq!(client.mail("li+451@b.example", mail).await, 451);
    assert_eq!(client.mail("li+451@b.example", mail).await, 451);
    assert_eq!(client.mail("li+451@b.example", mail).await, 250);
    let forged = "From: boss@other.example\r\nSubject: a\r\n\r\nb";
    assert_eq!(client.mail("li@b.example", forged).await, 553);
    assert_eq!(inbox(&simulator).await.as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn a_mail_above_the_limit_is_refused_and_the_dialogue_goes_on() {
    let simulator = start(config("large")).await.unwrap();
    let mut client = Client::logged_in(&simulator).await;
    let large = format!("From: ca@ca.example\r\n\r\n{}", "x".repeat(session::MAIL_MAX_BYTES));
    assert_eq!(client.mail("li@b.example", &large).await, 552);
    assert_eq!(client.say("NOOP").await, 250);
    assert_eq!(inbox(&simulator).await, json!([]));
}

#[tokio::test]
async fn silence_after_data_leaves_the_mail_in_the_inbox() {
    let simulator = start(config("silence")).await.unwrap();
    let url = format!("{}/control/faults", simulator.web_url());
    let body = json!({"silence_after_data": 1}).to_string();
    assert_eq!(callback_client().unwrap().post(url).body(body).send().await.unwrap().status(), 204);
    let mut client = Client::logged_in(&simulator).await;
    let lost = client.mail("li@b.example", "From: ca@ca.example\r\nSubject: a\r\n\r\nb");
    assert!(tokio::time::timeout(Duration::from_millis(300), lost).await.is_err());
    assert_eq!(inbox(&simulator).await[0]["subject"], "a");
}
