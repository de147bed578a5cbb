//! Whose a file is: two companies and every role, on each address that hands a file out.

use crate::world::{COURIER, World, png};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_file_is_there_for_its_company_and_its_reviewers_alone() {
    let world = World::start().await;
    let owner = world.company("磐安").await.complete_profile().await;
    let order = owner.order(1, 1, COURIER).await;
    order.give("other", "机密.png", png(77)).await.leads(&order.url("/check#materials"));
    let stranger = world.company("别处").await.complete_profile().await;
    let own = world.attachments_of(&owner.name).await;
    assert_eq!(own.len(), 6, "licence, form, two sides, imprint, other");
    let reviewer = world.staff("shenhe").await.browser;
    for id in &own {
        for path in [format!("/cakey/attachments/{id}"), format!("/cakey/attachments/{id}/view")] {
            assert_eq!(owner.browser.get(&path).await.status, 200, "{path}");
            assert_eq!(stranger.browser.get(&path).await.status, 404, "{path}");
            assert_eq!(world.visitor().get(&path).await.status, 303, "{path}");
            let staff = path.replace("/cakey/", "/cakey/staff/");
            assert_eq!(reviewer.get(&staff).await.status, 404, "{staff} before it was submitted");
            assert_eq!(owner.browser.get(&staff).await.status, 303, "{staff}");
        }
    }
    order.submit().await;
    let staff = format!("/cakey/staff/attachments/{}", own[0]);
    let answer = reviewer.get(&staff).await;
    assert_eq!(answer.status, 200);
    assert!(answer.headers["content-disposition"].to_str().unwrap().starts_with("attachment;"));
    for login in ["fahuo", "donghu"] {
        assert_eq!(world.staff(login).await.browser.get(&staff).await.status, 403, "{login}");
    }
    let path = order.url("/materials");
    assert_eq!(stranger.browser.post(&path, &[("drop", "other-1")]).await.status, 403, "without a token");
    let form = stranger.browser.get("/cakey/profile/company").await.form("/cakey/profile/company/materials");
    let foreign = [("csrf", form.hidden("csrf")), ("drop", "other-1")];
    assert_eq!(stranger.browser.post(&path, &foreign).await.status, 404);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_reviewer_sees_what_was_submitted_and_not_what_came_later() {
    let world = World::start().await;
    let order = world.company("磐石").await.complete_profile().await.paid_order(COURIER).await;
    let before = world.attachments_of(&order.company.name).await;
    order.company.give("company", "licence", png(200)).await.leads("/cakey/profile/company#materials");
    let after = world.attachments_of(&order.company.name).await;
    let newest = after.iter().find(|id| !before.contains(id)).unwrap();
    let reviewer = world.staff("shenhe").await;
    let page = reviewer.review(&order.number).await;
    page.says(&["材料", "营业执照", "数字证书申请表", "印模（第 1 枚）", "下载原图"]);
    for id in &before {
        assert!(page.html.contains(&format!("/cakey/staff/attachments/{id}/view")), "{id}");
    }
    assert!(!page.html.contains(&format!("/cakey/staff/attachments/{newest}")));
    assert_eq!(reviewer.browser.get(&format!("/cakey/staff/attachments/{newest}")).await.status, 404);
    let late = order.company.browser.get(&order.url("/check")).await;
    assert_eq!(late.status, 303, "a submitted order takes no more files");
}
