//! One file for each section or step of the manual, under its number.

mod s3_1_register;
mod s3_2_11_history;
mod s3_2_12_filter;
mod s3_2_13_reject;
mod s3_2_1_login;
mod s3_2_path_courier;
mod s3_2_path_pickup;
mod s3_3_invoice;
