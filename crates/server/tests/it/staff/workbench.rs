//! 工作台: each role sees what waits for it, and each line leads to a page that opens.

use crate::world::{COURIER, PICKUP, World};

#[tokio::test]
async fn each_role_sees_what_waits_for_it_and_can_go_there() {
    let world = World::start().await;
    let company = world.company("青禾建设").await.complete_profile().await;
    company.paid_order(COURIER).await;
    let shipped = company.paid_order(COURIER).await;
    let pickup = company.paid_order(PICKUP).await;
    let reviewer = world.staff("shenhe").await;
    reviewer.approve(&shipped.number).await;
    let claimed = reviewer.browser.get("/cakey/staff/review").await;
    assert_eq!(claimed.status, 200);
    reviewer.approve(&pickup.number).await;
    for (login, lines) in [
        ("shenhe", &["待审核 付款后等待审核的订单 1"][..]),
        ("fahuo", &["待发货 审核通过、还没有快递单号的订单 1"]),
        ("donghu", &["自取 等待到货或领取的订单 1"]),
        ("xiling", &["自取 等待到货或领取的订单 0"]),
        ("caiwu", &["退款异常", "资金异常", "发票失败"]),
        ("kefu", &["待审核", "待发货", "自取", "短信失败", "账号找回"]),
        ("shenji", &["待审核 付款后等待审核的订单 1", "退款异常"]),
        ("zhuguan", &["待审核", "待发货", "自取", "退款异常", "发票失败", "短信失败"]),
        ("guanli", &["拒绝原因"]),
    ] {
        let staff = world.staff(login).await;
        let page = staff.browser.get("/cakey/staff/home").await;
        page.says(lines);
        for path in links(&page.html) {
            let answer = staff.browser.get(&path).await;
            assert_eq!(answer.status, 200, "{login} → {path}: {}", answer.text());
        }
    }
}

/// Every address of staff that the page leads to.
fn links(html: &str) -> Vec<String> {
    let all = html.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next());
    all.filter(|path| path.starts_with("/cakey/staff/")).map(str::to_owned).collect()
}
