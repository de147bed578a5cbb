//! E9: rejected where nothing was paid: the status alone changes, no money moves.

use crate::world::{COURIER, Order, World};

#[tokio::test]
async fn a_rejection_before_any_payment_moves_no_money() {
    let world = World::start().await;
    let reviewer = world.staff("shenhe").await;
    // One platform reviews before the payment, the other costs nothing.
    for (name, project) in [("临溪纺织", "3"), ("临溪印染", "4")] {
        let company = world.company(name).await.complete_profile().await;
        let typed = [&[("act", "save"), ("project", project), ("certs", "1"), ("seals", "1")], COURIER].concat();
        company.apply(&typed).await;
        let order = Order { number: world.orders_of(&company.name).await.remove(0), company };
        order.give_materials().await;
        order.send("/check", "/submit", &[("true", "1")]).await.leads(&order.url("/pay/done"));
        reviewer.reject(&order.number, "请补盖公章").await;
        assert_eq!(order.row().await.status, "draft");
        let page = order.page("").await;
        page.says(&["审核未通过，请修改后重新提交", "请补盖公章", "修改并重新提交"]);
        assert!(!page.text().contains("退款号"), "{}", page.text());
        assert!(world.attempts(&order.number).await.is_empty() && world.refunds(&order.number).await.is_empty());
        order.send("/check", "/submit", &[("true", "1")]).await.leads(&order.url("/pay/done"));
        assert_eq!((order.row().await.status.as_str(), order.row().await.submission), ("under_review", 2));
    }
    world.verify();
}
