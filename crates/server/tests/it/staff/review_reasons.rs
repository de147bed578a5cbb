//! 拒绝原因库: kept on a page, ticked by reviewers, read by users; an edit changes no past rejection.

use crate::world::{COURIER, World};

#[tokio::test]
async fn a_reason_is_told_as_it_read_then_and_leads_to_what_it_points_at() {
    let world = World::start().await;
    let chief = world.staff("zhuguan").await;
    let page = chief.browser.get("/cakey/staff/reasons").await;
    page.says(&["注册类型选错", "扫描件不清晰", "资料与证件不一致", "复印件未盖章", "法定代表人与执照不一致"]);
    let form = chief.browser.get("/cakey/staff/reasons/new").await.form("/cakey/staff/reasons/new");
    let new = [
        ("code", "old_address"),
        ("title", "注册地址已变更"),
        ("text", "请照新执照填写注册地址。"),
        ("points_at", "address"),
        ("position", "6"),
        ("enabled", "on"),
    ];
    chief.browser.submit(&form, &new).await.leads("/cakey/staff/reasons?done=added");
    let again = chief.browser.submit(&form, &new).await;
    again.answers(422, &["代码“old_address”已经有了，请另取一个"]);

    let company = world.company("临溪测绘").await.complete_profile().await;
    let order = company.paid_order(COURIER).await;
    let reviewer = world.staff("shenhe").await;
    let told = reviewer.decide(&order.number, &[("d", "no"), ("r", "old_address"), ("why", "路名改了")]).await;
    assert_eq!(told.status, 303, "{}", told.text());
    order.page("").await.says(&["注册地址已变更", "请照新执照填写注册地址。", "路名改了", "去改：基本信息：注册地址"]);
    let edit = order.page("/edit").await;
    edit.says(&["注册地址已变更", "请照新执照填写注册地址。", "路名改了"]);
    assert!(edit.html.contains("href=\"/cakey/profile/company/edit#address\""), "{}", edit.html);

    let (path, page) =
        (path_of(&chief.browser.get("/cakey/staff/reasons").await.html, "注册地址已变更"), &chief.browser);
    let form = page.get(&path).await.form(&path);
    let changed = [("title", "地址不符"), ("text", "另一句话"), ("points_at", ""), ("position", "1"), ("enabled", "")];
    page.submit(&form, &changed).await.leads("/cakey/staff/reasons?done=changed");
    page.submit(&form, &changed).await.answers(409, &["有人刚改过这个原因"]);
    page.get("/cakey/staff/reasons").await.says(&["地址不符", "停用", "1 次"]);
    order.page("").await.says(&["注册地址已变更", "请照新执照填写注册地址。"]);

    let other = world.company("临溪勘察").await.complete_profile().await.paid_order(COURIER).await;
    let off = reviewer.decide(&other.number, &[("d", "no"), ("r", "old_address")]).await;
    off.answers(422, &["勾选的拒绝原因已停用，请重新选择"]);
    assert!(!reviewer.review(&other.number).await.text().contains("地址不符"), "what is off is not offered");
    world.verify();
}

#[tokio::test]
async fn a_wish_to_cancel_is_granted_with_one_click() {
    let world = World::start().await;
    let company = world.company("临溪监理").await.complete_profile().await;
    let order = company.paid_order(COURIER).await;
    let trade = world.attempts(&order.number).await.remove(0).trade;
    order.send("/request-cancel", "/request-cancel", &[]).await.leads(&order.url(""));
    let reviewer = world.staff("shenhe").await;
    reviewer.review(&order.number).await.says(&["用户申请取消这个订单", "同意取消"]);
    let granted = reviewer.decide(&order.number, &[("d", "cancel")]).await;
    assert_eq!(granted.status, 303, "{}", granted.text());
    assert_eq!(order.row().await.status, "draft");
    order.page("").await.says(&["用户申请取消"]);
    order.refunded(&trade).await;
}

/// The address of the reason with this title.
fn path_of(html: &str, title: &str) -> String {
    let before = html.split(&format!("\">{title}")).next().unwrap();
    before.rsplit("href=\"").next().unwrap().to_owned()
}
