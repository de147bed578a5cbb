//! 失败任务: the dead list.

pub mod list;
