//! The TCP side of the mail simulator: reads lines, hands them to the session, reads mails (dot-unstuffing, size limit)
//! and puts them into the mailbox. No TLS: loopback only.

use std::io;

use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{TcpListener, TcpStream};

use super::mailbox::Mailbox;
use super::session::{MAIL_MAX_BYTES, Next, Session};
use crate::sms::loopback::{Stopped, until_stopped};

/// RFC 4954 allows 12288 for AUTH; nothing else comes near.
const LINE_MAX_BYTES: u64 = 12_288;

#[derive(Clone)]
pub(super) struct Account {
    pub(super) username: String,
    pub(super) password: String,
}

/// Accepts clients until the simulator ends.
pub(super) async fn run(socket: TcpListener, account: Account, mailbox: Mailbox, stopped: Stopped) {
    loop {
        let accepted = tokio::select! {
            () = until_stopped(stopped.clone()) => return,
            accepted = socket.accept() => accepted,
        };
        let Ok((stream, _)) = accepted else { continue };
        let (account, mailbox, stopped) = (account.clone(), mailbox.clone(), stopped.clone());
        tokio::spawn(async move {
            tokio::select! {
                () = until_stopped(stopped.clone()) => {}
                ended = talk(stream, &account, &mailbox, stopped) => {
                    if let Err(error) = ended {
                        tracing::debug!(%error, "a mail client went away");
                    }
                }
            }
        });
    }
}

async fn talk(stream: TcpStream, account: &Account, mailbox: &Mailbox, stopped: Stopped) -> io::Result<()> {
    let (reader, mut writer) = stream.into_split();
    let mut reader = BufReader::new(reader);
    let mut session = Session::new(&account.username, &account.password);
    say(&mut writer, "220 simulator.invalid ESMTP, a simulator: nothing is delivered").await?;
    while let Some(line) = read_line(&mut reader).await? {
        match session.line(&line, mailbox) {
            Next::Reply(text) => say(&mut writer, &text).await?,
            Next::Quit(text) => return say(&mut writer, &text).await,
            Next::ReadMail(text) => {
                say(&mut writer, &text).await?;
                let answer = match read_mail(&mut reader).await? {
                    Some(raw) => mailbox.accept(session.from.as_deref().unwrap_or_default(), &session.to, &raw),
                    None => "552 5.3.4 Message size exceeds fixed limit".to_owned(),
                };
                session.reset();
                if mailbox.silence_due() {
                    until_stopped(stopped.clone()).await;
                }
                say(&mut writer, &answer).await?;
            }
        }
    }
    Ok(())
}

async fn say(writer: &mut OwnedWriteHalf, text: &str) -> io::Result<()> {
    writer.write_all(format!("{text}\r\n").as_bytes()).await
}

/// One line without its end; `None` when the client has gone.
async fn read_line(reader: &mut BufReader<OwnedReadHalf>) -> io::Result<Option<String>> {
    let mut line = Vec::new();
    let read = reader.take(LINE_MAX_BYTES).read_until(b'\n', &mut line).await?;
    if read == 0 {
        return Ok(None);
    }
    let text = line.strip_suffix(b"\n").ok_or_else(|| io::Error::other("a line without an end or too long"))?;
    let text = text.strip_suffix(b"\r").unwrap_or(text);
    Ok(Some(String::from_utf8_lossy(text).into_owned()))
}

/// The mail up to the line with a single dot, stuffed dots removed; `None` if it is too large (it is read to its end
/// all the same, so that the dialogue can go on).
async fn read_mail(reader: &mut BufReader<OwnedReadHalf>) -> io::Result<Option<Vec<u8>>> {
    let mut mail = Vec::new();
    let mut too_large = false;
    let mut at_line_start = true;
    let mut piece = Vec::new();
    loop {
        piece.clear();
        if reader.take(LINE_MAX_BYTES).read_until(b'\n', &mut piece).await? == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        if at_line_start && piece == b".\r\n" {
            return Ok((!too_large).then_some(mail));
        }
        let content = if at_line_start && piece.first() == Some(&b'.') { &piece[1..] } else { &piece[..] };
        too_large |= mail.len() + content.len() > MAIL_MAX_BYTES;
        if !too_large {
            mail.extend_from_slice(content);
        }
        // Only CRLF ends a line: a lone LF before a dot is the trick of mail smuggling.
        at_line_start = piece.ends_with(b"\r\n");
    }
}
