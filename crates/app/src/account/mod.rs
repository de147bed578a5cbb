//! Accounts: who may come in, and how that is remembered. Companies register with a verified mobile and log in by name;
//! staff are set up and log in with a second factor. Nothing here knows of cookies.

pub mod captcha;
pub mod consent;
pub mod hasher;
pub mod kept;
pub mod limit;
pub mod login;
pub mod password;
pub mod recover;
pub mod register;
pub mod session;
pub mod sms_code;
pub mod sms_login;
pub mod staff;
pub mod store;

pub use session::{Origin, Proof, Session};
