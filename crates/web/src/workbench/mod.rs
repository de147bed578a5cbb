//! 工作台: the first page of staff.

pub mod page;
