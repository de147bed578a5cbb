//! The addresses of finance, of invoices over all companies, of failed jobs and of message records.

use super::entry::{Entry, staff};
use crate::{finance, invoicing, jobs, messages};
use domain::actor::Role;

const FINANCE: &[Role] = &[Role::Finance, Role::Supervisor];
const SUPERVISORS: &[Role] = &[Role::Supervisor];
const PAYERS_BACK: &[Role] = &[Role::Finance];
const SUPPORT: &[Role] = &[Role::Support, Role::Supervisor];
const INVOICE_DESK: &[Role] = &[Role::Finance, Role::Support, Role::Supervisor];

/// Every one of them.
pub fn table() -> Vec<Entry> {
    [money(), after_sale(), invoices_and_messages()].into_iter().flatten().collect()
}

fn money() -> Vec<Entry> {
    use finance::{cases, export, overview, payments, refund, refunds};
    vec![
        staff("/cakey/staff/finance", FINANCE).get(overview::show),
        staff("/cakey/staff/finance/export", FINANCE).get(export::show),
        staff("/cakey/staff/finance/payments", FINANCE).get(payments::show),
        staff("/cakey/staff/finance/refunds", FINANCE).get(refunds::show),
        staff("/cakey/staff/finance/refunds/{id}", FINANCE).get(refund::show),
        staff("/cakey/staff/finance/refunds/{id}/retry", FINANCE).post(refund::retry),
        staff("/cakey/staff/finance/refunds/{id}/offline", FINANCE).post(refund::offline),
        staff("/cakey/staff/finance/refunds/{id}/release", FINANCE).post(refund::release),
        staff("/cakey/staff/finance/refunds/{id}/withdraw", FINANCE).post(refund::withdraw),
        staff("/cakey/staff/finance/cases", FINANCE).get(cases::list),
        staff("/cakey/staff/finance/cases/{id}", FINANCE).get(cases::show).post(cases::post),
    ]
}

fn after_sale() -> Vec<Entry> {
    use finance::after_sale;
    vec![
        staff("/cakey/staff/finance/after-sale", FINANCE).get(after_sale::list),
        staff("/cakey/staff/finance/after-sale/{number}", FINANCE).get(after_sale::show),
        staff("/cakey/staff/finance/after-sale/{number}/ask", SUPERVISORS).post(after_sale::ask),
        staff("/cakey/staff/finance/after-sale/{number}/release", PAYERS_BACK).post(after_sale::release),
        staff("/cakey/staff/finance/after-sale/{number}/cancel", FINANCE).post(after_sale::cancel),
    ]
}

fn invoices_and_messages() -> Vec<Entry> {
    use invoicing::acts;
    vec![
        staff("/cakey/staff/invoices", INVOICE_DESK).get(invoicing::list::show),
        staff("/cakey/staff/invoices/{id}/retry", INVOICE_DESK).post(acts::retry),
        staff("/cakey/staff/invoices/{id}/resend", INVOICE_DESK).post(acts::resend),
        staff("/cakey/staff/invoices/{id}/flushed", FINANCE).post(acts::flushed),
        staff("/cakey/staff/jobs", INVOICE_DESK).get(jobs::list::show),
        staff("/cakey/staff/jobs/{id}/retry", INVOICE_DESK).post(jobs::list::retry),
        staff("/cakey/staff/messages", SUPPORT).get(messages::list::show),
        staff("/cakey/staff/messages/{id}/resend", SUPPORT).post(messages::list::resend),
    ]
}
