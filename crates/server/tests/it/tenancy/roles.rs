//! Every role × every address of staff × every method; and the outlet that an order is not for.

use super::{METHODS, Owner, REFUSED, answers, ask, report};
use crate::world::World;
use domain::rights::Role;
use web::Audience;

/// A member of staff of each role, at 西岭网点 for the outlet's: the orders of this test are for 东湖网点.
const STAFF: [(Role, &str); 8] = [
    (Role::Reviewer, "shenhe"),
    (Role::Shipper, "fahuo"),
    (Role::Outlet, "xiling"),
    (Role::Support, "kefu"),
    (Role::Finance, "caiwu"),
    (Role::Supervisor, "zhuguan"),
    (Role::Admin, "guanli"),
    (Role::Auditor, "shenji"),
];
const DENIED: &str = "您的角色不能打开这个页面";

#[tokio::test]
async fn every_address_opens_for_its_roles_alone() {
    let world = World::start().await;
    let owner = Owner::under_review(&world, "青溪造价").await;
    let before = owner.order.everything().await;
    let mut cells = 0;
    assert_eq!(STAFF.map(|(role, _)| role).as_slice(), Role::ALL, "a role has nobody to try it");
    for address in web::addresses() {
        let Audience::Staff(act) = address.audience else { continue };
        for (role, login) in STAFF {
            let browser = world.staff(login).await.browser;
            for method in METHODS {
                // A form without its token is refused behind the guard of roles: nothing happens, and the guard shows.
                let path = owner.fill(&address);
                let page = ask(&browser, method, &path, None).await;
                let cell = format!("{role:?} {method} {path} → {} {}", page.status, page.location);
                if !answers(&address, method) {
                    assert!([403, 405].contains(&page.status), "{cell}");
                } else if act.is_for(role) {
                    assert!(!page.text().contains(DENIED), "{cell}");
                    assert!(!page.location.starts_with("/cakey/staff?next"), "{cell}");
                    assert!(page.status < 500, "{cell}: {}", page.text());
                } else {
                    assert_eq!(page.status, 403, "{cell}");
                    assert!(method == "HEAD" || page.text().contains(DENIED), "{cell}: {}", page.text());
                    for mark in owner.marks() {
                        assert!(!page.html.contains(mark), "{cell} holds {mark}");
                    }
                }
                cells += 1;
            }
        }
    }
    report("roles", cells);
    assert_eq!(owner.order.everything().await, before);
}

#[tokio::test]
async fn companies_and_strangers_are_sent_to_the_login_of_staff() {
    let world = World::start().await;
    let owner = Owner::under_review(&world, "青溪测绘").await;
    let visitor = world.visitor();
    let mut cells = 0;
    for address in web::addresses() {
        let Audience::Staff(_) = address.audience else { continue };
        for method in METHODS {
            for browser in [&visitor, &owner.company.browser] {
                let path = owner.fill(&address);
                let page = ask(browser, method, &path, None).await;
                let cell = format!("{method} {path} → {} {}", page.status, page.location);
                let sent_away = page.status == 303 && page.location.starts_with("/cakey/staff");
                assert!(sent_away || !answers(&address, method) && page.status == 405, "{cell}");
                cells += 1;
            }
        }
    }
    report("companies and strangers", cells);
}

#[tokio::test]
async fn an_outlet_finds_nothing_of_another_outlets_orders() {
    let world = World::start().await;
    let owner = Owner::under_review(&world, "青溪园林").await;
    world.staff("shenhe").await.approve(&owner.order.number).await;
    let before = owner.order.everything().await;
    let browser = world.staff("xiling").await.browser;
    let csrf = browser.get("/cakey/staff/desk").await.form("/cakey/staff/logout").hidden("csrf").to_owned();
    let mut cells = 0;
    for address in web::addresses() {
        let Audience::Staff(act) = address.audience else { continue };
        if !act.is_for(Role::Outlet) || !address.path.contains("{number}") {
            continue;
        }
        for method in METHODS.into_iter().filter(|method| answers(&address, method)) {
            let path = owner.fill(&address);
            let page = ask(&browser, method, &path, Some(&csrf)).await;
            let expected = if method == "POST" { &REFUSED[..] } else { &[404] };
            assert!(expected.contains(&page.status), "{method} {path} → {}: {}", page.status, page.text());
            cells += 1;
        }
    }
    report("another outlet", cells);
    let list = browser.get("/cakey/staff/desk").await;
    assert!(!list.html.contains(&owner.order.number) && !list.html.contains(&owner.company.name));
    assert_eq!(owner.order.everything().await, before);
}
