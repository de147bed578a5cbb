//! 发票 for staff: what failed, bounced or is to be flushed, and the ways out.

pub mod acts;
pub mod list;
