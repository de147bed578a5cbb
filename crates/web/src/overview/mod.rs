//! 订单 of every company, for staff of every role with business: the list, and one order with all that is known of it.

pub mod delivery;
pub mod detail;
pub mod list;
