use super::*;
use crate::fixture::{self, ADDRESS, World, mobile};
use crate::outbox::JobState;
use std::net::Ipv4Addr;

/// In another network.
const OTHER: IpAddr = IpAddr::V4(Ipv4Addr::new(198, 51, 100, 9));

async fn send_to(world: &World, number: &str, address: IpAddr) -> Result<(), Error> {
    send(world, Purpose::Register, &Mobile::parse(number).unwrap(), address).await
}

async fn typed(world: &World, code: &str) -> bool {
    let (now, code) = (world.now(), code.to_owned());
    world.write(move |tx| check(tx, Purpose::Register, &mobile(), &code, now)).await.unwrap()
}

/// Seconds until the next message, if it is refused now.
fn wait(world: &World, sent: Result<(), Error>) -> Option<i64> {
    match sent {
        Ok(()) => None,
        Err(Error::Limited { until, .. }) => Some(until.duration_since(world.now()).as_secs()),
        Err(other) => panic!("{other}"),
    }
}

async fn queued(world: &World) -> i64 {
    world.read(|tx| Ok(outbox::store::count(tx, JobState::Ready)?)).await.unwrap()
}

#[tokio::test]
async fn a_code_is_queued_for_the_worker_and_works_once() {
    let world = fixture::app();
    let code = world.registration_code().await;
    assert_eq!((code.len(), queued(&world).await), (6, 1));
    let (to, digits, expires_at) = world.read(|tx| Ok(store::code::code_to_send(tx, 1)?)).await.unwrap().unwrap();
    assert_eq!((to, digits), (mobile(), code.clone()));
    assert_eq!(expires_at.duration_since(world.now()), LASTS);
    assert!(typed(&world, &code).await);
    assert!(!typed(&world, &code).await);
    assert!(world.read(|tx| Ok(store::code::code_to_send(tx, 1)?)).await.unwrap().is_none());
}

#[tokio::test]
async fn a_newer_code_replaces_the_older_one() {
    let world = fixture::app();
    let older = world.registration_code().await;
    world.clock.advance_secs(60);
    let newer = world.registration_code().await;
    assert_ne!(older, newer);
    assert!(world.read(|tx| Ok(store::code::code_to_send(tx, 1)?)).await.unwrap().is_none());
    assert!(!typed(&world, &older).await);
    assert!(typed(&world, &newer).await);
}

#[tokio::test]
async fn a_code_is_worth_nothing_after_five_minutes() {
    let world = fixture::app();
    let code = world.registration_code().await;
    world.clock.advance(LASTS);
    assert!(!typed(&world, &code).await);
}

#[tokio::test]
async fn the_sixth_try_fails_even_if_it_is_right() {
    let world = fixture::app();
    let code = world.registration_code().await;
    for _ in 0..5 {
        assert!(!typed(&world, "x").await);
    }
    assert!(!typed(&world, &code).await);
}

#[tokio::test]
async fn one_number_gets_one_message_a_minute_five_an_hour_and_ten_a_day() {
    let world = fixture::app();
    for _ in 0..4 {
        assert_eq!(wait(&world, send_to(&world, fixture::MOBILE, ADDRESS).await), None);
        assert_eq!(wait(&world, send_to(&world, fixture::MOBILE, ADDRESS).await), Some(60));
        world.clock.advance_secs(60);
    }
    assert_eq!(wait(&world, send_to(&world, fixture::MOBILE, ADDRESS).await), None);
    assert_eq!(wait(&world, send_to(&world, fixture::MOBILE, ADDRESS).await), Some(3600 - 4 * 60));
    world.clock.advance_secs(3600);
    for _ in 0..5 {
        assert_eq!(wait(&world, send_to(&world, fixture::MOBILE, ADDRESS).await), None);
        world.clock.advance_secs(60);
    }
    let passed = 4 * 60 + 3600 + 5 * 60;
    assert_eq!(wait(&world, send_to(&world, fixture::MOBILE, OTHER).await), Some(86_400 - passed));
    assert_eq!(queued(&world).await, 10, "a refused message leaves no job behind");
}

#[tokio::test]
async fn one_address_causes_ten_messages_an_hour() {
    let world = fixture::app();
    for i in 0..10 {
        assert_eq!(wait(&world, send_to(&world, &format!("1380000000{i}"), ADDRESS).await), None);
    }
    assert_eq!(wait(&world, send_to(&world, fixture::MOBILE, ADDRESS).await), Some(3600));
    assert_eq!(wait(&world, send_to(&world, fixture::MOBILE, OTHER).await), None);
}

#[tokio::test]
async fn old_codes_are_deleted_once_no_limit_counts_them() {
    let world = fixture::app();
    world.registration_code().await;
    world.clock.advance_secs(86_400);
    assert_eq!(purge(&world).await.unwrap(), 0);
    world.clock.advance_secs(1);
    assert_eq!(purge(&world).await.unwrap(), 1);
}
