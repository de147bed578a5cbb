//! 发票管理, 发票展示 (manual 3.3): the list, the details of one invoice, its file.

pub mod detail;
pub mod list;
pub mod upper;

#[cfg(test)]
pub use detail::sample;
