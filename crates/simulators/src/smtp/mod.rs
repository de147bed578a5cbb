//! A mail provider on loopback: takes mails over SMTP as a submission server does (AUTH PLAIN and LOGIN, sender =
//! authenticated address), delivers none of them, and shows them in an inbox. Recipients refuse by their name
//! (`+550`, `+451`: see `mailbox`). There is no TLS, neither STARTTLS nor implicit: loopback only.
//! Source: protocols 6. MIME is read by another implementation than the one that writes it.

mod mailbox;
mod page;
mod server;
mod session;
#[cfg(test)]
mod tests;

use std::io;
use std::net::SocketAddr;
use std::path::PathBuf;

use tokio::net::TcpListener;

use crate::clock::Clock;
use crate::sms::loopback::Listener;
use mailbox::Mailbox;
pub use mailbox::SmtpFaults;
use server::Account;

/// How the mail simulator is set up.
#[derive(Debug, Clone)]
pub struct SmtpConfig {
    /// Loopback address for SMTP; port 0 takes any free one.
    pub listen: SocketAddr,
    /// Loopback address of the inbox page; port 0 takes any free one.
    pub web_listen: SocketAddr,
    /// Folder of the ledger `mail.jsonl`; made if absent.
    pub dir: PathBuf,
    /// The mail address that may log in, and the only sender allowed.
    pub username: String,
    /// Its authorization code.
    pub password: String,
}

/// A running mail simulator. Dropping it stops it.
pub struct SmtpSimulator {
    smtp_address: SocketAddr,
    web: Listener,
}

/// Starts the SMTP server and the inbox.
///
/// # Errors
/// An address cannot be bound, or the ledger cannot be read.
pub async fn start(config: SmtpConfig) -> io::Result<SmtpSimulator> {
    let mailbox = Mailbox::open(&config.dir, Clock::default())?;
    let socket = TcpListener::bind(config.listen).await?;
    let smtp_address = socket.local_addr()?;
    let account = Account { username: config.username, password: config.password };
    let web = Listener::start(config.web_listen, |_, stopped| {
        tokio::spawn(server::run(socket, account, mailbox.clone(), stopped));
        page::routes(mailbox)
    })
    .await?;
    Ok(SmtpSimulator { smtp_address, web })
}

impl SmtpSimulator {
    /// Where mails are taken, with the real port.
    #[must_use]
    pub fn smtp_address(&self) -> SocketAddr {
        self.smtp_address
    }

    /// The address of the inbox, without a slash at the end.
    #[must_use]
    pub fn web_url(&self) -> String {
        format!("http://{}", self.web.address())
    }

    /// Ends both servers and waits for the inbox to end, two seconds at most.
    pub async fn stop(self) {
        self.web.stop().await;
    }
}
