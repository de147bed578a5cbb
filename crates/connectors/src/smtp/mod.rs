//! Mail by submission to one SMTP server. The sender is the authenticated address, as Chinese providers demand.
//! The Message-ID comes from the queue, so a mail that is repeated after an unknown outcome is not a new one.
//! Signing (DKIM) is the submission server's work.

use crate::Secret;
use app::ports::PortError;
use app::ports::email::{Attachment, Mail, MailSender};
use async_trait::async_trait;
use lettre::message::header::{ContentTransferEncoding, ContentType};
use lettre::message::{Attachment as Part, Mailbox, MultiPart, SinglePart};
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Tls as LettreTls, TlsParameters};
use lettre::{Address, AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};
use std::net::IpAddr;
use std::time::Duration;

/// Time for one command's answer.
const COMMAND_TIMEOUT: Duration = Duration::from_secs(15);
/// Time for a whole submission, a 10 MB file included.
const TOTAL_TIMEOUT: Duration = Duration::from_secs(90);

/// How the connection is protected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tls {
    /// TLS from the first byte (port 465).
    Implicit,
    /// STARTTLS, and no mail without it (port 587).
    StartTls,
    /// No protection; only for a server on loopback.
    None,
}

/// What the mail provider gives out.
#[derive(Clone)]
pub struct SmtpConfig {
    /// The server's name, also the one that its certificate must bear.
    pub host: String,
    pub port: u16,
    /// How the connection is protected.
    pub tls: Tls,
    /// The mailbox that logs in: also the sender's address.
    pub username: String,
    /// The authorization code (授权码). Empty: no login; only for a server on loopback.
    pub password: Secret,
    /// The sender's name as people read it.
    pub from_name: String,
}

/// A configuration that cannot send mail.
#[derive(Debug, thiserror::Error)]
pub enum SmtpConfigError {
    /// Passwords and invoices would cross the network in the clear.
    #[error("mail to {0} must be protected by TLS and a password")]
    Unprotected(String),
    /// The user name is no mail address.
    #[error("the SMTP user name must be a mail address")]
    Sender,
    /// TLS cannot be set up.
    #[error("TLS for mail: {0}")]
    Tls(#[from] lettre::transport::smtp::Error),
}

pub struct Smtp {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
    total_timeout: Duration,
}

impl Smtp {
    /// Opens no connection yet.
    ///
    /// # Errors
    /// When the connection would be unprotected, or the user name is no address.
    pub fn new(config: SmtpConfig) -> Result<Smtp, SmtpConfigError> {
        crate::install_crypto_provider();
        let bare = config.tls == Tls::None || config.password.reveal().is_empty();
        if bare && !is_loopback(&config.host) {
            return Err(SmtpConfigError::Unprotected(config.host));
        }
        let address: Address = config.username.parse().map_err(|_| SmtpConfigError::Sender)?;
        let tls = match config.tls {
            Tls::Implicit => LettreTls::Wrapper(TlsParameters::new(config.host.clone())?),
            Tls::StartTls => LettreTls::Required(TlsParameters::new(config.host.clone())?),
            Tls::None => LettreTls::None,
        };
        let mut builder = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(config.host)
            .port(config.port)
            .tls(tls)
            .timeout(Some(COMMAND_TIMEOUT));
        if !config.password.reveal().is_empty() {
            let password = config.password.reveal().to_owned();
            builder = builder.credentials(Credentials::new(config.username, password));
        }
        let from = Mailbox::new(Some(one_line(&config.from_name)), address);
        Ok(Smtp { transport: builder.build(), from, total_timeout: TOTAL_TIMEOUT })
    }

    fn compose(&self, mail: &Mail) -> Result<Message, PortError> {
        let legal = |b: u8| b.is_ascii_alphanumeric() || b"-_.".contains(&b);
        if mail.reference.is_empty() || !mail.reference.bytes().all(legal) {
            return Err(unsendable("the reference is no left part of a Message-ID"));
        }
        let to = mail.to.as_str().parse().map_err(|_| unsendable("the recipient's address"))?;
        let builder = Message::builder()
            .from(self.from.clone())
            .to(Mailbox::new(None, to))
            .subject(one_line(&mail.subject))
            .message_id(Some(format!("<{}@{}>", mail.reference, self.from.email.domain())));
        // Base64 keeps long Chinese lines inside the line limit of SMTP.
        let text = SinglePart::builder()
            .header(ContentType::TEXT_PLAIN)
            .header(ContentTransferEncoding::Base64)
            .body(mail.text.clone());
        let message = match &mail.attachment {
            None => builder.singlepart(text),
            Some(file) => builder.multipart(MultiPart::mixed().singlepart(text).singlepart(part(file)?)),
        };
        message.map_err(|error| unsendable(&error.to_string()))
    }
}

#[async_trait]
impl MailSender for Smtp {
    async fn send(&self, mail: &Mail) -> Result<(), PortError> {
        let message = self.compose(mail)?;
        match tokio::time::timeout(self.total_timeout, self.transport.send(message)).await {
            Ok(Ok(_)) => Ok(()),
            Ok(Err(error)) => Err(classify(&error)),
            // After DATA the server may have taken the mail: a repetition bears the same Message-ID.
            Err(_) => Err(PortError::Unknown("SMTP: timed out".into())),
        }
    }
}

fn classify(error: &lettre::transport::smtp::Error) -> PortError {
    let code = error.status().map(|code| code.to_string()).unwrap_or_default();
    let message = error.to_string();
    if error.is_transient() {
        PortError::Later { code, message }
    } else if error.is_permanent() {
        PortError::Refused { code, message }
    } else {
        PortError::Unknown(format!("SMTP: {message}"))
    }
}

/// An ASCII name in quotes: some mailboxes show other names as `tcmime.bin`.
fn part(file: &Attachment) -> Result<SinglePart, PortError> {
    let legal = |b: u8| b.is_ascii_alphanumeric() || b"-_.".contains(&b);
    if file.name.is_empty() || !file.name.bytes().all(legal) {
        return Err(unsendable("the attachment's name is not plain ASCII"));
    }
    let content_type = file.content_type.parse::<ContentType>().map_err(|_| unsendable("the attachment's type"))?;
    Ok(Part::new(file.name.clone()).body(file.content.clone(), content_type))
}

fn unsendable(what: &str) -> PortError {
    PortError::Refused { code: "local".into(), message: format!("this mail cannot be composed: {what}") }
}

fn one_line(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

fn is_loopback(host: &str) -> bool {
    host == "localhost" || host.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback())
}

#[cfg(test)]
mod tests;
