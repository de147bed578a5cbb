//! What no form of ours would send, and vendors at their worst: a clear answer, nothing lost, nothing half-written.

mod bytes;
mod csrf;
mod fields;
mod foreign_order;
mod gateway;
mod notices;
mod stale;
mod start;
mod twice;
