use super::*;
use crate::fixture::{self, World};
use crate::setup;
use domain::rights::Role;

const SECRET: &str = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
const PASSWORD: &str = "Teal-Otter-4471";

async fn world() -> World {
    let world = fixture::app();
    setup::add_staff(&world, "Lin.Shen", "林审", Role::Reviewer, None, PASSWORD, SECRET).await.unwrap();
    world
}

/// The code that an authenticator shows, `steps` away from now.
fn code(world: &World, steps: i64) -> String {
    let seconds = u64::try_from(world.now().as_second() + 30 * steps).unwrap();
    totp(SECRET).unwrap().generate(seconds).to_string()
}

async fn login(world: &World, password: &str, code: &str) -> Result<Option<StaffUser>, Error> {
    let entered = login_staff(world, "lin.shen", &Secret::from(password), code).await?;
    Ok(entered.map(|entered| match entered {
        ProvenStaff::In(user, _) => user,
        ProvenStaff::Enrols(user) => panic!("{user:?} has a second factor"),
    }))
}

#[test]
fn codes_are_those_of_rfc_6238() {
    let at = |seconds| totp_step(SECRET, "287082", Timestamp::from_second(seconds).unwrap()).unwrap();
    assert_eq!([29, 59, 89, 119].map(at), [Some(1), Some(1), Some(1), None]);
}

#[tokio::test]
async fn password_and_code_must_both_be_right() {
    let world = world().await;
    assert_eq!(login(&world, "Teal-Otter-4472", &code(&world, 0)).await.unwrap(), None);
    assert_eq!(login(&world, PASSWORD, "").await.unwrap(), None);
    assert_eq!(login(&world, PASSWORD, &code(&world, 2)).await.unwrap(), None);
    let user = login(&world, PASSWORD, &code(&world, 1)).await.unwrap().unwrap();
    assert_eq!((user.role, user.name.as_str()), (Role::Reviewer, "林审"));
    let nobody = login_staff(&world, "nobody", &Secret::from(PASSWORD), &code(&world, 0)).await.unwrap();
    assert_eq!(nobody, None);
}

#[tokio::test]
async fn a_used_step_and_those_before_it_are_never_accepted_again() {
    let world = world().await;
    let used = code(&world, 0);
    assert!(login(&world, PASSWORD, &used).await.unwrap().is_some());
    assert_eq!(login(&world, PASSWORD, &used).await.unwrap(), None);
    assert_eq!(login(&world, PASSWORD, &code(&world, -1)).await.unwrap(), None);
    world.clock.advance_secs(30);
    assert!(login(&world, PASSWORD, &code(&world, 0)).await.unwrap().is_some());
}

#[tokio::test]
async fn five_failures_lock_the_account_for_half_an_hour() {
    let world = world().await;
    for _ in 0..4 {
        assert_eq!(login(&world, "wrong-password", "").await.unwrap(), None);
    }
    let fifth = login(&world, "wrong-password", "").await;
    let expected = after(world.now(), world.settings.login_limits.staff_lock);
    assert!(matches!(fifth, Err(Error::Limited { until, .. }) if until == expected), "{fifth:?}");
    world.clock.advance_secs(30 * 60 - 1);
    let right = login(&world, PASSWORD, &code(&world, 0)).await;
    assert!(matches!(right, Err(Error::Limited { until, .. }) if until == expected), "{right:?}");
    world.clock.advance_secs(1);
    assert!(login(&world, PASSWORD, &code(&world, 0)).await.unwrap().is_some());
}

/// How often the trail says that an account was locked.
async fn locks(world: &World) -> usize {
    world.trail().await.iter().filter(|line| line.detail.contains("账号已锁定")).count()
}

#[tokio::test]
async fn tries_that_end_without_a_word_lock_as_failures_do_and_the_trail_has_it() {
    let world = world().await;
    for _ in 0..5 {
        begin(&world, "lin.shen").await.unwrap();
    }
    world.clock.advance_secs(60);
    let refused = login(&world, PASSWORD, &code(&world, 0)).await;
    let expected = after(world.now(), world.settings.login_limits.staff_lock);
    assert!(matches!(refused, Err(Error::Limited { until, .. }) if until == expected), "{refused:?}");
    assert_eq!(locks(&world).await, 1);
    world.clock.advance_secs(30 * 60);
    assert!(login(&world, PASSWORD, &code(&world, 0)).await.unwrap().is_some());
    for _ in 0..4 {
        begin(&world, "lin.shen").await.unwrap();
    }
    world.clock.advance_secs(30 * 60);
    assert_eq!(login(&world, "wrong-password", "").await.unwrap(), None, "failures count for as long as a lock lasts");
}

#[tokio::test]
async fn what_could_not_be_compared_was_no_failure() {
    let world = world().await;
    let all = world.hasher.occupy();
    for _ in 0..6 {
        let busy = login(&world, PASSWORD, "").await;
        assert!(matches!(busy, Err(Error::Busy)), "{busy:?}");
    }
    drop(all);
    assert!(login(&world, PASSWORD, &code(&world, 0)).await.unwrap().is_some());
}

#[tokio::test]
async fn a_login_clears_the_failures_before_it() {
    let world = world().await;
    for _ in 0..2 {
        for _ in 0..4 {
            assert_eq!(login(&world, "wrong-password", "").await.unwrap(), None);
        }
        assert!(login(&world, PASSWORD, &code(&world, 0)).await.unwrap().is_some());
        world.clock.advance_secs(30);
    }
}

#[tokio::test]
async fn setting_up_twice_changes_nothing_and_a_useless_secret_is_refused() {
    let world = world().await;
    setup::add_staff(&world, "lin.shen", "他人", Role::Admin, None, "Other-Otter-4471", SECRET).await.unwrap();
    assert_eq!(login(&world, PASSWORD, &code(&world, 0)).await.unwrap().unwrap().name, "林审");
    for bad in ["", "not base32!", "GEZDGNBV"] {
        assert!(setup::add_staff(&world, "x", "x", Role::Admin, None, PASSWORD, bad).await.is_err(), "{bad}");
    }
}
