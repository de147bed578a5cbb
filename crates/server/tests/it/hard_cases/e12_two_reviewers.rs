//! E12: approved twice, two reviewers at once, approve and reject at once. One wins; the other reads who did what.

use crate::world::{COURIER, PICKUP, World};

#[tokio::test]
async fn of_two_decisions_at_once_one_wins_and_the_other_is_told() {
    let world = World::start().await;
    let (first, second) = (world.staff("shenhe").await, world.staff("shenhe2").await);
    for (mine, theirs) in [
        (&[("d", "ok")][..], &[("d", "ok")][..]),
        (&[("d", "ok")], &[("d", "no"), ("r", "mismatch"), ("why", "同时")]),
        (&[("d", "no"), ("r", "mismatch")], &[("d", "no"), ("r", "mismatch")]),
    ] {
        let company = world.company("临溪会展").await.complete_profile().await;
        let order = company.paid_order(PICKUP).await;
        let number = &order.number;
        let action = format!("/cakey/staff/review/{number}/decide");
        let forms = [first.review(number).await.form(&action), second.review(number).await.form(&action)];
        let (a, b) = tokio::join!(first.browser.submit(&forms[0], mine), second.browser.submit(&forms[1], theirs));
        let (won, lost) = if a.status == 303 { (a, b) } else { (b, a) };
        assert_eq!((won.status, lost.status), (303, 409), "{} / {}", won.text(), lost.text());
        let text = lost.text();
        assert!(text.contains("周予安") || text.contains("郑书言"), "the other is not told who was first: {text}");
        let events = world.events(number).await;
        assert_eq!(events.iter().filter(|e| ["approved", "rejected"].contains(&e.as_str())).count(), 1, "{events:?}");
        assert!(world.refunds(number).await.len() <= 1);
        assert_eq!(world.invoices(number).await.len(), usize::from(events.contains(&"approved".to_owned())));
        let queue = first.browser.get("/cakey/staff/review").await;
        assert!(queue.rows().is_empty(), "nothing waits any more: {}", queue.text());
    }
    world.verify();
}

#[tokio::test]
async fn a_claim_keeps_the_other_reviewer_out_until_it_is_released() {
    let world = World::start().await;
    let (first, second) = (world.staff("shenhe").await, world.staff("shenhe2").await);
    let company = world.company("临溪文旅").await.complete_profile().await;
    let order = company.paid_order(COURIER).await;
    let number = &order.number;
    let decide = format!("/cakey/staff/review/{number}/decide");
    let old = second.review(number).await.form(&decide);
    let claim = format!("/cakey/staff/review/{number}/claim");
    let form = first.browser.get("/cakey/staff/review").await.form(&claim);
    assert_eq!(first.browser.submit(&form, &[]).await.status, 303);
    let page = second.review(number).await;
    page.says(&["周予安", "领取"]);
    assert!(page.find_form(&decide).is_none(), "no decision for another");
    second.browser.submit(&old, &[("d", "ok")]).await.answers(409, &["周予安"]);
    let release = format!("/cakey/staff/review/{number}/release");
    let form = first.review(number).await.form(&release);
    assert_eq!(first.browser.submit(&form, &[]).await.status, 303);
    second.approve(number).await;
    assert_eq!(order.row().await.status, "to_ship");
    world.verify();
}

#[tokio::test]
async fn a_double_click_on_the_decision_decides_once() {
    let world = World::start().await;
    let reviewer = world.staff("shenhe").await;
    let company = world.company("临溪体育").await.complete_profile().await;
    let order = company.paid_order(COURIER).await;
    let trade = world.attempts(&order.number).await.remove(0).trade;
    let form = reviewer.review(&order.number).await.form(&format!("/cakey/staff/review/{}/decide", order.number));
    let reject = || reviewer.browser.submit(&form, &[("d", "no"), ("r", "mismatch")]);
    let (a, b, c) = tokio::join!(reject(), reject(), reject());
    assert_eq!([a.status, b.status, c.status].iter().filter(|status| **status == 303).count(), 1);
    order.refunded(&trade).await;
    assert_eq!((world.refunds(&order.number).await.len(), world.trade(&trade).await.unwrap().refunds.len()), (1, 1));
    world.verify();
}
