//! Pictures of identity cards: each look of a reviewer leaves a row in the trail; a licence is public and leaves none;
//! whoever is refused leaves none either.

use crate::world::{COURIER, World};

#[tokio::test]
async fn every_look_at_an_identity_card_is_recorded_and_no_look_at_a_licence() {
    let world = World::start().await;
    let company = world.company("影像建设").await.complete_profile().await;
    let order = company.paid_order(COURIER).await;
    let file = async |material| world.file_of(&company.name, material).await;
    let (front, back, licence) = (file("id_front").await, file("id_back").await, file("licence").await);
    let looks = async || {
        let acts = world.acts_on(&order.number).await;
        acts.into_iter().filter(|(action, _, _)| action == "view_image").collect::<Vec<_>>()
    };
    let reviewer = world.staff("shenhe").await.browser;
    reviewer.get(&format!("/cakey/staff/review/{}", order.number)).await.says(&["身份证正面", "营业执照"]);
    assert!(looks().await.is_empty(), "the page alone shows nothing that is not fetched");
    for path in [format!("{licence}"), format!("{licence}/view")] {
        assert_eq!(reviewer.get(&format!("/cakey/staff/attachments/{path}")).await.status, 200);
    }
    assert!(looks().await.is_empty(), "a licence hangs on the wall");

    for login in ["fahuo", "donghu", "kefu", "caiwu", "guanli", "shenji"] {
        let other = world.staff(login).await.browser;
        assert_eq!(other.get(&format!("/cakey/staff/attachments/{front}/view")).await.status, 403, "{login}");
    }
    assert!(looks().await.is_empty(), "what was refused was not seen");

    let mut expected = Vec::new();
    for (path, title, id) in [
        (format!("{front}/view"), "经办人身份证正面", front),
        (format!("{front}"), "经办人身份证正面", front),
        (format!("{back}/view"), "经办人身份证反面", back),
    ] {
        let answer = reviewer.get(&format!("/cakey/staff/attachments/{path}")).await;
        assert_eq!((answer.status, answer.headers["content-type"].as_bytes()), (200, &b"image/png"[..]));
        expected.push(("view_image".to_owned(), "周予安".to_owned(), format!("{title}（附件 {id}）")));
        assert_eq!(looks().await, expected);
    }
    assert_eq!(company.browser.get(&format!("/cakey/attachments/{front}/view")).await.status, 200);
    assert_eq!(looks().await, expected, "a company looks at its own card unrecorded");
    let trail = world.staff("shenji").await.browser.get("/cakey/staff/audit?action=view_image").await;
    trail.says(&["查看证件影像", "身份证正面", &order.number, "周予安"]);
    world.verify();
}
