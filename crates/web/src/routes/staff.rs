//! The addresses of staff, and the roles that each is for. What a role may see of the rows is judged in SQL as well.

use super::entry::{Entry, staff};
use crate::{account, desk, review, shipping};
use domain::actor::Role;

const REVIEWERS: &[Role] = &[Role::Reviewer, Role::Supervisor];
const SHIPPERS: &[Role] = &[Role::Shipper, Role::Supervisor];
const OUTLETS: &[Role] = &[Role::Outlet];

/// Every one of them.
pub fn table() -> Vec<Entry> {
    [account(), reviewing(), shipping(), desk()].into_iter().flatten().collect()
}

fn account() -> Vec<Entry> {
    vec![staff("/cakey/staff/logout", &Role::ALL).post(account::logout::staff)]
}

fn reviewing() -> Vec<Entry> {
    use review::{decide, order, queue};
    vec![
        staff("/cakey/staff/review", REVIEWERS).get(queue::show),
        staff("/cakey/staff/review/next", REVIEWERS).post(queue::next),
        staff("/cakey/staff/review/{number}", REVIEWERS).get(order::show),
        staff("/cakey/staff/review/{number}/claim", REVIEWERS).post(queue::claim),
        staff("/cakey/staff/review/{number}/release", REVIEWERS).post(queue::release),
        staff("/cakey/staff/review/{number}/decide", REVIEWERS).post(decide::post),
    ]
}

fn shipping() -> Vec<Entry> {
    use shipping::{list, waybill};
    vec![
        staff("/cakey/staff/shipping", SHIPPERS).get(list::show),
        staff("/cakey/staff/shipping/{number}", SHIPPERS).get(waybill::show).post(waybill::post),
    ]
}

fn desk() -> Vec<Entry> {
    use desk::{handover, page};
    vec![
        staff("/cakey/staff/desk", OUTLETS).get(page::show),
        staff("/cakey/staff/desk/{number}", OUTLETS).get(page::chosen),
        staff("/cakey/staff/desk/{number}/ready", OUTLETS).post(handover::ready),
        staff("/cakey/staff/desk/{number}/handover", OUTLETS).post(handover::post),
    ]
}
