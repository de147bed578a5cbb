//! Text messages.

use super::PortError;
use async_trait::async_trait;
use domain::contact::Mobile;
use domain::message::Sms;
use jiff::Timestamp;

/// What a provider says of a message that it may have accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SmsFate {
    /// Accepted or delivered.
    Accepted,
    /// The provider tried and failed.
    Failed,
    /// The provider knows no such message.
    NotFound,
}

#[async_trait]
pub trait SmsSender: Send + Sync {
    /// Sends one message and returns the provider's number for it. `reference` is ours (the outbox key), echoed in
    /// receipts. Providers do not de-duplicate: after [`PortError::Unknown`], call [`SmsSender::fate`] before repeating.
    async fn send(&self, to: &Mobile, message: &Sms, reference: &str) -> Result<String, PortError>;
    /// Asks what became of the message with this reference, sent on the (Beijing) day of `sent_at`.
    async fn fate(&self, to: &Mobile, reference: &str, sent_at: Timestamp) -> Result<SmsFate, PortError>;
}
