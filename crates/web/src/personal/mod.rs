//! Whole personal numbers, shown to staff one at a time (`app::personal`).

pub mod page;
