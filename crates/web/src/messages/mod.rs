//! 消息记录: text messages and mails.

pub mod list;
