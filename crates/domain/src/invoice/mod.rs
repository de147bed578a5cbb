//! Invoices: the order for one, what the issuer reports, and the small machine that follows it.

pub mod machine;
mod mail_form;
pub mod request;

pub use machine::{Invoice, InvoiceState, MailState};
pub use mail_form::MailForm;
pub use request::{Buyer, InvoiceLine, InvoiceOrder, InvoiceReport, InvoiceRequestNumber, IssuedInvoice};
