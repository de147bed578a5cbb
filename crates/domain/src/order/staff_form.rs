//! The small forms of staff: a waybill, a rejection, a handover. What they make is stored inside the order.

mod handover;
mod rejection;
mod waybill;

pub use handover::{Collector, HandoverForm};
pub use rejection::{RejectForm, RejectReason, Rejection};
pub use waybill::{Carrier, Waybill, WaybillForm, WaybillWarning};
