use super::tries::{Account, Admission, By, begin, cleared, proved};
use super::*;
use crate::fixture::{self, ADDRESS, World, mobile};
use domain::account::CompanyName;
use std::net::{Ipv4Addr, Ipv6Addr};

const YEAR: SignedDuration = SignedDuration::from_hours(365 * 24);

fn account(from: IpAddr) -> Account {
    Account::of(&CompanyName::parse("澜州青禾建设有限公司（示例）").unwrap(), from)
}

fn far(n: u8) -> IpAddr {
    IpAddr::V4(Ipv4Addr::new(198, 51, n, 9))
}

/// One failed try; the seconds to wait if it is refused.
async fn fail(world: &World, from: IpAddr) -> Option<i64> {
    match begin(world, &account(from), By::Password).await {
        Ok(Admission::Counted(_)) => None,
        Err(Error::Limited { until, .. }) => Some(until.duration_since(world.now()).as_secs()),
        other => panic!("{other:?}"),
    }
}

async fn send(world: &World, from: IpAddr) -> Result<(), Closed> {
    let (now, limits) = (world.steady(), world.settings.sms_limits);
    world.write(move |tx| Ok(sms(tx, &limits, &mobile(), from, now)?)).await.unwrap()
}

#[test]
fn a_network_is_a_24_or_a_64() {
    assert_eq!(network(ADDRESS), "203.0.113.0/24");
    let v6 = Ipv6Addr::new(0x2001, 0xdb8, 1, 2, 3, 4, 5, 6);
    assert_eq!(network(IpAddr::V6(v6)), "2001:db8:1:2::/64");
    assert_eq!(network("::ffff:203.0.113.9".parse().unwrap()), "203.0.113.0/24");
}

#[tokio::test]
async fn names_are_stored_without_what_they_name() {
    let world = fixture::app();
    let key = async |name: Name| world.read(move |tx| Ok(name.key(tx))).await.unwrap();
    let key_of = async |kind| key(Name::new(kind, fixture::MOBILE)).await;
    let key = key_of("sms-number").await;
    assert!(key.starts_with("sms-number:") && !key.contains(fixture::MOBILE), "{key}");
    assert_ne!(key, key_of("sms-address").await);
}

#[tokio::test]
async fn after_five_failures_each_further_one_costs_a_longer_wait_up_to_a_quarter_of_an_hour() {
    let world = fixture::app();
    for _ in 0..5 {
        assert_eq!(fail(&world, ADDRESS).await, None);
    }
    for minutes in [1, 2, 4, 8, 15, 15] {
        assert_eq!(fail(&world, ADDRESS).await, Some(minutes * 60));
        world.clock.advance_secs(minutes * 60 - 1);
        assert_eq!(fail(&world, ADDRESS).await, Some(1));
        world.clock.advance_secs(1);
        assert_eq!(fail(&world, ADDRESS).await, None);
    }
}

#[tokio::test]
async fn the_whole_network_waits_and_another_one_does_not() {
    let world = fixture::app();
    for _ in 0..5 {
        fail(&world, ADDRESS).await;
    }
    assert!(fail(&world, IpAddr::V4(Ipv4Addr::new(203, 0, 113, 200))).await.is_some());
    assert_eq!(fail(&world, far(1)).await, None);
}

#[tokio::test]
async fn a_success_forgets_the_failures_of_its_network_and_keeps_those_of_others() {
    let world = fixture::app();
    for n in 0..19 {
        assert_eq!(fail(&world, far(n)).await, None);
    }
    let here = account(ADDRESS);
    let Admission::Counted(tried) = begin(&world, &here, By::Password).await.unwrap() else { panic!("refused") };
    world.write(move |tx| Ok(proved(tx, &here, tried)?)).await.unwrap();
    assert_eq!(fail(&world, ADDRESS).await, None, "the twentieth failure");
    let next = begin(&world, &account(far(99)), By::Password).await.unwrap();
    assert!(matches!(next, Admission::NeedsCode));
}

#[tokio::test]
async fn after_twenty_failures_from_everywhere_a_code_still_opens_the_account_and_clears_them() {
    let world = fixture::app();
    for n in 0..20 {
        assert_eq!(fail(&world, far(n)).await, None);
    }
    let owner = account(ADDRESS);
    assert!(matches!(begin(&world, &owner, By::Password).await.unwrap(), Admission::NeedsCode));
    assert!(matches!(begin(&world, &owner, By::Code).await.unwrap(), Admission::Counted(_)));
    let own = owner.clone();
    world.write(move |tx| Ok(cleared(tx, &own)?)).await.unwrap();
    assert!(matches!(begin(&world, &owner, By::Password).await.unwrap(), Admission::Counted(_)));
}

#[tokio::test]
async fn an_hour_later_passwords_are_welcome_again() {
    let world = fixture::app();
    for n in 0..20 {
        fail(&world, far(n)).await;
    }
    world.clock.advance(SignedDuration::from_hours(1));
    assert_eq!(fail(&world, ADDRESS).await, None);
}

#[tokio::test]
async fn a_clock_that_jumps_shortens_no_wait_and_says_the_time_of_the_new_clock() {
    for by in [YEAR, -YEAR, SignedDuration::from_hours(24)] {
        let world = fixture::app();
        for _ in 0..5 {
            fail(&world, ADDRESS).await;
        }
        send(&world, ADDRESS).await.unwrap();
        world.clock.jump(by);
        assert_eq!(fail(&world, ADDRESS).await, Some(60), "{by}");
        assert!(send(&world, ADDRESS).await.is_err(), "{by}");
        world.clock.advance_secs(60);
        assert_eq!(fail(&world, ADDRESS).await, None);
        send(&world, ADDRESS).await.unwrap();
    }
}

/// A process that starts anew takes the clock as it is; one that ran a year ahead leaves rows of the future behind.
#[tokio::test]
async fn rows_of_a_clock_that_ran_ahead_lock_nobody_out_for_a_year() {
    let world = fixture::app();
    let ahead = domain::time::after(world.steady(), YEAR);
    let limits = world.settings.sms_limits;
    world.write(move |tx| Ok(sms(tx, &limits, &mobile(), ADDRESS, ahead)?)).await.unwrap().unwrap();
    let closed = send(&world, ADDRESS).await.unwrap_err();
    assert_eq!(closed.until, domain::time::after(world.steady(), limits.pause), "it counts as if it were now");
    world.clock.advance(limits.pause);
    send(&world, ADDRESS).await.unwrap();
}

#[tokio::test]
async fn one_network_causes_so_many_messages_and_everybody_together_so_many() {
    let mut settings = crate::Settings::default();
    settings.sms_limits.network_per_hour = 3;
    settings.sms_limits.all_per_hour = 5;
    let world = fixture::app_with(settings);
    let (now, limits) = (world.steady(), world.settings.sms_limits);
    let sent = async |number: u32, from: IpAddr| {
        let mobile = Mobile::parse(&format!("138{number:08}")).unwrap();
        world.write(move |tx| Ok(sms(tx, &limits, &mobile, from, now)?)).await.unwrap()
    };
    for n in 0..3 {
        sent(u32::from(n), IpAddr::V4(Ipv4Addr::new(203, 0, 113, n))).await.unwrap();
    }
    let fourth = sent(4, IpAddr::V4(Ipv4Addr::new(203, 0, 113, 99))).await;
    assert!(matches!(fourth, Err(Closed { what: "短信", .. })), "{fourth:?}");
    sent(5, far(1)).await.unwrap();
    sent(6, far(2)).await.unwrap();
    let sixth = sent(7, far(3)).await;
    assert!(matches!(sixth, Err(Closed { what: SMS_OF_ALL, .. })), "{sixth:?}");
}

#[tokio::test]
async fn what_no_limit_counts_any_more_is_deleted() {
    let world = fixture::app();
    fail(&world, ADDRESS).await;
    world.clock.advance(KEPT);
    assert_eq!(purge(&world).await.unwrap(), 0);
    world.clock.advance_secs(1);
    assert_eq!(purge(&world).await.unwrap(), 2);
}
