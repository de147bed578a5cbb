//! 发货: the orders that wait for a parcel, the form of the waybill (T11, E16), the import of many (批量导入), the picking
//! list, and parcels that come back (T15).

pub mod import;
pub mod list;
pub mod picking;
pub mod returned;
pub mod waybill;
