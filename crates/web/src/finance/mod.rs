//! 财务: what came in and went back, the refunds that need a person, cases, refunds after sale, the export.

pub mod after_sale;
pub mod cases;
pub mod export;
pub mod overview;
pub mod payments;
pub mod refund;
pub mod refunds;
