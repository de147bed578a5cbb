//! Strangers on loopback: programs that speak the vendors' protocols (payment, SMS, mail, invoices) so that the whole
//! system can be run and tested without any account at a vendor. They import none of the project's other crates, so
//! that a wrong reading of a protocol cannot be shared between both ends of the line.

pub mod alipay;
pub mod chance;
pub mod clock;
pub mod keys;
pub mod ledger;
pub mod nuonuo;
pub mod page;
pub mod phone;
pub mod sms;
pub mod smtp;
