//! Every template, rendered with sample data: none may fail, lead nowhere, or forget what all pages must have.

mod macros;

use crate::shell::{Menu, Shell, ShellUser};
use app::who::StaffUser;
use domain::id::StaffId;
use domain::rights::Role;

/// The shell of a company's page.
pub fn shell(menu: Menu, title: &str) -> Shell {
    Shell {
        title: title.to_owned(),
        error_title: false,
        menu,
        user: ShellUser::Company { name: "澜州青禾建设工程有限公司".into() },
        csrf: "sample-token".into(),
        phone: "400-000-0000".into(),
        qq: "800000000".into(),
        payee: "澜州电子认证有限公司（示例）".into(),
        gateways: crate::fixture::gateways_of_nobody(),
        demo_phone: String::new(),
    }
}

/// The shell of a page before the login.
pub fn nobody(title: &str) -> Shell {
    Shell { user: ShellUser::Nobody, ..shell(Menu::None, title) }
}

/// The shell of a page of a company with something to do first.
pub fn restricted(page: &'static str, title: &str) -> Shell {
    let user = ShellUser::Restricted { name: "澜州青禾建设工程有限公司".into(), page };
    Shell { user, ..shell(Menu::None, title) }
}

/// The shell of a page of staff.
pub fn staff_shell(role: Role, menu: Menu, title: &str) -> Shell {
    let user = StaffUser { id: StaffId::new(1), role, outlet: None, outlet_name: None, name: "周予安".into() };
    Shell { user: ShellUser::staff(&user), ..shell(menu, title) }
}

/// Every page of the site.
fn all() -> Vec<(String, String)> {
    [of_companies(), of_staff()].concat()
}

/// The pages of companies and of everybody: add a module's `samples` here.
fn of_companies() -> Vec<(String, String)> {
    [
        crate::account::consent::samples(),
        crate::account::forgot::samples(),
        crate::account::kept::samples(),
        crate::account::login::samples(),
        crate::account::password::samples(),
        crate::account::register::samples(),
        crate::account::sessions::samples(),
        crate::account::sms_login::samples(),
        crate::failure_page::samples(),
        crate::help::chapter::samples(),
        crate::help::index::samples(),
        crate::home::page::samples(),
        crate::outlets::list::samples(),
        crate::profile::company::samples(),
        crate::profile::company_edit::samples(),
        crate::profile::contact::samples(),
        crate::profile::contact_edit::samples(),
        crate::profile::invoice::samples(),
        crate::invoices::detail::samples(),
        crate::invoices::list::samples(),
        crate::orders::acts::samples(),
        crate::orders::changed::samples(),
        crate::orders::check::samples(),
        crate::orders::detail::samples(),
        crate::orders::form_page::samples(),
        crate::orders::history::samples(),
        crate::orders::list::samples(),
        crate::payment::code::samples(),
        crate::payment::done::samples(),
        crate::payment::prompt::samples(),
        crate::templates::list::samples(),
    ]
    .concat()
}

/// The pages of staff: add a module's `samples` here.
fn of_staff() -> Vec<(String, String)> {
    [
        crate::account::staff::samples(),
        crate::audit::page::samples(),
        crate::personal::page::samples(),
        crate::companies::card::samples(),
        crate::companies::list::samples(),
        crate::companies::rescues::samples(),
        crate::config::announcement::samples(),
        crate::config::announcements::samples(),
        crate::config::material::samples(),
        crate::config::materials::samples(),
        crate::config::outlet::samples(),
        crate::config::outlets::samples(),
        crate::config::price_list::samples(),
        crate::config::prices::samples(),
        crate::config::project::samples(),
        crate::config::projects::samples(),
        crate::clients::page::samples(),
        crate::clients::revoke::samples(),
        crate::desk::page::samples(),
        crate::overview::delivery::samples(),
        crate::overview::detail::samples(),
        crate::overview::list::samples(),
        crate::review::order::samples(),
        crate::review::queue::samples(),
        crate::review::reasons::samples(),
        crate::shipping::list::samples(),
        crate::desk::contact::samples(),
        crate::desk::receipt::samples(),
        crate::finance::after_sale::samples(),
        crate::finance::cases::samples(),
        crate::finance::overview::samples(),
        crate::finance::payments::samples(),
        crate::finance::refund::samples(),
        crate::finance::refunds::samples(),
        crate::invoicing::list::samples(),
        crate::jobs::list::samples(),
        crate::messages::list::samples(),
        crate::shipping::import::samples(),
        crate::shipping::picking::samples(),
        crate::shipping::returned::samples(),
        crate::staff::activate::samples(),
        crate::staff::edit::samples(),
        crate::staff::enrol::samples(),
        crate::staff::list::samples(),
        crate::staff::own::samples(),
        crate::staff::setup::samples(),
        crate::shipping::waybill::samples(),
        crate::workbench::page::samples(),
    ]
    .concat()
}

/// The pages whose names contain one of these words.
pub fn pages_named(words: &[&str]) -> Vec<String> {
    let named = |name: &String| words.iter().any(|word| name.contains(word));
    all().into_iter().filter(|(name, _)| named(name)).map(|(_, html)| html).collect()
}

#[test]
fn no_page_leads_nowhere() {
    for (name, html) in all() {
        assert!(!html.contains("href=\"#\"") && !html.contains("href=\"\""), "{name}");
        assert!(!html.contains("action=\"\"") && !html.contains(".html\""), "{name}");
    }
}

#[test]
fn no_line_of_a_page_ends_in_blanks() {
    for (name, html) in all() {
        let ends_in_blanks = |line: &&str| line.ends_with([' ', '\t']);
        assert_eq!(html.lines().filter(ends_in_blanks).count(), 0, "{name}: what may write nothing begins with {{{{-");
    }
}

#[test]
fn every_page_has_one_heading_one_main_part_and_at_most_one_primary_button() {
    for (name, html) in all() {
        assert_eq!(html.matches("<h1").count(), 1, "{name}");
        assert_eq!(html.matches("<main").count(), 1, "{name}");
        assert!(html.matches("btn-p\"").count() + html.matches("btn-p ").count() <= 1, "{name}");
        assert!(html.contains("<title>") && html.contains("在线证书办理系统</title>"), "{name}");
    }
}

#[test]
fn every_form_that_changes_something_carries_the_token() {
    for (name, html) in all() {
        let forms = html.matches("method=\"post\"").count();
        assert_eq!(html.matches("name=\"csrf\" value=\"sample-token\"").count(), forms, "{name}");
    }
}

#[test]
fn every_id_is_unique_and_every_reference_is_met() {
    for (name, html) in all() {
        let ids: Vec<&str> = values(&html, " id=\"");
        for id in &ids {
            assert_eq!(ids.iter().filter(|other| *other == id).count(), 1, "{name}: id {id}");
        }
        for reference in values(&html, "aria-describedby=\"").iter().flat_map(|list| list.split(' ')) {
            assert!(ids.contains(&reference), "{name}: aria-describedby {reference}");
        }
        for reference in values(&html, "href=\"#").iter().chain(&values(&html, " for=\"")) {
            assert!(ids.contains(reference), "{name}: {reference}");
        }
    }
}

#[test]
fn no_page_carries_a_style_or_a_script_of_its_own() {
    for (name, html) in all() {
        assert!(!html.contains("style=\"") && !html.contains("<style"), "{name}");
        assert!(!html.contains(" onclick") && html.matches("<script").count() == 1, "{name}");
    }
}

#[test]
fn every_page_keeps_to_what_ie10_reads() {
    const NEVER: [&str; 11] = [
        "<template",
        "<details",
        "<dialog",
        "<picture",
        "type=\"date\"",
        " form=\"",
        "javascript:",
        "display:grid",
        "type=\"module\"",
        ".woff2",
        "srcset",
    ];
    for (name, html) in all() {
        let mut metas = html.split("<meta ").skip(1);
        let mut next = || metas.next().unwrap_or_default();
        assert!(html.starts_with("<!DOCTYPE html>") && next().starts_with("charset=\"utf-8\""), "{name}");
        assert!(next().starts_with("http-equiv=\"X-UA-Compatible\" content=\"IE=edge\""), "{name}");
        assert!(next().starts_with("name=\"renderer\" content=\"webkit\""), "{name}");
        for word in NEVER {
            assert!(!html.contains(word), "{name} has {word}");
        }
    }
}

#[test]
fn a_page_with_mistakes_says_so_in_its_title_and_on_top() {
    let mistaken: Vec<_> = all().into_iter().filter(|(name, _)| name.contains("mistakes")).collect();
    assert!(mistaken.len() >= 4);
    for (name, html) in mistaken {
        assert!(html.contains("<title>错误："), "{name}");
        assert!(html.contains("处需要修改</h2>") && html.contains("aria-invalid=\"true\""), "{name}");
    }
}

#[test]
fn pages_stay_within_the_budget_of_30_kb_and_error_pages_above_what_ie_replaces() {
    for (name, html) in all() {
        assert!(html.len() < 30 * 1024, "{name}: {} bytes", html.len());
        assert!(html.len() > 512, "{name}: {} bytes", html.len());
    }
}

fn values<'a>(html: &'a str, before: &str) -> Vec<&'a str> {
    html.split(before).skip(1).filter_map(|rest| rest.split('"').next()).collect()
}
