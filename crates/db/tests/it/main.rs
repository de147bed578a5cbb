//! The promises of this crate, each tested on both engines.
//!
//! `both!` makes two tests of one function: `…::sqlite` on a file and `…::postgres` on a fresh database.
#![allow(clippy::unwrap_used)]

mod concurrency;
mod connections;
mod failures;
mod migrations;
mod statements;
mod world;
