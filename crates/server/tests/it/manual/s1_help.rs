//! 文档说明 (section 1): written for enterprise users and for outlet staff. Statement 1.

use crate::world::World;

const CHAPTERS: [&str; 8] =
    ["about", "environment", "register", "orders", "invoices", "questions", "outlet-staff", "staff"];

#[tokio::test]
async fn the_help_serves_users_and_outlet_staff() {
    let world = World::start().await;
    let visitor = world.visitor();
    let index = visitor.get("/cakey/help").await;
    index.says(&[
        "帮助中心",
        "企业用户",
        "网点人员",
        "1. 文档说明",
        "3.2 订单服务",
        "附件一 申请表模板",
        "附件二 办理网点",
    ]);
    visitor.get("/cakey/help/about").await.says(&["便于用户和网点人员尽快熟悉系统"]);
    visitor.get("/cakey/help/outlet-staff").await.says(&["登记到货", "登记交付", "没有短信", "与用户联系"]);
    let orders = visitor.get("/cakey/help/orders").await;
    orders.says(&["签章数量必须小于等于证书数量", "目前仅支持支付宝扫码", "双击想要查看的订单记录即可"]);
    for step in 1..=13 {
        assert!(orders.text().contains(&format!("（{step}）")), "step {step}");
    }
    visitor.get("/cakey/help/invoices").await.says(&["此发票为普票，如需专票，请联系客服另外处理"]);
}

#[tokio::test]
async fn the_ten_questions_are_answered_on_the_page() {
    let world = World::start().await;
    let page = world.visitor().get("/cakey/help/questions").await;
    assert_eq!(page.all(".doc h2").len(), 10);
    page.says(&["为什么被拒绝了", "主锁还是副锁", "要多久", "我的钱在哪里", "能替几家企业办吗", "手机丢了"]);
}

#[tokio::test]
async fn every_chapter_opens_for_visitors_companies_and_outlet_staff_in_their_own_frame() {
    let world = World::start().await;
    let (visitor, company, outlet) = (world.visitor(), world.company("求助").await, world.staff("donghu").await);
    for chapter in CHAPTERS {
        let path = format!("/cakey/help/{chapter}");
        visitor.get(&path).await.says(&["返回帮助中心", "全部章节"]);
        company.browser.get(&path).await.says(&[&company.name, "订单服务"]);
        outlet.browser.get(&path).await.says(&["网点自取", "全部章节"]);
    }
    visitor.get("/cakey/help/nothing").await.answers(404, &["没有这个页面"]);
    visitor.get("/cakey/agreement").await.says(&["用户协议", "费用与退款"]);
    visitor.get("/cakey/privacy").await.says(&["隐私政策", "加密保存"]);
}
