//! The addresses of staff, and the roles that each is for. What a role may see of the rows is judged in SQL as well.

use super::entry::{Entry, staff};
use crate::{
    account, attachments, audit, clients, companies, config, desk, orders, overview, personal, review, shipping,
    workbench,
};
use domain::actor::Role;

const REVIEWERS: &[Role] = &[Role::Reviewer, Role::Supervisor];
const SHIPPERS: &[Role] = &[Role::Shipper, Role::Supervisor];
const OUTLETS: &[Role] = &[Role::Outlet];
const ADMINS: &[Role] = &[Role::Admin];
const KEEP_PRICES: &[Role] = &[Role::Admin, Role::Supervisor];

const WITH_BUSINESS: &[Role] =
    &[Role::Reviewer, Role::Shipper, Role::Outlet, Role::Support, Role::Finance, Role::Supervisor, Role::Auditor];
const SEE_COMPANIES: &[Role] = &[Role::Support, Role::Supervisor, Role::Reviewer, Role::Auditor];
const SUPPORT: &[Role] = &[Role::Support, Role::Supervisor];
const KEEP_REASONS: &[Role] = &[Role::Supervisor, Role::Admin];

/// Every one of them.
pub fn table() -> Vec<Entry> {
    let all = [
        account(),
        accounts(),
        configuration(),
        prices(),
        reading(),
        companies(),
        reviewing(),
        reasons(),
        shipping(),
        desk(),
        clients(),
    ];
    all.into_iter().flatten().collect()
}

fn account() -> Vec<Entry> {
    use crate::staff::own;
    vec![
        staff("/cakey/staff/logout", &Role::ALL).post(account::logout::staff),
        staff("/cakey/staff/me", &Role::ALL).get(own::show),
        staff("/cakey/staff/me/password", &Role::ALL).post(own::change_password),
        staff("/cakey/staff/me/end", &Role::ALL).post(own::end),
    ]
}

/// 员工账号: 系统管理员 alone.
fn accounts() -> Vec<Entry> {
    use crate::staff::{edit, list};
    vec![
        staff("/cakey/staff/accounts", ADMINS).get(list::show),
        staff("/cakey/staff/accounts/new", ADMINS).get(edit::new).post(edit::create),
        staff("/cakey/staff/accounts/{id}", ADMINS).get(edit::show).post(edit::save),
        staff("/cakey/staff/accounts/{id}/enable", ADMINS).post(edit::enable),
        staff("/cakey/staff/accounts/{id}/disable", ADMINS).post(edit::disable),
        staff("/cakey/staff/accounts/{id}/reset", ADMINS).post(edit::reset),
    ]
}

/// 配置 that is no business of the authority's: 系统管理员 alone.
fn configuration() -> Vec<Entry> {
    use config::{announcement, announcements, material, outlet, outlets, project};
    vec![
        staff("/cakey/staff/outlets", ADMINS).get(outlets::show),
        staff("/cakey/staff/outlets/new", ADMINS).get(outlet::new).post(outlet::create),
        staff("/cakey/staff/outlets/{id}", ADMINS).get(outlet::show).post(outlet::save),
        staff("/cakey/staff/outlets/{id}/close", ADMINS).post(outlet::close),
        staff("/cakey/staff/outlets/{id}/open", ADMINS).post(outlet::open),
        staff("/cakey/staff/projects/new", ADMINS).get(project::new).post(project::create),
        staff("/cakey/staff/projects/{id}", ADMINS).get(project::show).post(project::save),
        staff("/cakey/staff/projects/{id}/materials/new", ADMINS).get(material::new).post(material::create),
        staff("/cakey/staff/projects/{id}/materials/{rule}", ADMINS).get(material::show).post(material::save),
        staff("/cakey/staff/projects/{id}/materials/{rule}/remove", ADMINS).post(material::remove),
        staff("/cakey/staff/announcements", ADMINS).get(announcements::show),
        staff("/cakey/staff/announcements/new", ADMINS).get(announcement::new).post(announcement::create),
        staff("/cakey/staff/announcements/{id}", ADMINS).get(announcement::show).post(announcement::save),
    ]
}

/// 配置 that is business as well: 主管 keep the prices and see what is asked for.
fn prices() -> Vec<Entry> {
    use config::{materials, price_list, prices, projects};
    vec![
        staff("/cakey/staff/projects", KEEP_PRICES).get(projects::show),
        staff("/cakey/staff/projects/{id}/materials", KEEP_PRICES).get(materials::show),
        staff("/cakey/staff/projects/{id}/prices", KEEP_PRICES).get(prices::show),
        staff("/cakey/staff/projects/{id}/prices/new", KEEP_PRICES).get(price_list::new).post(price_list::create),
        staff("/cakey/staff/projects/{id}/prices/{list}", KEEP_PRICES).get(price_list::show).post(price_list::save),
        staff("/cakey/staff/projects/{id}/prices/{list}/publish", KEEP_PRICES).post(price_list::publish),
    ]
}

fn reading() -> Vec<Entry> {
    vec![
        staff("/cakey/staff/home", &Role::ALL).get(workbench::page::show),
        staff("/cakey/staff/audit", &[Role::Auditor]).get(audit::page::show),
        staff("/cakey/staff/orders", WITH_BUSINESS).get(overview::list::show),
        staff("/cakey/staff/orders/{number}", WITH_BUSINESS).get(overview::detail::show),
        staff("/cakey/staff/orders/{number}/delivery", SUPPORT)
            .get(overview::delivery::show)
            .post(overview::delivery::post),
    ]
}

fn companies() -> Vec<Entry> {
    use companies::{card, list, rescues};
    vec![
        staff("/cakey/staff/companies", SEE_COMPANIES).get(list::show),
        staff("/cakey/staff/companies/{id}", SEE_COMPANIES).get(card::show),
        staff("/cakey/staff/companies/{id}/reveal", SEE_COMPANIES).post(card::reveal),
        staff("/cakey/staff/companies/{id}/switch", SUPPORT).post(card::switch),
        staff("/cakey/staff/companies/{id}/rescue", SUPPORT).post(card::rescue),
        staff("/cakey/staff/rescues", SEE_COMPANIES).get(rescues::show),
        staff("/cakey/staff/rescues/{id}", &[Role::Supervisor]).post(rescues::decide),
    ]
}

fn reasons() -> Vec<Entry> {
    use review::reasons;
    vec![
        staff("/cakey/staff/reasons", KEEP_REASONS).get(reasons::show),
        staff("/cakey/staff/reasons/new", KEEP_REASONS).get(reasons::new).post(reasons::create),
        staff("/cakey/staff/reasons/{id}", KEEP_REASONS).get(reasons::edit).post(reasons::save),
    ]
}

fn reviewing() -> Vec<Entry> {
    use review::{decide, order, queue};
    vec![
        staff("/cakey/staff/review", REVIEWERS).get(queue::show),
        staff("/cakey/staff/review/next", REVIEWERS).post(queue::next),
        staff("/cakey/staff/review/{number}/application.pdf", REVIEWERS).get(orders::application::review),
        staff("/cakey/staff/review/{number}", REVIEWERS).get(order::show),
        staff("/cakey/staff/attachments/{id}", REVIEWERS).get(attachments::staff),
        staff("/cakey/staff/attachments/{id}/view", REVIEWERS).get(attachments::staff_view),
        staff("/cakey/staff/review/{number}/claim", REVIEWERS).post(queue::claim),
        staff("/cakey/staff/review/{number}/release", REVIEWERS).post(queue::release),
        staff("/cakey/staff/review/{number}/decide", REVIEWERS).post(decide::post),
        staff("/cakey/staff/review/{number}/personal", REVIEWERS).post(personal::page::post),
    ]
}

fn clients() -> Vec<Entry> {
    use clients::{page, revoke};
    vec![
        staff("/cakey/staff/clients", &[Role::Admin]).get(page::show).post(page::post),
        staff("/cakey/staff/clients/{id}/revoke", &[Role::Admin]).get(revoke::ask).post(revoke::post),
    ]
}

fn shipping() -> Vec<Entry> {
    use shipping::{import, list, picking, returned, waybill};
    vec![
        staff("/cakey/staff/shipping", SHIPPERS).get(list::show),
        staff("/cakey/staff/shipping/import", SHIPPERS).get(import::show).post(import::upload),
        staff("/cakey/staff/shipping/import/template.xlsx", SHIPPERS).get(import::template),
        staff("/cakey/staff/shipping/import/{token}", SHIPPERS).get(import::preview).post(import::import),
        staff("/cakey/staff/shipping/picking", SHIPPERS).get(picking::show),
        staff("/cakey/staff/shipping/{number}/returned", SHIPPERS).get(returned::show).post(returned::post),
        staff("/cakey/staff/shipping/{number}/application.pdf", SHIPPERS).get(orders::application::shipping),
        staff("/cakey/staff/shipping/{number}", SHIPPERS).get(waybill::show).post(waybill::post),
    ]
}

fn desk() -> Vec<Entry> {
    use desk::{contact, handover, page, receipt};
    vec![
        staff("/cakey/staff/desk", OUTLETS).get(page::show),
        staff("/cakey/staff/desk/{number}/application.pdf", OUTLETS).get(orders::application::desk),
        staff("/cakey/staff/desk/{number}", OUTLETS).get(page::chosen),
        staff("/cakey/staff/desk/{number}/ready", OUTLETS).post(handover::ready),
        staff("/cakey/staff/desk/{number}/handover", OUTLETS).post(handover::post),
        staff("/cakey/staff/desk/{number}/contact", OUTLETS).get(contact::show).post(contact::post),
        staff("/cakey/staff/desk/{number}/receipt", OUTLETS).get(receipt::show),
    ]
}
