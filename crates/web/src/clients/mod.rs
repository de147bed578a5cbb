//! 接口客户端: which programs of trading platforms may ask, for administrators.

pub mod page;
pub mod revoke;
