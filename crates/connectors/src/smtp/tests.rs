//! Against a scripted SMTP server on loopback.

use super::*;
use domain::contact::Email;
use std::sync::{Arc, Mutex};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};

/// What the server says to a recipient and to the end of the data; `None`: nothing, ever.
#[derive(Clone, Copy)]
struct Script {
    recipient: &'static str,
    data: Option<&'static str>,
}

const KIND: Script = Script { recipient: "250 OK", data: Some("250 taken") };

async fn server(script: Script) -> (u16, Arc<Mutex<String>>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let heard: Arc<Mutex<String>> = Arc::default();
    let log = heard.clone();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let _ = talk(stream, script, &log).await;
        }
    });
    (port, heard)
}

async fn talk(stream: TcpStream, script: Script, log: &Mutex<String>) -> std::io::Result<()> {
    let (read, mut write) = stream.into_split();
    let mut lines = BufReader::new(read).lines();
    let mut in_data = false;
    write.write_all(b"220 sink\r\n").await?;
    while let Some(line) = lines.next_line().await? {
        log.lock().unwrap().push_str(&format!("{line}\n"));
        let answer = match (in_data, line.split(' ').next().unwrap_or_default()) {
            (true, ".") => {
                in_data = false;
                match script.data {
                    Some(answer) => answer,
                    None => std::future::pending().await,
                }
            }
            (true, _) => continue,
            (false, "EHLO") => "250-sink\r\n250 AUTH PLAIN",
            (false, "AUTH") => "235 welcome",
            (false, "RCPT") => script.recipient,
            (false, "DATA") => {
                in_data = true;
                "354 go on"
            }
            (false, _) => "250 OK",
        };
        write.write_all(format!("{answer}\r\n").as_bytes()).await?;
    }
    Ok(())
}

fn config(host: &str, port: u16, tls: Tls) -> SmtpConfig {
    SmtpConfig {
        host: host.into(),
        port,
        tls,
        username: "fapiao@lanzhou-ca.example".into(),
        password: Secret::new("code"),
        from_name: "澜州电子认证（示例）\r\nBcc: x@y.example".into(),
    }
}

fn mail() -> Mail {
    Mail {
        to: Email::parse("caiwu@qinghe.example").unwrap(),
        subject: "电子发票\r\nBcc: spy@evil.example".into(),
        text: "您好，发票见附件。".into(),
        attachment: Some(Attachment {
            name: "fapiao_26322000000123456789.pdf".into(),
            content_type: "application/pdf".into(),
            content: b"%PDF-1.7\n\xe2\xe3".to_vec(),
        }),
        reference: "mail-42".into(),
    }
}

async fn send(script: Script, mail: &Mail) -> (Result<(), PortError>, String) {
    let (port, heard) = server(script).await;
    let mut smtp = Smtp::new(config("127.0.0.1", port, Tls::None)).unwrap();
    smtp.total_timeout = Duration::from_millis(500);
    let result = smtp.send(mail).await;
    let text = heard.lock().unwrap().clone();
    (result, text)
}

#[tokio::test]
async fn a_mail_arrives_with_its_file_and_its_fixed_message_id() {
    let (result, heard) = send(KIND, &mail()).await;
    assert_eq!(result, Ok(()));
    assert!(heard.contains("MAIL FROM:<fapiao@lanzhou-ca.example>"), "{heard}");
    assert!(heard.contains("RCPT TO:<caiwu@qinghe.example>"));
    assert!(heard.contains("Message-ID: <mail-42@lanzhou-ca.example>"));
    assert!(heard.contains("Content-Disposition: attachment; filename=\"fapiao_26322000000123456789.pdf\""));
    assert!(heard.contains("Content-Type: application/pdf"));
    assert!(heard.contains("JVBERi0xLj"), "the file in base64");
}

#[tokio::test]
async fn names_and_subjects_cannot_add_headers_or_recipients() {
    let (_, heard) = send(KIND, &mail()).await;
    assert!(!heard.lines().any(|line| line.to_ascii_lowercase().starts_with("bcc")), "{heard}");
    assert_eq!(heard.matches("RCPT TO").count(), 1);
}

#[tokio::test]
async fn answers_of_4xx_mean_later_and_5xx_refused() {
    let later = send(Script { recipient: "451 try later", ..KIND }, &mail()).await.0;
    assert!(matches!(&later, Err(PortError::Later { code, .. }) if code == "451"), "{later:?}");
    let refused = send(Script { recipient: "550 no such mailbox", ..KIND }, &mail()).await.0;
    assert!(matches!(&refused, Err(PortError::Refused { code, .. }) if code == "550"), "{refused:?}");
    let full = send(Script { data: Some("452 mailbox full"), ..KIND }, &mail()).await.0;
    assert!(matches!(full, Err(PortError::Later { .. })), "{full:?}");
}

#[tokio::test]
async fn silence_after_the_data_and_a_closed_port_are_unknown() {
    let silent = send(Script { data: None, ..KIND }, &mail()).await.0;
    assert!(matches!(silent, Err(PortError::Unknown(_))), "{silent:?}");
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    drop(listener);
    let nobody = Smtp::new(config("127.0.0.1", port, Tls::None)).unwrap().send(&mail()).await;
    assert!(matches!(nobody, Err(PortError::Unknown(_))), "{nobody:?}");
}

#[tokio::test]
async fn a_mail_that_cannot_be_composed_is_refused_before_connecting() {
    let chinese = Attachment { name: "发票.pdf".into(), content_type: "application/pdf".into(), content: vec![] };
    for bad in [Mail { reference: "a b".into(), ..mail() }, Mail { attachment: Some(chinese), ..mail() }] {
        let (result, heard) = send(KIND, &bad).await;
        assert!(matches!(result, Err(PortError::Refused { .. })));
        assert_eq!(heard, "");
    }
}

#[test]
fn unprotected_mail_leaves_loopback_never() {
    for (host, tls, password) in [
        ("smtp.example", Tls::None, "code"),
        ("10.0.0.1", Tls::None, "code"),
        ("localhost.example", Tls::None, "code"),
        ("smtp.example", Tls::Implicit, ""),
    ] {
        let config = SmtpConfig { password: Secret::new(password), ..config(host, 25, tls) };
        assert!(matches!(Smtp::new(config), Err(SmtpConfigError::Unprotected(_))), "{host}");
    }
    assert!(Smtp::new(config("::1", 25, Tls::None)).is_ok());
    assert!(Smtp::new(config("smtp.example", 465, Tls::Implicit)).is_ok());
    assert!(Smtp::new(config("smtp.example", 587, Tls::StartTls)).is_ok());
    let nobody = SmtpConfig { username: "nobody".into(), ..config("localhost", 25, Tls::None) };
    assert!(matches!(Smtp::new(nobody), Err(SmtpConfigError::Sender)));
}
