//! 材料要求: what a platform asks for is kept on a page, and holds for what is submitted from then on.

use crate::world::{COURIER, Client, Company, World};

const LIST: &str = "/cakey/staff/projects/1/materials";
const PROXY: [(&str, &str); 7] = [
    ("material", "proxy"),
    ("business", "new"),
    ("certificate", ""),
    ("condition", "always"),
    ("source", "profile"),
    ("required", "on"),
    ("position", "6"),
];

/// The address of the line that asks for a document.
async fn line(admin: &Client, title: &str) -> String {
    let page = admin.get(LIST).await;
    let (before, _) = page.html.split_once(&format!("\">{title}</a>")).unwrap();
    before.rsplit("href=\"").next().unwrap().to_owned()
}

/// Sends 新增要求 as its page shows it now.
async fn add(admin: &Client) -> crate::world::Page {
    let new = format!("{LIST}/new");
    admin.submit(&admin.get(&new).await.form(&new), &PROXY).await
}

async fn with_an_order_under_review(company: &Company) -> crate::world::Order {
    let order = company.order(2, 1, COURIER).await;
    order.submit().await;
    order.pay().await;
    order
}

#[tokio::test]
async fn a_document_is_asked_for_from_the_moment_of_its_line_to_the_end_of_it() {
    let world = World::start().await;
    let admin = world.staff("guanli").await.browser;
    let company = world.company("临溪造价").await.complete_profile().await;
    let before = with_an_order_under_review(&company).await;
    let order = company.order(2, 1, COURIER).await;
    let ready = order.page("/check").await;
    assert!(!ready.text().contains("法人授权委托书"));

    add(&admin).await.leads(&format!("{LIST}?done=added"));
    admin.get(&format!("{LIST}?done=added")).await.says(&["材料要求已新增", "法人授权委托书", "已提交的订单保持"]);
    order.page("/check").await.says(&["提交前请先完善资料", "法人授权委托书"]);
    let late = company.browser.submit(&ready.form(&order.url("/submit")), &[("true", "1")]).await;
    late.leads(&order.url("/check"));
    assert_eq!(order.row().await.status, "draft", "a page of before does not lead around it");
    assert_eq!(before.row().await.status, "under_review", "what was submitted stays");
    let reviewed = world.staff("shenhe").await.review(&before.number).await;
    assert!(!reviewed.text().contains("法人授权委托书"), "and is reviewed as it was submitted");

    let path = line(&admin, "法人授权委托书").await;
    let form = admin.get(&path).await.form(&path);
    let welcome = PROXY.map(|(name, value)| (name, if name == "required" { "" } else { value }));
    admin.submit(&form, &welcome).await.leads(&format!("{LIST}?done=changed"));
    order.page("/check").await.says(&["法人授权委托书 选填"]);
    let form = order.page("/check").await.form(&order.url("/submit"));
    company.browser.submit(&form, &[("true", "1")]).await.leads(&order.url("/pay"));
    assert_eq!(order.row().await.status, "awaiting_payment", "welcome, but not asked for");

    let next = company.order(1, 0, COURIER).await;
    assert!(next.page("/check").await.text().contains("法人授权委托书"));
    let path = line(&admin, "法人授权委托书").await;
    let remove = admin.get(&path).await.form(&format!("{path}/remove"));
    admin.submit(&remove, &[]).await.leads(&format!("{LIST}?done=removed"));
    assert!(!next.page("/check").await.text().contains("法人授权委托书"));
    assert_eq!(admin.get(&path).await.status, 404);

    let trail = world.staff("shenji").await.browser.get("/cakey/staff/audit").await;
    trail.says(&[
        "新增材料要求：法人授权委托书，新办，任何证书，总是，取自企业资料，必须提供，第 6 位",
        "修改材料要求：法人授权委托书",
        "删除材料要求：法人授权委托书，新办，任何证书，总是，取自企业资料，选填，第 6 位",
        "澜州市公共资源交易平台",
    ]);
    world.verify();
}

#[tokio::test]
async fn a_second_click_an_old_page_and_unknown_values_change_nothing() {
    let world = World::start().await;
    let admin = world.staff("guanli").await.browser;
    let new = format!("{LIST}/new");
    let old = admin.get(&new).await.form(&new);
    admin.submit(&old, &PROXY).await.leads(&format!("{LIST}?done=added"));
    admin.submit(&old, &PROXY).await.answers(409, &["它已被更新", "没有保存"]);
    let twice = add(&admin).await;
    twice.answers(422, &["已有同样的要求"]);
    assert_eq!(twice.typed(&new)["position"], "6", "what was typed is kept");
    let form = admin.get(&new).await.form(&new);
    let unknown = PROXY.map(|(name, value)| (name, if name == "material" { "other" } else { value }));
    admin.submit(&form, &unknown).await.answers(422, &["请选择材料"]);

    let path = line(&admin, "营业执照").await;
    let (edit, remove) = {
        let page = admin.get(&path).await;
        (page.form(&path), page.form(&format!("{path}/remove")))
    };
    admin.submit(&remove, &[]).await.leads(&format!("{LIST}?done=removed"));
    for form in [edit, remove] {
        admin.submit(&form, &PROXY).await.answers(409, &["它已被更新"]);
    }
    assert_eq!(admin.get(LIST).await.rows().len(), 5, "five of the demonstration, one more, one less");

    let chief = world.staff("zhuguan").await.browser;
    chief.get(LIST).await.says(&["材料要求", "法人授权委托书"]);
    assert!(!chief.get(LIST).await.html.contains(&new), "supervisors look only");
    assert_eq!(chief.get(&new).await.status, 403);
}
