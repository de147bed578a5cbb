//! The rules of the trade, pure: no async, no clock, no randomness, no SQL, no HTTP.
//! What must happen outside is returned as data (effects); the layers above carry it out.
//! A new variant of an enum must be thought through at every match: none here ends in `_`.
#![deny(clippy::wildcard_enum_match_arm)]

pub mod account;
pub mod actor;
pub mod announcement;
pub mod api_client;
pub mod audit_form;
pub mod company;
pub mod contact;
pub mod field;
pub mod id;
pub mod invoice;
pub mod material;
pub mod message;
pub mod money;
pub mod order;
pub mod outlet;
pub mod payment;
pub mod place;
pub mod rights;
pub mod text;
pub mod time;
pub mod working_time;
