//! How many orders a company may save in a day.

use super::*;
use crate::fixture;
use crate::settings::{CompanyLimits, Settings};
use jiff::SignedDuration;

#[tokio::test]
async fn a_company_saves_so_many_new_orders_a_day_and_a_second_click_is_none() {
    let company_limits = CompanyLimits { orders_per_day: 2, ..Settings::default().company_limits };
    let world = fixture::app_with(Settings { company_limits, ..Settings::default() });
    let (user, other) = (world.company("澜州青禾建设工程有限公司").await, world.company("临溪恒远建材有限公司").await);
    let form = form(&world).await;
    let first_at = world.now();
    let first = create(&world, &user, &form, "1").await.unwrap();
    let second = create(&world, &user, &form, "2").await.unwrap();
    let third = create(&world, &user, &form, "3").await;
    let open = first_at.checked_add(SignedDuration::from_hours(24)).unwrap();
    assert!(matches!(third, Err(Error::Limited { until, what: "新建订单" }) if until == open), "{third:?}");
    assert_eq!(create(&world, &user, &form, "1").await.unwrap(), first, "the same form again is no new order");
    save(&world, &user, &second, 1, &OrderForm { certs: "2".into(), ..form.clone() }).await.unwrap();
    create(&world, &other, &form, "1").await.unwrap();
    world.clock.advance(SignedDuration::from_hours(24));
    create(&world, &user, &form, "3").await.unwrap();
}

#[tokio::test]
async fn a_lost_answer_makes_no_second_order_and_two_lost_answers_are_told_as_not_known() {
    // Two orders a day: a third one that was stored unheard would show.
    let company_limits = CompanyLimits { orders_per_day: 2, ..Settings::default().company_limits };
    let world = fixture::app_with(Settings { company_limits, ..Settings::default() });
    let user = world.company("澜州青禾建设工程有限公司").await;
    let form = form(&world).await;
    world.db.lose_answers(1);
    let first = create(&world, &user, &form, "1").await.unwrap();
    world.db.lose_answers(2);
    let unheard = create(&world, &user, &form, "2").await;
    assert!(matches!(unheard, Err(Error::Unknown(_))), "{unheard:?}");
    assert_ne!(create(&world, &user, &form, "2").await.unwrap(), first);
    assert!(matches!(create(&world, &user, &form, "3").await, Err(Error::Limited { .. })));
}

async fn form(world: &fixture::World) -> OrderForm {
    OrderForm {
        project: world.project().await.to_string(),
        certs: "1".into(),
        seals: "0".into(),
        get: "pickup".into(),
        outlet: world.outlet().await.to_string(),
        ..OrderForm::default()
    }
}
