//! The small forms of staff: a waybill, a rejection, a handover. What they make is stored inside the order.

mod delivery;
mod handover;
mod points_at;
mod reject_reason_form;
mod rejection;
mod waybill;

pub use delivery::DeliveryForm;
pub use handover::{Collector, HandoverForm};
pub use points_at::{Place, PointsAt};
pub use reject_reason_form::{LibraryReason, RejectReasonForm};
pub use rejection::{RejectForm, RejectReason, Rejection};
pub use waybill::{Carrier, Waybill, WaybillForm, WaybillWarning};
