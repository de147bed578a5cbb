//! The staff side (design/staff.md), beyond the manual's own steps: the queue, the library of reasons, all orders, what
//! waits. Each test drives the pages as a person of the role does.

mod overview;
mod review_queue;
mod review_reasons;
mod workbench;
