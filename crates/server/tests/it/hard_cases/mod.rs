//! The hard cases of docs/rules.md: one file for each number. E24 (the same thing twice) is
//! `bad_input/twice.rs`.

mod e01_late_payment;
mod e02_two_payments;
mod e04_notice_never;
mod e05_notice_repeated;
mod e06_wrong_money;
mod e07_cancel_asked;
mod e08_submitted_again;
mod e09_nothing_paid;
mod e10_refund_refused;
mod e11_new_prices;
mod e12_two_reviewers;
mod e13_invoice_down;
mod e15_sms_fails;
mod e16_wrong_waybill;
mod e17_not_handed_over;
mod e19_outlet_closed;
mod e20_profile_changed;
mod e21_second_order;
mod e22_second_seal;
