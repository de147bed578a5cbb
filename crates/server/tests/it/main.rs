//! The product as people meet it: each test drives the real binary `cakey` and its simulators over sockets, from an
//! empty data folder. `world` is the stage; a step of the manual and a hard case have files of the same number.
#![allow(clippy::unwrap_used)]

mod bad_input;
mod browser;
mod crash;
mod engines;
mod forms;
mod hard_cases;
mod manual;
mod platform;
mod privacy;
mod release;
mod settings;
mod staff;
mod tenancy;
mod uploads;
mod world;
