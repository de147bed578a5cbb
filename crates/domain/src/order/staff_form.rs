//! The small forms of staff: a waybill, a rejection, a handover, a reason. What they make is stored inside the order, or
//! beside it.

mod delivery;
mod explanation;
mod handover;
mod points_at;
mod reject_reason_form;
mod rejection;
mod review;
mod waybill;

pub use delivery::DeliveryForm;
pub use explanation::ExplanationForm;
pub use handover::{Collector, CollectorIdentity, HandoverForm};
pub use points_at::{CorrectionPage, PointsAt};
pub use reject_reason_form::{LibraryReason, RejectReasonForm};
pub use rejection::{RejectForm, RejectReason, Rejection};
pub use review::{ReviewButton, ReviewDecision, ReviewForm};
pub use waybill::{Carrier, Waybill, WaybillForm, WaybillWarning};
