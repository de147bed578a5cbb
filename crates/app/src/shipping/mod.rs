//! 批量发货: a list of waybills as a table (xlsx or csv), looked at before anything happens, then imported row by row.
//! The table comes from outside: nothing of it is believed, and how much of it is read is bounded before it is parsed
//! (docs/decisions/0032-hostile-tables.md). The single waybill is `order::handover::ship`.

pub mod batch;
mod cell;
mod csv;
mod judge;
pub mod store;
pub mod table;
pub mod template;
mod xlsx;

pub use batch::{Batch, Row, Verdict};
pub use table::TableError;
