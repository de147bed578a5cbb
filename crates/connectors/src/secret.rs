//! Passwords and keys from the configuration.

/// A secret text. It has neither `Debug` nor `Display`, so that it cannot reach a log by accident.
#[derive(Clone)]
pub struct Secret(String);

impl Secret {
    pub fn new(text: impl Into<String>) -> Secret {
        Secret(text.into())
    }

    /// The text itself: only for signing and for the wire.
    pub(crate) fn reveal(&self) -> &str {
        &self.0
    }
}
