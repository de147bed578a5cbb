//! 发货: the orders that wait for a parcel, and the form of the waybill (T11, E16).

pub mod list;
pub mod waybill;
