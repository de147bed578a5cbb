use super::*;
use crate::account::captcha::{new_captcha, take_captcha};
use crate::fixture;
use domain::rights::{Act, Role};
use jiff::SignedDuration;

const NAME: &str = "澜州青禾建设有限公司（示例）";

#[tokio::test]
async fn a_token_finds_its_session_and_no_other_token_does() {
    let world = fixture::app();
    let (token, session) = start(&world).await.unwrap();
    assert_eq!(find(&world, &token).await.unwrap(), Some(session.clone()));
    assert_eq!(session.who, Who::Nobody);
    assert_eq!(find(&world, &session.csrf).await.unwrap(), None);
    end(&world, session.id).await.unwrap();
    assert_eq!(find(&world, &token).await.unwrap(), None);
}

#[tokio::test]
async fn logging_in_gives_a_new_token_and_ends_the_old_session() {
    let world = fixture::app();
    let user = world.company(NAME).await;
    let (old_token, old) = start(&world).await.unwrap();
    let (token, session) = upgrade(&world, &old, Who::Company(user.clone()), Origin::default()).await.unwrap();
    assert_ne!((&token, &session.csrf), (&old_token, &old.csrf));
    assert_eq!(find(&world, &old_token).await.unwrap(), None);
    assert_eq!(find(&world, &token).await.unwrap().map(|s| s.who), Some(Who::Company(user)));
}

#[tokio::test]
async fn a_staff_session_knows_role_and_outlet() {
    let world = fixture::app();
    let staff = world.staff(Role::Outlet).await;
    let (_, visitor) = start(&world).await.unwrap();
    let (token, _) = upgrade(&world, &visitor, Who::Staff(staff.clone()), Origin::default()).await.unwrap();
    let Some(Session { who: Who::Staff(found), .. }) = find(&world, &token).await.unwrap() else {
        panic!("no staff session")
    };
    assert_eq!(found, staff);
    assert_eq!(found.outlet_name.as_deref(), Some("东湖网点"));
    assert!(found.actor().may(Act::HandOver, found.outlet));
}

#[tokio::test]
async fn a_session_ends_when_nobody_uses_it_and_lives_on_while_somebody_does() {
    let world = fixture::app();
    let (used, _) = start(&world).await.unwrap();
    let (idle, _) = start(&world).await.unwrap();
    for _ in 0..2 {
        world.clock.advance(SignedDuration::from_mins(16));
        assert!(find(&world, &used).await.unwrap().is_some());
    }
    assert_eq!(find(&world, &idle).await.unwrap(), None);
    assert_eq!(purge(&world).await.unwrap(), 1);
    assert!(find(&world, &used).await.unwrap().is_some());
}

#[tokio::test]
async fn a_session_ends_after_twelve_hours_however_busy() {
    let world = fixture::app();
    let (token, _) = start(&world).await.unwrap();
    for _ in 0..47 {
        world.clock.advance(SignedDuration::from_mins(15));
        assert!(find(&world, &token).await.unwrap().is_some());
    }
    world.clock.advance(SignedDuration::from_mins(15));
    assert_eq!(find(&world, &token).await.unwrap(), None);
}

#[tokio::test]
async fn a_staff_session_ends_sooner() {
    let world = fixture::app();
    let (_, visitor) = start(&world).await.unwrap();
    let staff = world.staff(Role::Reviewer).await;
    let (token, _) = upgrade(&world, &visitor, Who::Staff(staff), Origin::default()).await.unwrap();
    world.clock.advance(SignedDuration::from_mins(15));
    assert_eq!(find(&world, &token).await.unwrap(), None);
}

#[tokio::test]
async fn the_last_request_is_stored_once_a_minute_at_most() {
    let world = fixture::app();
    let (token, _) = start(&world).await.unwrap();
    let seen = || async {
        let hash = hash(&token);
        world.read(move |tx| Ok(store::session::find_session(tx, &hash)?)).await.unwrap().unwrap().seen_at
    };
    let began = seen().await;
    world.clock.advance_secs(60);
    find(&world, &token).await.unwrap();
    assert_eq!(seen().await, began);
    world.clock.advance_secs(1);
    find(&world, &token).await.unwrap();
    assert_eq!(seen().await, world.now());
}

#[tokio::test]
async fn an_image_can_be_tried_once() {
    let world = fixture::app();
    let (token, session) = start(&world).await.unwrap();
    assert_eq!(take_captcha(&world, &session).await.unwrap(), None);
    new_captcha(&world, &session, "7KM4P".into()).await.unwrap();
    new_captcha(&world, &session, "W3HNX".into()).await.unwrap();
    assert_eq!(find(&world, &token).await.unwrap().unwrap().captcha.as_deref(), Some("W3HNX"));
    assert_eq!(take_captcha(&world, &session).await.unwrap().as_deref(), Some("W3HNX"));
    assert_eq!(take_captcha(&world, &session).await.unwrap(), None);
}

#[tokio::test]
async fn an_image_is_worth_nothing_after_two_minutes() {
    let world = fixture::app();
    let (_, session) = start(&world).await.unwrap();
    new_captcha(&world, &session, "7KM4P".into()).await.unwrap();
    world.clock.advance_secs(120);
    assert!(take_captcha(&world, &session).await.unwrap().is_some());
    new_captcha(&world, &session, "7KM4P".into()).await.unwrap();
    world.clock.advance_secs(121);
    assert_eq!(take_captcha(&world, &session).await.unwrap(), None);
}
