//! Two companies × every address × every method: what belongs to one is not there for the other.

use super::{METHODS, Owner, REFUSED, answers, ask, report};
use crate::world::World;
use web::{Address, Audience};

fn of_companies() -> Vec<Address> {
    web::addresses().into_iter().filter(|address| address.audience == Audience::Company).collect()
}

#[tokio::test]
async fn no_address_shows_or_changes_anything_of_another_company() {
    let world = World::start().await;
    let owner = Owner::under_review(&world, "青溪监理").await;
    let stranger = Owner::under_review(&world, "别家监理").await;
    let before = owner.order.everything().await;
    let browser = &stranger.company.browser;
    let csrf = browser.get("/cakey/home").await.form("/cakey/logout").hidden("csrf").to_owned();
    let mut cells = 0;
    for address in of_companies() {
        // The stranger's own session and account stay for the cells that follow.
        let ends_the_session = address.path.starts_with("/cakey/logout") || address.path.starts_with("/cakey/account");
        for method in METHODS {
            if ends_the_session && method == "POST" {
                continue;
            }
            let path = owner.fill(&address);
            let page = ask(browser, method, &path, Some(&csrf)).await;
            let cell = format!("{method} {path} → {}", page.status);
            for mark in owner.marks() {
                assert!(!page.html.contains(mark), "{cell} holds {mark}");
            }
            if !answers(&address, method) {
                assert_eq!(page.status, 405, "{cell}");
            } else if address.path.contains('{') {
                // An address that only leads back to the order tells nothing; what it leads to is not there.
                let page = if method == "POST" { page } else { browser.follow(page).await };
                let expected = if method == "POST" { &REFUSED[..] } else { &[404] };
                assert!(expected.contains(&page.status), "{cell}: {}", page.text());
            } else {
                assert!(page.status < 500, "{cell}: {}", page.text());
            }
            cells += 1;
        }
    }
    report("companies", cells);
    assert_eq!(owner.order.everything().await, before, "nothing of the owner has changed");
}

#[tokio::test]
async fn strangers_and_staff_are_sent_to_the_login_of_companies() {
    let world = World::start().await;
    let owner = Owner::under_review(&world, "青溪勘察").await;
    let before = owner.order.everything().await;
    let (visitor, staff) = (world.visitor(), world.staff("zhuguan").await.browser);
    let mut cells = 0;
    for address in of_companies() {
        for method in METHODS {
            for browser in [&visitor, &staff] {
                let path = owner.fill(&address);
                let page = ask(browser, method, &path, None).await;
                let cell = format!("{method} {path} → {} {}", page.status, page.location);
                let sent_away =
                    page.status == 303 && page.location.starts_with("/cakey/?") || page.location == "/cakey/";
                assert!(sent_away || !answers(&address, method) && page.status == 405, "{cell}");
                for mark in owner.marks() {
                    assert!(!page.html.contains(mark), "{cell} holds {mark}");
                }
                cells += 1;
            }
        }
    }
    report("strangers and staff", cells);
    assert_eq!(owner.order.everything().await, before);
}

#[tokio::test]
async fn a_form_without_its_token_changes_nothing_at_any_address() {
    let world = World::start().await;
    let owner = Owner::under_review(&world, "青溪检测").await;
    let before = owner.order.everything().await;
    let mut cells = 0;
    for address in of_companies().into_iter().filter(|address| answers(address, "POST")) {
        for csrf in [None, Some("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")] {
            let path = owner.fill(&address);
            let page = ask(&owner.company.browser, "POST", &path, csrf).await;
            assert!((400..500).contains(&page.status), "POST {path} → {}: {}", page.status, page.text());
            cells += 1;
        }
    }
    report("forged forms", cells);
    assert_eq!(owner.order.everything().await, before);
}
