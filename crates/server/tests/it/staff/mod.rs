//! The staff side, beyond the manual's own steps: the queue, the library of reasons, all orders, what
//! waits; shipping lists, the outlet's desk, money, messages. Each test drives the pages as a person of the role does.

mod accounts;
mod companies;
mod desk;
mod materials;
mod messages;
mod money;
mod overview;
mod review_queue;
mod review_reasons;
mod shipping_list;
mod workbench;
