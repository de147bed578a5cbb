//! The vendors' protocols behind our ports. A connector turns domain types into a vendor's request and the
//! vendor's answer back into domain types; it keeps no business state and decides nothing.
//! One rule for all: only an explicit (and, where the vendor signs, verified) answer is a success or a refusal;
//! everything else is [`app::ports::PortError::Unknown`]. Each vendor has a page in `docs/connectors`.

pub mod alipay;
pub mod aliyun_sms;
mod form;
mod http;
pub mod nuonuo;
mod secret;
pub mod smtp;
mod source;

pub use http::{http_client, install_crypto_provider};
/// The client that every connector takes.
pub use reqwest::Client as HttpClient;
pub use secret::Secret;
pub use source::{Now, system_now};

#[cfg(test)]
mod responder;
