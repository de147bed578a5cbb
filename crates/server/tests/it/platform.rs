//! A trading platform's program over HTTP: an administrator makes its client, a user comes by the platform's link, and
//! the program asks after the order by the platform's own key.

use crate::world::{COURIER, Company, World};
use serde_json::Value;
use std::sync::Arc;

const CLIENTS: &str = "/cakey/staff/clients";

/// 接口客户端 → 新建并显示令牌.
async fn made_client(world: &Arc<World>, name: &str, project: &str) -> String {
    let admin = world.staff("guanli").await.browser;
    let form = admin.get(CLIENTS).await.form(CLIENTS);
    let typed = [("name", name), ("project", project)];
    let page = admin.submit(&form, &typed).await;
    page.says(&["令牌只显示这一次", name]);
    let token = page.all(".box code").remove(0);
    admin.submit(&form, &typed).await.says(&["令牌不再显示"]);
    assert!(!admin.get(CLIENTS).await.html.contains(&token));
    token
}

async fn ask(world: &World, path: &str, token: &str) -> (u16, Value) {
    let request = reqwest::Client::new().get(format!("{}{path}", world.url(0))).bearer_auth(token);
    let answer = request.send().await.unwrap();
    let status = answer.status().as_u16();
    (status, serde_json::from_slice(&answer.bytes().await.unwrap()).unwrap())
}

/// An order of a user who came by the platform's link.
async fn ordered_by_link(company: &Company, key: &str) -> String {
    let form = company.browser.get(&format!("/cakey/orders/new?key={key}")).await.form("/cakey/orders/new");
    let counts = [("act", "save"), ("project", "1"), ("certs", "2"), ("seals", "1")];
    let saved = company.browser.submit(&form, &[&counts[..], COURIER].concat()).await;
    assert_eq!(saved.status, 303, "{}", saved.text());
    saved.location.split('/').nth(3).unwrap().to_owned()
}

#[tokio::test]
async fn a_platform_finds_the_order_of_its_user_by_its_own_key() {
    let world = World::start().await;
    let company = world.company("链接").await.complete_profile().await;
    let number = ordered_by_link(&company, "TB-2026-0001").await;
    let token = made_client(&world, "澜州投标系统", "1").await;
    let (status, found) = ask(&world, "/cakey/api/v1/orders?key=TB-2026-0001", &token).await;
    assert_eq!(status, 200);
    let order = &found["orders"][0];
    assert_eq!((&order["number"], &order["status"]), (&Value::from(number.clone()), &Value::from("draft")));
    assert_eq!(
        (&order["company"], &order["credit_code"]),
        (&Value::from(company.name.clone()), &Value::Null),
        "nobody has submitted a code yet"
    );
    let said = found.to_string();
    assert!(!said.contains(&company.mobile) && !said.contains("林知夏") && !said.contains("示例路"), "{said}");
    let foreign = made_client(&world, "临溪投标系统", "2").await;
    let (status, found) = ask(&world, "/cakey/api/v1/orders?key=TB-2026-0001", &foreign).await;
    assert_eq!((status, found["orders"].as_array().map(Vec::len)), (200, Some(0)));
    let (status, problem) = ask(&world, &format!("/cakey/api/v1/orders/{number}"), &foreign).await;
    assert_eq!((status, &problem["title"]), (404, &Value::from("没有找到")));
}

#[tokio::test]
async fn a_platform_sees_the_certificates_once_the_order_is_approved() {
    let world = World::start().await;
    let company = world.company("证书查询").await.complete_profile().await;
    let token = made_client(&world, "澜州证书系统", "1").await;
    let path = format!("/cakey/api/v1/companies/{}/certificates", company.code);
    let (_, before) = ask(&world, &path, &token).await;
    assert_eq!(before["certificates"], Value::Array(Vec::new()));
    let order = company.paid_order(COURIER).await;
    let submitted = ask(&world, &format!("/cakey/api/v1/orders/{}", order.number), &token).await.1;
    assert_eq!(submitted["credit_code"], Value::from(company.code.clone()), "{submitted}");
    world.staff("shenhe").await.approve(&order.number).await;
    let (status, after) = ask(&world, &path, &token).await;
    let rows = after["certificates"].as_array().unwrap();
    assert_eq!((status, rows.len()), (200, 2), "{after}");
    assert!(rows.iter().any(|row| row["lock"] == "main" && row["seal"] == "official"), "{after}");
    assert!(rows.iter().all(|row| row["order"] == order.number.as_str()), "{after}");
}

#[tokio::test]
async fn a_revoked_token_is_refused_at_once() {
    let world = World::start().await;
    let token = made_client(&world, "将停用的系统", "1").await;
    assert_eq!(ask(&world, "/cakey/api/v1/orders?number=DZ20261123-9999", &token).await.0, 200);
    let admin = world.staff("guanli").await.browser;
    let list = admin.get(CLIENTS).await;
    let links: Vec<&str> = list.html.split('"').filter(|part| part.ends_with("/revoke")).collect();
    for url in links {
        let page = admin.get(url).await;
        if page.text().contains("将停用的系统") {
            page.says(&["马上失效"]);
            admin.submit(&page.form(url), &[]).await.leads(CLIENTS);
        }
    }
    let (status, problem) = ask(&world, "/cakey/api/v1/orders?number=DZ20261123-9999", &token).await;
    assert_eq!((status, &problem["title"]), (401, &Value::from("令牌无效")));
}
