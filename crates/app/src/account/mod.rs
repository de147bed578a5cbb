//! Accounts: who may come in, and how that is remembered (design/accounts.md). Companies register with a verified
//! mobile and log in by name; staff are set up and log in with a second factor. Nothing here knows of cookies.

pub mod captcha;
pub mod hasher;
pub mod login;
pub mod register;
pub mod session;
pub mod sms_code;
pub mod staff;
pub mod store;

pub use session::{CompanyUser, Session, StaffUser, Who};
