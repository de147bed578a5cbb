//! E22: a seal is ordered although the company's main key has one. The platform decides: refuse, or ask why.

use crate::world::{COURIER, Company, Order, World};
use std::sync::Arc;

/// An order that is saved; the answer is of its form.
async fn saved(company: &Company, project: &str, seals: &str, more: &[(&str, &str)]) -> Option<Order> {
    let counts = [("act", "save"), ("project", project), ("certs", "1"), ("seals", seals)];
    let answer = company.apply(&[&counts[..], COURIER, more].concat()).await;
    let number = answer.location.strip_prefix("/cakey/orders/")?.strip_suffix("/check")?.to_owned();
    let order = Order { company: company.clone(), number };
    order.give_materials().await;
    Some(order)
}

async fn with_a_main_key(world: &Arc<World>, name: &str, project: &str) -> Company {
    let company = world.company(name).await.complete_profile().await;
    company.main_key(project).await;
    company
}

#[tokio::test]
async fn a_platform_may_refuse_a_second_seal_and_the_next_key_is_a_sub_key() {
    let world = World::start().await;
    let other = world.company("临溪水泥").await.complete_profile().await;
    let waiting = saved(&other, "2", "1", &[]).await.unwrap();
    let company = with_a_main_key(&world, "临溪玻璃", "2").await;
    let counts = [("act", "save"), ("project", "2"), ("certs", "1"), ("seals", "1")];
    let refused = company.apply(&[&counts[..], COURIER].concat()).await;
    refused.answers(422, &["贵单位的主锁已带签章，不能再办，请把签章数量改为 0"]);
    let next = saved(&company, "2", "0", &[]).await.unwrap();
    next.page("/check").await.says(&["1 副锁"]);
    assert_eq!(waiting.page("/check").await.status, 200, "another company is not concerned");
    assert!(saved(&company, "1", "1", &[]).await.is_some(), "another platform neither");
}

#[tokio::test]
async fn a_draft_from_before_is_stopped_at_the_submission() {
    let world = World::start().await;
    let company = world.company("临溪陶瓷").await.complete_profile().await;
    let early = saved(&company, "2", "1", &[]).await.unwrap();
    let order = saved(&company, "2", "1", &[]).await.unwrap();
    let open = early.page("/check").await.form(&early.url("/submit"));
    order.submit().await;
    order.pay().await;
    world.staff("shenhe").await.approve(&order.number).await;
    company.browser.submit(&open, &[("true", "1")]).await.leads(&early.url("/check"));
    early.page("/check").await.says(&["这个订单现在还不能提交", "主锁已带签章"]);
    assert_eq!(early.row().await.status, "draft");
}

#[tokio::test]
async fn a_platform_may_ask_why_and_the_reason_stays_with_the_order() {
    let world = World::start().await;
    let company = with_a_main_key(&world, "临溪塑业", "3").await;
    let counts = [("act", "save"), ("project", "3"), ("certs", "1"), ("seals", "1")];
    let refused = company.apply(&[&counts[..], COURIER].concat()).await;
    refused.answers(422, &["请说明再办签章的原因"]);
    let order = saved(&company, "3", "1", &[("why", "原公章磨损")]).await.unwrap();
    order.page("/check").await.says(&["原公章磨损", "1 副锁"]);
    order.send("/check", "/submit", &[("true", "1")]).await.leads(&order.url("/pay/done"));
    order.page("").await.says(&["待审核", "原公章磨损"]);
}
