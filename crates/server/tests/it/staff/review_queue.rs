//! 审核队列: longest wait first, badges of the automatic checks, filters, 领取下一单 until nothing waits.

use crate::world::{COURIER, PICKUP, World};

#[tokio::test]
async fn the_queue_is_in_the_order_of_waiting_and_a_reviewer_goes_through_it_without_coming_back() {
    let world = World::start().await;
    let reviewer = world.staff("shenhe").await;
    let late = world.company("青禾建设").await.complete_profile().await;
    let saved_first = late.order(2, 1, COURIER).await;
    let early = world.company("望江水利").await.complete_profile().await;
    let paid_first = early.paid_order(PICKUP).await;
    saved_first.submit().await;
    saved_first.pay().await;

    let queue = reviewer.browser.get("/cakey/staff/review").await;
    let rows = queue.rows();
    assert_eq!(rows.len(), 2, "{rows:?}");
    assert!(rows[0].contains(&paid_first.number) && rows[1].contains(&saved_first.number), "{rows:?}");
    assert!(rows.iter().all(|row| row.contains("全部通过") && row.contains("没有人")), "{rows:?}");
    let found = reviewer.browser.get("/cakey/staff/review?kw=%E6%9C%9B%E6%B1%9F").await.rows();
    assert!(found.len() == 1 && found[0].contains(&paid_first.number), "{found:?}");
    assert!(reviewer.browser.get("/cakey/staff/review?who=mine").await.rows().is_empty());

    let form = queue.form("/cakey/staff/review/next");
    let first = reviewer.browser.submit(&form, &[]).await;
    assert!(first.location.contains(&paid_first.number), "{}", first.location);
    let mine = reviewer.browser.get("/cakey/staff/review?who=mine").await.rows();
    assert!(mine.len() == 1 && mine[0].contains("继续审核"), "{mine:?}");
    let next = reviewer.decide(&paid_first.number, &[("d", "ok")]).await;
    assert!(next.location.contains(&saved_first.number), "{}", next.location);
    reviewer.browser.follow(next).await.says(&["上一单已通过，这是下一单", &saved_first.number, "由我领取"]);
    let done = reviewer.decide(&saved_first.number, &[("d", "no"), ("r", "mismatch")]).await;
    done.leads("/cakey/staff/review?done=rejected");
    let queue = reviewer.browser.get("/cakey/staff/review").await;
    assert!(queue.rows().is_empty(), "{}", queue.text());
    queue.says(&["2 今天已审", "平均 0 分钟"]);
    world.verify();
}

#[tokio::test]
async fn what_does_not_agree_is_pointed_out_and_what_was_corrected_is_shown() {
    let world = World::start().await;
    let reviewer = world.staff("shenhe").await;
    let company = world.company("松溪装饰").await.complete_profile().await;
    company
        .fill(
            "/cakey/profile/invoice",
            &[("title", "另一家公司"), ("tax_number", &company.code), ("email", &company.email)],
        )
        .await;
    let order = company.paid_order(COURIER).await;
    let queue = reviewer.browser.get(&format!("/cakey/staff/review?kw={}", order.number)).await.rows();
    assert!(queue.len() == 1 && queue[0].contains("1 项不一致"), "{queue:?}");
    let page = reviewer.review(&order.number).await;
    page.says(&["发票抬头", "与企业名称不同", "不一致", "两项校验都通过"]);
    assert!(!page.text().contains("和上次提交相比"), "a first submission has nothing before it");

    let unexplained = reviewer.decide(&order.number, &[("d", "ok")]).await;
    unexplained.answers(422, &["自动检查有不一致的地方，通过时请写明依据"]);
    reviewer.reject(&order.number, "发票抬头要与企业名称相同").await;
    company.invoice_profile().await;
    order.submit().await;
    order.pay().await;
    let page = reviewer.review(&order.number).await;
    page.says(&["和上次提交相比", "第 2 次提交，1 处不同", "上次：另一家公司", "与企业名称相同"]);
}

#[tokio::test]
async fn a_note_typed_beside_a_rejection_stays_with_the_order() {
    let world = World::start().await;
    let order = world.company("松溪物业").await.complete_profile().await.paid_order(PICKUP).await;
    let note = "电话说过要换公章，下次重点看印模";
    let typed = [("d", "no"), ("r", "mismatch"), ("memo", note)];
    let rejected = world.staff("shenhe").await.decide(&order.number, &typed).await;
    assert_eq!(rejected.status, 303, "{}", rejected.text());
    let page = world.staff("shenji").await.browser.get(&format!("/cakey/staff/orders/{}", order.number)).await;
    page.says(&["审核备注", note]);
    assert!(!order.page("").await.text().contains(note), "the company reads the note");
    order.submit().await;
    order.pay().await;
    world.staff("shenhe").await.review(&order.number).await.says(&["审核备注", note]);
}

#[tokio::test]
async fn an_approval_in_spite_of_a_difference_says_why_to_colleagues_alone() {
    let world = World::start().await;
    let company = world.company("松溪物业").await.complete_profile().await;
    let title = [("title", "母公司"), ("tax_number", &*company.code), ("email", &company.email)];
    company.fill("/cakey/profile/invoice", &title).await;
    let order = company.paid_order(PICKUP).await;
    let why = "母公司代付，已电话核实";
    let approved = world.staff("shenhe").await.decide(&order.number, &[("d", "ok"), ("memo", why)]).await;
    assert_eq!(approved.status, 303, "{}", approved.text());
    let page = world.staff("shenji").await.browser.get(&format!("/cakey/staff/orders/{}", order.number)).await;
    page.says(&["审核备注", why]);
    for rest in ["", "/history"] {
        assert!(!order.page(rest).await.text().contains(why), "the company reads the note");
    }
}
