//! Money for what nobody can carry out.

use super::*;
use crate::fixture;
use crate::fixture::forms::{approval, confirmed};
use crate::order::store::Find;
use crate::order::{draft, review, submit};
use crate::{finance, project};
use domain::order::form::OrderForm;
use domain::order::{BusinessType, ProjectRules, StatusCode};
use domain::rights::Role;

#[tokio::test]
async fn a_payment_for_an_approved_order_that_nobody_can_carry_out_is_booked_and_laid_before_finance() {
    let world = fixture::app();
    let user = world.company("澜州青禾建设工程有限公司").await;
    let (outlet, platform) = (world.outlet().await.to_string(), world.project().await);
    let rules = ProjectRules { review_first: true, ..ProjectRules::default() };
    world.write(move |tx| Ok(project::store::set_rules(tx, platform, true, &rules)?)).await.unwrap();
    let [certs, seals, get] = ["1", "0", "pickup"].map(str::to_owned);
    let form = OrderForm { project: platform.to_string(), certs, seals, get, outlet, ..OrderForm::default() };
    let number = draft::create(&world, &user, &form, "op").await.unwrap();
    submit::submit(&world, &user, &number, &confirmed(1)).await.unwrap();
    review::decide(&world, &world.staff(Role::Reviewer).await, &number, &approval(2, None)).await.unwrap();
    // As an older program left it: nobody can submit or approve such an order now.
    let find = Find::System(number.clone());
    world
        .write(move |tx| {
            let stored = orders::lock(tx, &find)?.ok_or(Error::NotFound)?;
            let draft = domain::order::OrderDraft { business: BusinessType::Renew, ..stored.draft };
            Ok(orders::update_draft(tx, stored.order.id, &draft)?)
        })
        .await
        .unwrap();
    world.pay(&user, &number).await;
    let finance = world.staff(Role::Finance).await;
    let (cases, _) = finance::cases::list(&world, &finance, true, None).await.unwrap();
    let told: Vec<_> = cases.iter().map(|case| (case.kind.as_str(), case.order.as_str())).collect();
    assert_eq!(told, [("not_offered", number.as_str())]);
    assert!(cases[0].detail.contains("延期"), "{}", cases[0].detail);
    let order = world.read(move |tx| Ok(orders::get(tx, &Find::System(number.clone()))?)).await.unwrap().unwrap().order;
    assert_eq!(order.state.code(), StatusCode::Processing);
}
