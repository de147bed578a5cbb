//! 企业, for 客服 and 主管, and for reading by 审核员 and 审计员: the search, one company, account rescue.

pub mod card;
pub mod list;
pub mod rescues;
