//! 首页: what waits for the company, and where it stands.

pub mod page;
pub mod waiting;
