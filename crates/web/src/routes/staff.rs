//! The addresses of staff, and the right that each asks for (`domain::rights`). Which rows the right reaches is judged in
//! SQL as well.

use super::entry::{Entry, staff};
use crate::{
    account, attachments, audit, clients, companies, config, desk, orders, overview, personal, review, shipping,
    workbench,
};
use domain::rights::Act;

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
        staff("/cakey/staff/logout", Act::OwnAccount).post(account::logout::staff),
        staff("/cakey/staff/me", Act::OwnAccount).get(own::show),
        staff("/cakey/staff/me/password", Act::OwnAccount).post(own::change_password),
        staff("/cakey/staff/me/end", Act::OwnAccount).post(own::end),
    ]
}

/// 员工账号: 系统管理员 alone.
fn accounts() -> Vec<Entry> {
    use crate::staff::{edit, list};
    vec![
        staff("/cakey/staff/accounts", Act::KeepAccounts).get(list::show),
        staff("/cakey/staff/accounts/new", Act::KeepAccounts).get(edit::new).post(edit::create),
        staff("/cakey/staff/accounts/{id}", Act::KeepAccounts).get(edit::show).post(edit::save),
        staff("/cakey/staff/accounts/{id}/enable", Act::KeepAccounts).post(edit::enable),
        staff("/cakey/staff/accounts/{id}/disable", Act::KeepAccounts).post(edit::disable),
        staff("/cakey/staff/accounts/{id}/reset", Act::KeepAccounts).post(edit::reset),
    ]
}

/// 配置 that is no business of the authority's: 系统管理员 alone.
fn configuration() -> Vec<Entry> {
    use config::{announcement, announcements, material, outlet, outlets, project};
    vec![
        staff("/cakey/staff/outlets", Act::KeepOutlets).get(outlets::show),
        staff("/cakey/staff/outlets/new", Act::KeepOutlets).get(outlet::new).post(outlet::create),
        staff("/cakey/staff/outlets/{id}", Act::KeepOutlets).get(outlet::show).post(outlet::save),
        staff("/cakey/staff/outlets/{id}/close", Act::KeepOutlets).post(outlet::close),
        staff("/cakey/staff/outlets/{id}/open", Act::KeepOutlets).post(outlet::open),
        staff("/cakey/staff/projects/new", Act::KeepProjects).get(project::new).post(project::create),
        staff("/cakey/staff/projects/{id}", Act::KeepProjects).get(project::show).post(project::save),
        staff("/cakey/staff/projects/{id}/materials/new", Act::KeepProjects).get(material::new).post(material::create),
        staff("/cakey/staff/projects/{id}/materials/{rule}", Act::KeepProjects)
            .get(material::show)
            .post(material::save),
        staff("/cakey/staff/projects/{id}/materials/{rule}/remove", Act::KeepProjects).post(material::remove),
        staff("/cakey/staff/announcements", Act::KeepAnnouncements).get(announcements::show),
        staff("/cakey/staff/announcements/new", Act::KeepAnnouncements)
            .get(announcement::new)
            .post(announcement::create),
        staff("/cakey/staff/announcements/{id}", Act::KeepAnnouncements)
            .get(announcement::show)
            .post(announcement::save),
    ]
}

/// 配置 that is business as well: 主管 keep the prices and see what is asked for.
fn prices() -> Vec<Entry> {
    use config::{materials, price_list, prices, projects};
    vec![
        staff("/cakey/staff/projects", Act::ReadProjects).get(projects::show),
        staff("/cakey/staff/projects/{id}/materials", Act::ReadProjects).get(materials::show),
        staff("/cakey/staff/projects/{id}/prices", Act::KeepPrices).get(prices::show),
        staff("/cakey/staff/projects/{id}/prices/new", Act::KeepPrices).get(price_list::new).post(price_list::create),
        staff("/cakey/staff/projects/{id}/prices/{list}", Act::KeepPrices).get(price_list::show).post(price_list::save),
        staff("/cakey/staff/projects/{id}/prices/{list}/publish", Act::KeepPrices).post(price_list::publish),
    ]
}

fn reading() -> Vec<Entry> {
    vec![
        staff("/cakey/staff/home", Act::OwnAccount).get(workbench::page::show),
        staff("/cakey/staff/audit", Act::ReadAudit).get(audit::page::show),
        staff("/cakey/staff/orders", Act::ReadOrders).get(overview::list::show),
        staff("/cakey/staff/orders/{number}", Act::ReadOrders).get(overview::detail::show),
        staff("/cakey/staff/orders/{number}/delivery", Act::SwitchDelivery)
            .get(overview::delivery::show)
            .post(overview::delivery::post),
    ]
}

fn companies() -> Vec<Entry> {
    use companies::{card, list, rescues};
    vec![
        staff("/cakey/staff/companies", Act::ReadCompanies).get(list::show),
        staff("/cakey/staff/companies/{id}", Act::ReadCompanies).get(card::show),
        staff("/cakey/staff/companies/{id}/reveal", Act::RevealCompanies).post(card::reveal),
        staff("/cakey/staff/companies/{id}/switch", Act::SwitchCompanies).post(card::switch),
        staff("/cakey/staff/companies/{id}/rescue", Act::AskRescues).post(card::rescue),
        staff("/cakey/staff/rescues", Act::ReadRescues).get(rescues::show),
        staff("/cakey/staff/rescues/{id}", Act::DecideRescues).post(rescues::decide),
    ]
}

fn reasons() -> Vec<Entry> {
    use review::reasons;
    vec![
        staff("/cakey/staff/reasons", Act::KeepReasons).get(reasons::show),
        staff("/cakey/staff/reasons/new", Act::KeepReasons).get(reasons::new).post(reasons::create),
        staff("/cakey/staff/reasons/{id}", Act::KeepReasons).get(reasons::edit).post(reasons::save),
    ]
}

fn reviewing() -> Vec<Entry> {
    use review::{decide, order, queue};
    vec![
        staff("/cakey/staff/review", Act::ReadReviews).get(queue::show),
        staff("/cakey/staff/review/next", Act::Review).post(queue::next),
        staff("/cakey/staff/review/{number}/application.pdf", Act::ReadReviews).get(orders::application::review),
        staff("/cakey/staff/review/{number}", Act::ReadReviews).get(order::show),
        staff("/cakey/staff/attachments/{id}", Act::ReadReviews).get(attachments::staff),
        staff("/cakey/staff/attachments/{id}/view", Act::ReadReviews).get(attachments::staff_view),
        staff("/cakey/staff/review/{number}/claim", Act::Review).post(queue::claim),
        staff("/cakey/staff/review/{number}/release", Act::Review).post(queue::release),
        staff("/cakey/staff/review/{number}/decide", Act::Review).post(decide::post),
        staff("/cakey/staff/review/{number}/personal", Act::ReadReviews).post(personal::page::post),
    ]
}

fn clients() -> Vec<Entry> {
    use clients::{page, revoke};
    vec![
        staff("/cakey/staff/clients", Act::KeepClients).get(page::show).post(page::post),
        staff("/cakey/staff/clients/{id}/revoke", Act::KeepClients).get(revoke::ask).post(revoke::post),
    ]
}

fn shipping() -> Vec<Entry> {
    use shipping::{import, list, picking, returned, waybill};
    vec![
        staff("/cakey/staff/shipping", Act::ReadShipping).get(list::show),
        staff("/cakey/staff/shipping/import", Act::Ship).get(import::show).post(import::upload),
        staff("/cakey/staff/shipping/import/template.xlsx", Act::Ship).get(import::template),
        staff("/cakey/staff/shipping/import/{token}", Act::Ship).get(import::preview).post(import::import),
        staff("/cakey/staff/shipping/picking", Act::ReadShipping).get(picking::show),
        staff("/cakey/staff/shipping/{number}/returned", Act::Ship).get(returned::show).post(returned::post),
        staff("/cakey/staff/shipping/{number}/application.pdf", Act::ReadShipping).get(orders::application::shipping),
        staff("/cakey/staff/shipping/{number}", Act::Ship).get(waybill::show).post(waybill::post),
    ]
}

fn desk() -> Vec<Entry> {
    use desk::{contact, handover, page, receipt};
    vec![
        staff("/cakey/staff/desk", Act::ReadPickups).get(page::show),
        staff("/cakey/staff/desk/{number}/application.pdf", Act::ReadPickups).get(orders::application::desk),
        staff("/cakey/staff/desk/{number}", Act::ReadPickups).get(page::chosen),
        staff("/cakey/staff/desk/{number}/ready", Act::HandOver).post(handover::ready),
        staff("/cakey/staff/desk/{number}/handover", Act::HandOver).post(handover::post),
        staff("/cakey/staff/desk/{number}/contact", Act::HandOver).get(contact::show).post(contact::post),
        staff("/cakey/staff/desk/{number}/receipt", Act::ReadPickups).get(receipt::show),
    ]
}
