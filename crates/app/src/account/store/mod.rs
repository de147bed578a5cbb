//! The tables of sessions, SMS codes and staff accounts. A company's password is in `company::store`.

pub mod code;
pub mod session;
pub mod staff;

/// Every statement of this folder.
pub fn all() -> Vec<&'static db::Sql> {
    [code::ALL, session::ALL, staff::ALL].concat()
}
