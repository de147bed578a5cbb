//! Invoices: ordered at approval, issued by the vendor, mailed to the user, shown under 发票展示.

pub mod desk;
pub mod observe;
pub mod query;
pub mod request;
pub mod resend;
pub mod store;
pub mod wake;

pub use store::StoredInvoice;
