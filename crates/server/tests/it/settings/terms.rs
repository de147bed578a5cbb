//! `rules.terms_version`: when it changes, every company is asked once more at its next login, and reaches nothing
//! before it has ticked.

use crate::world::{Company, World};
use web::Audience;

const NEWER: [(&str, &str); 1] = [("CAKEY_CONFIG_RULES_TERMS_VERSION", "2026-12")];
const CONSENT: &str = "/cakey/consent";
/// What the trail says.
const AGREED: &str = "同意用户协议和隐私政策 2026-12 版";

#[tokio::test]
async fn a_company_is_asked_anew_at_its_next_login_and_reaches_nothing_before_it_has_ticked() {
    let world = World::start().await;
    let company = world.company("新约建设").await.complete_profile().await;
    assert_eq!(world.consents(&company.name).await, ["2026-11"]);
    world.restart_with(&NEWER).await;

    let browser = world.visitor();
    company.log_in(&browser, &[("next", "/cakey/orders")]).await.leads("/cakey/consent?next=/cakey/orders");
    let mut closed = 0;
    for address in web::addresses().into_iter().filter(|address| address.audience == Audience::Company) {
        if [CONSENT, "/cakey/logout"].contains(&address.path) {
            continue;
        }
        let path = address.path.replace("{number}", "DZ20261123-0001").replace(['{', '}'], "");
        for method in ["GET", "POST"] {
            let page = browser.request(method, &path, (method == "POST").then_some(&[])).await;
            let sent = page.status == 303 && page.location.starts_with(CONSENT);
            assert!(sent || page.status == 405, "{method} {path} → {} {}", page.status, page.location);
            closed += 1;
        }
    }
    assert!(closed > 50, "{closed}");
    for address in ["/cakey/agreement", "/cakey/privacy"] {
        browser.get(address).await.says(&["版本 2026-12"]);
    }

    let page = browser.get("/cakey/consent?next=/cakey/orders").await;
    page.says(&["协议有更新，请确认", "更新为 2026-12 版", "用户协议", "隐私政策", "同意并继续", "退出"]);
    let form = page.form(CONSENT);
    let refused = browser.submit(&form, &[]).await;
    refused.answers(422, &["请阅读用户协议和隐私政策，并勾选同意"]);
    assert_eq!(refused.form(CONSENT).hidden("next"), "/cakey/orders", "the way on is kept");
    let row = world.stored_company(&company.name).await;
    assert_eq!((row.consent.as_str(), world.consents(&company.name).await.len()), ("2026-11", 1));
    assert_eq!(world.acts(&company.name, "company_account", AGREED).await, 0);

    browser.submit(&form, &[("agree", "on")]).await.leads("/cakey/orders");
    browser.get("/cakey/orders").await.says(&["还没有订单"]);
    browser.get("/cakey/profile/company").await.says(&[&company.code]);
    browser.get(CONSENT).await.leads("/cakey/home");
    assert_eq!(world.stored_company(&company.name).await.consent, "2026-12");
    assert_eq!(world.consents(&company.name).await, ["2026-11", "2026-12"]);
    assert_eq!(world.acts(&company.name, "company_account", AGREED).await, 1);
    company.log_in(&world.visitor(), &[]).await.leads("/cakey/home");
    world.verify();
}

#[tokio::test]
async fn whoever_does_not_agree_can_leave_and_is_asked_again() {
    let world = World::start().await;
    let company = world.company("新约测绘").await;
    world.restart_with(&NEWER).await;
    let browser = world.visitor();
    company.log_in(&browser, &[]).await.leads(CONSENT);
    let form = browser.get(CONSENT).await.form("/cakey/logout");
    browser.submit(&form, &[]).await.leads("/cakey/");
    browser.get("/cakey/home").await.leads("/cakey/?next=/cakey/home");
    company.log_in(&browser, &[]).await.leads(CONSENT);
    assert_eq!(world.consents(&company.name).await, ["2026-11"]);
}

#[tokio::test]
async fn who_registers_later_has_agreed_to_the_newer_version_and_is_not_asked() {
    let world = World::start().await;
    world.restart_with(&NEWER).await;
    world.visitor().get("/cakey/register").await.says(&["用户协议", "隐私政策"]);
    let company = Company::register(&world, "新约监理").await;
    assert_eq!(world.consents(&company.name).await, ["2026-12"]);
    company.log_in(&world.visitor(), &[]).await.leads("/cakey/home");
}
