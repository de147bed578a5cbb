//! The hard cases of orders.md, section 3: one file for each number. E24 (the same thing twice) is
//! `bad_input/twice.rs`.

mod e01_late_payment;
mod e02_two_payments;
mod e04_notice_never;
mod e05_notice_repeated;
mod e06_wrong_money;
mod e07_cancel_asked;
mod e10_refund_refused;
mod e12_two_reviewers;
mod e16_wrong_waybill;
mod e17_not_handed_over;
mod e20_profile_changed;
