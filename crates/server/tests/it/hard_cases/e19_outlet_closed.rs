//! E19: an outlet is closed. A draft says so and cannot be submitted to it; a submitted order keeps its outlet and the
//! user is told.

use crate::world::{COURIER, PICKUP, World};

#[tokio::test]
async fn a_draft_for_a_closed_outlet_is_changed_first_and_a_submitted_order_keeps_its_outlet() {
    let world = World::start().await;
    let company = world.company("临溪钢构").await.complete_profile().await;
    let (draft, submitted) = (company.order(1, 1, PICKUP).await, company.order(1, 1, PICKUP).await);
    submitted.submit().await;
    submitted.pay().await;
    let open = draft.page("/check").await.form(&draft.url("/submit"));

    world.open_outlet("东湖网点", false).await;
    let page = draft.page("/check").await;
    page.says(&["这个订单现在还不能提交", "所选网点已停止办理"]);
    assert!(page.find_form(&draft.url("/submit")).is_none(), "no button that would fail");
    company.browser.submit(&open, &[("true", "1")]).await.leads(&draft.url("/check"));
    assert_eq!(draft.row().await.status, "draft");
    let edit = draft.page("/edit").await;
    edit.says(&["东湖网点已停止办理，请改选其他网点", "西岭网点"]);
    let counts = [("act", "save"), ("project", "1"), ("certs", "1"), ("seals", "1")];
    draft.send("/edit", "/edit", &[&counts[..], PICKUP].concat()).await.answers(422, &["请选择自取网点"]);
    draft.send("/edit", "/edit", &[&counts[..], COURIER].concat()).await.leads(&draft.url("/check"));
    draft.submit().await;

    submitted.page("").await.says(&["东湖网点", "所选网点已停止办理", "订单仍然有效"]);
    world.staff("shenhe").await.approve(&submitted.number).await;
    assert_eq!(submitted.row().await.status, "processing");
    world.staff("donghu").await.desk(&submitted.number).await.says(&[&submitted.number]);
    world.verify();
}
