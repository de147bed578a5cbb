//! One file for each section or step of the manual, under its number.

mod annex_templates;
mod application_form;
mod kept_form;
mod limits;
mod s1_help;
mod s2_browsers;
mod s3_1_1_address;
mod s3_1_register;
mod s3_2_10_pay;
mod s3_2_11_history;
mod s3_2_12_filter;
mod s3_2_13_reject;
mod s3_2_1_login;
mod s3_2_2_forgot;
mod s3_2_3_company_profile;
mod s3_2_4_invoice_profile;
mod s3_2_5_contact;
mod s3_2_6_order;
mod s3_2_7_delivery;
mod s3_2_8_change;
mod s3_2_9_submit;
mod s3_3_1_invoice_list;
mod s3_3_2_invoice_detail;
mod s3_3_invoice;
mod timing;
