//! The order: its states, the commands that people give, the facts that the world reports, and what follows
//! from them. `decide` may refuse, `observe` may not. Both are pure; the layer above stores and carries out.

mod business;
pub mod command;
mod context;
pub mod effect;
pub mod filter;
pub mod form;
pub mod history;
pub mod item;
pub mod item_form;
pub mod machine;
mod observe;
pub mod price;
pub mod price_form;
pub mod refusal;
pub mod rules;
pub mod staff_form;
pub mod state;
mod states_document;
pub mod status;
mod submit_form;
#[cfg(test)]
mod tests;

pub use business::BusinessType;
pub use command::{Command, Deadlines, Decision, Submission};
pub use effect::{Effect, RefundReason};
pub use form::{Delivery, OrderDraft};
pub use history::{Entry, Event};
pub use item::{CertificateItem, CertificateKind, Holder, KeyRole, SealKind};
pub use machine::decide;
pub use observe::{Fact, REMIND_BEFORE, observe, receipt_due};
pub use refusal::{Refusal, Why};
pub use rules::{Held, ProjectRules, SecondSeal};
pub use staff_form::{Collector, RejectReason, Rejection, Waybill};
pub use state::{Approved, Claim, CloseReason, CompletedBy, Handover, Order, Paid, Rejected, Review, State};
pub use states_document::states_document;
pub use status::StatusCode;
pub use submit_form::SubmitForm;
