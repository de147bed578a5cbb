//! A small HTTP/1.1 client over one kept connection, so that the measuring costs little beside what is measured.
//! Written by hand for that reason alone: it speaks to our own server on loopback and to nothing else.

use std::io;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// One kept connection with one session.
pub struct Client {
    stream: TcpStream,
    port: u16,
    cookie: String,
    buffer: Vec<u8>,
}

pub struct Answer {
    pub status: u16,
    /// The length of the body.
    pub length: usize,
}

impl Client {
    /// Connects with the session of `token`.
    pub async fn connect(port: u16, token: &str) -> io::Result<Client> {
        let stream = TcpStream::connect(("127.0.0.1", port)).await?;
        stream.set_nodelay(true)?;
        Ok(Client { stream, port, cookie: format!("sid={token}"), buffer: Vec::with_capacity(64 * 1024) })
    }

    pub async fn get(&mut self, path: &str) -> io::Result<Answer> {
        let request = format!(
            "GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{}\r\nCookie: {}\r\nAccept: text/html\r\n\r\n",
            self.port, self.cookie
        );
        self.exchange(&request).await
    }

    pub async fn post(&mut self, path: &str, form: &str) -> io::Result<Answer> {
        let request = format!(
            "POST {path} HTTP/1.1\r\nHost: 127.0.0.1:{}\r\nCookie: {}\r\nContent-Type: \
             application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{form}",
            self.port,
            self.cookie,
            form.len()
        );
        self.exchange(&request).await
    }

    async fn exchange(&mut self, request: &str) -> io::Result<Answer> {
        self.stream.write_all(request.as_bytes()).await?;
        self.buffer.clear();
        let head = loop {
            if let Some(end) = self.buffer.windows(4).position(|four| four == b"\r\n\r\n") {
                break end + 4;
            }
            self.fill().await?;
        };
        let text = String::from_utf8_lossy(&self.buffer[..head]).to_ascii_lowercase();
        let status = text.split(' ').nth(1).and_then(|s| s.parse().ok()).unwrap_or(0);
        let length = text
            .lines()
            .find_map(|line| line.strip_prefix("content-length:"))
            .and_then(|value| value.trim().parse().ok())
            .ok_or_else(|| io::Error::other("an answer without a length"))?;
        while self.buffer.len() < head + length {
            self.fill().await?;
        }
        Ok(Answer { status, length })
    }

    async fn fill(&mut self) -> io::Result<()> {
        match self.stream.read_buf(&mut self.buffer).await? {
            0 => Err(io::ErrorKind::UnexpectedEof.into()),
            _ => Ok(()),
        }
    }
}
