//! What is wrong with a configuration.

/// One sentence that names the key, the file or the variable.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct ConfigError(pub(super) String);
