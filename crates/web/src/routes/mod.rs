//! Every URL, whom it is for, and its handlers: one table, of which the router is built and which the tests of
//! ownership walk, so that no address can be left out of either.

mod company;
mod entry;
mod money;
mod public;
mod staff;

pub use entry::Audience;

use crate::api;
use crate::failure::Failure;
use crate::frame::frame;
use crate::site::Site;
use axum::Router;
use axum::http::Method;
use axum::middleware::from_fn_with_state;
use entry::Entry;
use tower_http::catch_panic::CatchPanicLayer;

/// An address of the site, as tests see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address {
    pub audience: Audience,
    /// The pattern: `/cakey/orders/{number}`.
    pub path: &'static str,
    pub methods: Vec<Method>,
}

pub fn addresses() -> Vec<Address> {
    let address = |entry: Entry| Address { audience: entry.audience, path: entry.path, methods: entry.methods };
    table().into_iter().map(address).collect()
}

fn table() -> Vec<Entry> {
    [public::table(), company::table(), staff::table(), money::table()].into_iter().flatten().collect()
}

/// The site. Serve it with `into_make_service_with_connect_info::<SocketAddr>()`: limits need the client's address.
pub fn router(site: Site) -> Router {
    build(site, table())
}

fn build(site: Site, entries: Vec<Entry>) -> Router {
    let (machines, pages): (Vec<_>, Vec<_>) =
        entries.into_iter().partition(|entry| entry.audience == Audience::Machine);
    let merge = |router: Router<Site>, entry: Entry| router.route(entry.path, entry.guarded(&site));
    let pages = pages
        .into_iter()
        .fold(Router::new(), merge)
        .fallback(async || Failure::NotFound)
        .method_not_allowed_fallback(async || Failure::Method)
        .layer(CatchPanicLayer::new())
        .layer(from_fn_with_state(site.clone(), frame));
    let machines = machines.into_iter().fold(Router::new(), merge).method_not_allowed_fallback(api::problem::method);
    pages.merge(machines).with_state(site)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::fixture::{Browser, site};
    use axum::http::StatusCode;
    use domain::rights::{Act, Role};

    fn guarded(site: &Site, act: Act) -> Browser {
        let console = entry::staff("/cakey/staff/guarded", act).get(async || "the queue");
        let pages = public::table().into_iter().chain([console]).collect();
        Browser::of(site, build(site.clone(), pages))
    }

    #[tokio::test]
    async fn a_console_opens_for_its_roles_alone() {
        for &role in Role::ALL {
            let site = site();
            let mut browser = guarded(&site, Act::Review);
            browser.enter_as(role).await;
            let answer = browser.get("/cakey/staff/guarded").await;
            let expected = matches!(role, Role::Reviewer | Role::Supervisor);
            assert_eq!((answer.status == StatusCode::OK, answer.body == "the queue"), (expected, expected), "{role:?}");
            assert!(expected || answer.status == StatusCode::FORBIDDEN, "{role:?}: {}", answer.status);
        }
    }

    #[tokio::test]
    async fn a_company_and_a_stranger_are_sent_to_the_login_of_staff() {
        let site = site();
        let mut browser = guarded(&site, Act::Review);
        for _ in 0..2 {
            let answer = browser.get("/cakey/staff/guarded").await;
            assert_eq!(answer.location(), "/cakey/staff?next=/cakey/staff/guarded");
            browser.register("澜州青禾建设工程有限公司", "Tian7-lan-Shan").await;
        }
    }

    #[tokio::test]
    async fn an_address_of_companies_is_closed_even_if_its_handler_asks_nobody() {
        let site = site();
        let forgetful = entry::company("/cakey/forgetful").get(async || "secrets");
        let pages = public::table().into_iter().chain([forgetful]).collect();
        let mut browser = Browser::of(&site, build(site.clone(), pages));
        assert_eq!(browser.get("/cakey/forgetful").await.location(), "/cakey/?next=/cakey/forgetful");
        browser.register("澜州青禾建设工程有限公司", "Tian7-lan-Shan").await;
        assert_eq!(browser.get("/cakey/forgetful").await.body, "secrets");
    }

    #[tokio::test]
    async fn the_icon_is_linked_and_answered_at_the_root_of_the_host_too() {
        let mut browser = Browser::new(&site());
        assert!(browser.get("/cakey/").await.body.contains("<link rel=\"shortcut icon\" href=\"/cakey/assets/icon-"));
        let icon = browser.get("/favicon.ico").await;
        assert_eq!((icon.status, icon.headers["content-type"].as_bytes()), (StatusCode::OK, &b"image/x-icon"[..]));
    }

    #[test]
    fn no_address_stands_twice_and_each_answers_something() {
        let mut paths: Vec<_> = addresses().into_iter().map(|a| (a.path, a.methods)).collect();
        assert!(paths.iter().all(|(_, methods)| !methods.is_empty()));
        let all = paths.len();
        paths.sort_by_key(|(path, _)| *path);
        paths.dedup_by_key(|(path, _)| *path);
        assert_eq!(paths.len(), all);
    }

    #[test]
    fn what_is_saved_under_new_is_listed_one_step_above() {
        let all = addresses();
        for new in all.iter().filter(|address| address.methods.contains(&Method::POST)) {
            let Some(list) = new.path.strip_suffix("/new") else { continue };
            let found = all.iter().find(|address| address.path == list);
            assert!(found.is_some_and(|found| found.methods.contains(&Method::GET)), "{}", new.path);
        }
    }
}
