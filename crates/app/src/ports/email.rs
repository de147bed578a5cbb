//! E-mail.

use super::PortError;
use async_trait::async_trait;
use domain::contact::Email;

/// A file that goes with a mail. The name is ASCII: Chinese names reach some mailboxes as `tcmime.bin`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attachment {
    /// ASCII file name.
    pub name: String,
    /// MIME type.
    pub content_type: String,
    pub content: Vec<u8>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mail {
    pub to: Email,
    /// The subject, one line.
    pub subject: String,
    /// Plain text.
    pub text: String,
    /// At most one file.
    pub attachment: Option<Attachment>,
    /// Left part of the Message-ID, fixed when the mail is queued, so that a repeated mail is not a new one.
    pub reference: String,
}

#[async_trait]
pub trait MailSender: Send + Sync {
    /// `Ok` once the server has taken the mail. 4xx answers are `Later`, 5xx are `Refused`.
    async fn send(&self, mail: &Mail) -> Result<(), PortError>;
}
