//! 审计: the trail of what staff and companies did outside an order's history.

pub mod page;
