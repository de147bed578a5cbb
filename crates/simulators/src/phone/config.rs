//! How the page "模拟手机" is set up.

use std::sync::Arc;

/// What the page shows beside payments.
#[derive(Debug, Clone, Default)]
pub struct PhoneConfig {
    /// Answers JSON `[{"to","text","at"}]`, newest first. Without it the page shows no messages.
    pub sms_inbox_url: Option<String>,
    /// Label and base32 secret of each member of staff of the demonstration, for their sign-in codes.
    pub totp: Vec<(String, String)>,
    /// An OpenType font, with which the sample papers are drawn; without it there is no album.
    pub font: Option<Arc<Vec<u8>>>,
}
