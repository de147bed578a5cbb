//! 网点自取: the desk of an outlet's staff (T12). Orders of other outlets do not exist here.

pub mod contact;
mod contacts;
#[cfg(test)]
mod flow_tests;
pub mod handover;
pub mod page;
pub mod receipt;
