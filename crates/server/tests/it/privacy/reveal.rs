//! 查看完整号码 beside a review: the whole number once, to the roles that review, with a row in the trail. Everybody else
//! is refused, and what was refused leaves no row.

use crate::world::{COURIER, Company, Order, PICKUP, Page, Staff, World, replace};
use std::sync::Arc;

const LEGAL_ID: &str = "990101197902280017";
const LEGAL_MOBILE: &str = "13711110001";

/// A company whose legal representative's numbers are known.
async fn company(world: &Arc<World>, name: &str) -> Company {
    let company = world.company(name).await.complete_profile().await;
    let legal = [("legal_id_number", LEGAL_ID), ("legal_mobile", LEGAL_MOBILE)];
    let typed = replace(&company.profile_inputs(), &legal);
    company.fill("/cakey/profile/company/edit", &typed).await.leads("/cakey/profile/company?done=1");
    company
}

/// Asks for one number as somebody who has a page with a form of this session.
async fn ask(staff: &Staff, number: &str, field: &str) -> Page {
    let page = staff.browser.get("/cakey/staff/home").await;
    let csrf = page.form("/cakey/staff/logout").hidden("csrf").to_owned();
    let path = format!("/cakey/staff/review/{number}/personal");
    staff.browser.post(&path, &[("csrf", &csrf), ("field", field)]).await
}

/// What the trail says of looks at an order's numbers.
async fn looks(order: &Order) -> Vec<(String, String)> {
    let acts = order.world().acts_on(&format!("{} {}", order.company.name, order.number)).await;
    acts.into_iter().map(|(action, who, detail)| (format!("{action} {who}"), detail)).collect()
}

#[tokio::test]
async fn a_reviewer_reads_a_whole_number_at_a_click_and_the_trail_says_so() {
    let world = World::start().await;
    let company = company(&world, "留痕建设").await;
    let order = company.paid_order(COURIER).await;
    let mut expected = Vec::new();
    for (login, name) in [("shenhe", "周予安"), ("zhuguan", "顾清川")] {
        let staff = world.staff(login).await;
        let page = staff.review(&order.number).await;
        page.says(&["号码只显示一部分。查看完整号码会记入审计", "9901**********0017", "139****1234"]);
        let whole = [LEGAL_ID, LEGAL_MOBILE, &company.mobile, "13900001234"];
        assert!(whole.iter().all(|number| !page.html.contains(number)), "{login} reads a whole number unasked");
        let form = page.form(&format!("/cakey/staff/review/{}/personal", order.number));
        for (field, label, value) in [
            ("legal_id", "法定代表人证件号", LEGAL_ID),
            ("legal_mobile", "法定代表人手机号", LEGAL_MOBILE),
            ("contact_mobile", "联系人手机号", &company.mobile),
            ("recipient_mobile", "收件人手机号", "13900001234"),
        ] {
            let shown = staff.browser.submit(&form, &[("field", field)]).await;
            shown.says(&[label, value, "这次查看已记入审计；请只用于核对，不要外传"]);
            let others = whole.iter().filter(|number| **number != value);
            assert!(others.clone().all(|number| !shown.html.contains(number)), "one number at a time");
            assert_eq!(shown.headers["cache-control"], "no-store", "and no cache keeps it");
            expected.push(label.to_owned());
        }
        let rows = looks(&order).await;
        assert_eq!(rows.iter().map(|(_, detail)| detail.clone()).collect::<Vec<_>>(), expected);
        assert!(rows.last().unwrap().0.contains(name) && rows.last().unwrap().0.starts_with("view_personal "));
        assert!(whole.iter().all(|number| !format!("{rows:?}").contains(number)), "the trail holds no number");
    }
    let auditor = world.staff("shenji").await;
    let trail = auditor.browser.get("/cakey/staff/audit").await;
    trail.says(&["查看完整个人信息", "法定代表人证件号", &company.name, &order.number]);
    world.verify();
}

#[tokio::test]
async fn other_roles_companies_and_strangers_are_refused_and_leave_no_row() {
    let world = World::start().await;
    let company = company(&world, "留痕测绘").await;
    let order = company.paid_order(PICKUP).await;
    for login in ["fahuo", "donghu", "xiling", "kefu", "caiwu", "guanli", "shenji"] {
        let refused = ask(&world.staff(login).await, &order.number, "legal_id").await;
        refused.answers(403, &["您的角色不能打开这个页面"]);
        assert!(!refused.html.contains(LEGAL_ID), "{login}");
    }
    let path = format!("/cakey/staff/review/{}/personal", order.number);
    let csrf = company.browser.get("/cakey/home").await.form("/cakey/logout").hidden("csrf").to_owned();
    for browser in [&company.browser, &world.visitor()] {
        let refused = browser.post(&path, &[("csrf", &csrf), ("field", "legal_id")]).await;
        assert!(refused.status == 303 && refused.location.starts_with("/cakey/staff"), "{}", refused.location);
    }
    let reviewer = world.staff("shenhe").await;
    let forged = [("csrf", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"), ("field", "legal_id")];
    let refused = reviewer.browser.post(&path, &forged).await;
    assert!(refused.status == 403 && !refused.html.contains(LEGAL_ID), "{}", refused.status);
    assert_eq!(reviewer.browser.get(&path).await.status, 405, "no address holds a number");
    assert_eq!(looks(&order).await, []);
}

#[tokio::test]
async fn what_is_not_at_the_desk_of_reviewers_or_not_in_the_order_is_not_found() {
    let world = World::start().await;
    let company = company(&world, "留痕监理").await;
    let draft = company.order(1, 1, COURIER).await;
    let pickup = company.paid_order(PICKUP).await;
    let reviewer = world.staff("shenhe").await;
    for (number, field) in [
        (draft.number.as_str(), "legal_id"),
        ("DZ20990101-0001", "legal_id"),
        ("nonsense", "legal_id"),
        (&pickup.number, "recipient_mobile"),
        (&pickup.number, "password"),
        (&pickup.number, ""),
    ] {
        let answer = ask(&reviewer, number, field).await;
        assert_eq!(answer.status, 404, "{number} {field}: {}", answer.text());
        assert!(!answer.html.contains(LEGAL_ID) && !answer.html.contains("13900001234"), "{number} {field}");
    }
    assert_eq!((looks(&draft).await.len(), looks(&pickup).await.len()), (0, 0));
    ask(&reviewer, &pickup.number, "legal_id").await.says(&[LEGAL_ID]);
    assert_eq!(looks(&pickup).await.len(), 1);
}
