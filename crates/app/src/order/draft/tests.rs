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
    let form = OrderForm {
        project: world.project().await.to_string(),
        certs: "1".into(),
        seals: "0".into(),
        get: "pickup".into(),
        outlet: world.outlet().await.to_string(),
        ..OrderForm::default()
    };
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
