//! The addresses of finance, of invoices over all companies, of failed jobs and of message records.

use super::entry::{Entry, staff};
use crate::{finance, invoicing, jobs, messages};
use domain::rights::Act;

pub fn table() -> Vec<Entry> {
    [money(), after_sale(), invoices_and_messages()].into_iter().flatten().collect()
}

fn money() -> Vec<Entry> {
    use finance::{cases, export, overview, payments, refund, refunds};
    vec![
        staff("/cakey/staff/finance", Act::ReadFinance).get(overview::show),
        staff("/cakey/staff/finance/export", Act::ReadFinance).get(export::show),
        staff("/cakey/staff/finance/payments", Act::ReadFinance).get(payments::show),
        staff("/cakey/staff/finance/refunds", Act::ReadFinance).get(refunds::show),
        staff("/cakey/staff/finance/refunds/{id}", Act::ReadFinance).get(refund::show),
        staff("/cakey/staff/finance/refunds/{id}/retry", Act::SettleRefunds).post(refund::retry),
        staff("/cakey/staff/finance/refunds/{id}/offline", Act::SettleRefunds).post(refund::offline),
        staff("/cakey/staff/finance/refunds/{id}/release", Act::ReleaseRefund).post(refund::release),
        staff("/cakey/staff/finance/refunds/{id}/withdraw", Act::SettleRefunds).post(refund::withdraw),
        staff("/cakey/staff/finance/cases", Act::ReadFinance).get(cases::list),
        staff("/cakey/staff/finance/cases/{id}", Act::ReadFinance).get(cases::show).post(cases::post),
    ]
}

fn after_sale() -> Vec<Entry> {
    use finance::after_sale;
    vec![
        staff("/cakey/staff/finance/after-sale", Act::ReadAfterSale).get(after_sale::list),
        staff("/cakey/staff/finance/after-sale/{number}", Act::ReadAfterSale).get(after_sale::show),
        staff("/cakey/staff/finance/after-sale/{number}/ask", Act::AskAfterSale).post(after_sale::ask),
        staff("/cakey/staff/finance/after-sale/{number}/release", Act::ReleaseAfterSale).post(after_sale::release),
        staff("/cakey/staff/finance/after-sale/{number}/cancel", Act::CancelAfterSale).post(after_sale::cancel),
    ]
}

fn invoices_and_messages() -> Vec<Entry> {
    use invoicing::acts;
    vec![
        staff("/cakey/staff/invoices", Act::ReadInvoices).get(invoicing::list::show),
        staff("/cakey/staff/invoices/{id}/retry", Act::HandleInvoices).post(acts::retry),
        staff("/cakey/staff/invoices/{id}/resend", Act::HandleInvoices).post(acts::resend),
        staff("/cakey/staff/invoices/{id}/flushed", Act::FlushInvoices).post(acts::flushed),
        staff("/cakey/staff/jobs", Act::ReadJobs).get(jobs::list::show),
        staff("/cakey/staff/jobs/{id}/retry", Act::RetryJobs).post(jobs::list::retry),
        staff("/cakey/staff/messages", Act::ReadMessages).get(messages::list::show),
        staff("/cakey/staff/messages/{id}/resend", Act::ResendMessages).post(messages::list::resend),
    ]
}
