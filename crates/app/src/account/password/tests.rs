use super::*;
use crate::account::login::{Answer, login_company};
use crate::account::recover::{Wish, ask};
use crate::account::session::{self, Origin};
use crate::effects::worker::round;
use crate::fixture::{self, ADDRESS, MOBILE, World};
use crate::who::Who;
use domain::account::Recovery;

const NAME: &str = "澜州青禾建设有限公司（示例）";
const OLD: &str = "Teal-Otter-4471";
const NEW: &str = "Wren-Cedar-2206";

fn form(current: &str, new: &str) -> ChangePasswordForm {
    ChangePasswordForm { current: current.into(), password: new.into(), password_again: new.into() }
}

/// A company whose password is [`OLD`], and a session of it.
async fn company(world: &World) -> (CompanyUser, Session) {
    let user = world.company_with_password(NAME, OLD).await;
    let session = enter(world, &user).await;
    (user, session)
}

async fn enter(world: &World, user: &CompanyUser) -> Session {
    let (_, visitor) = session::start(world).await.unwrap();
    session::upgrade(world, &visitor, Who::Company(user.clone()), Origin::default()).await.unwrap().1
}

async fn opens(world: &World, password: &str) -> bool {
    let key = domain::text::name_key(NAME);
    let (_, hash) = world.read(move |tx| Ok(store::credentials(tx, &key)?)).await.unwrap().unwrap();
    world.hasher.verify(password, Some(&hash)).await.unwrap()
}

#[tokio::test]
async fn a_change_ends_every_other_session_and_temporary_password_and_tells_the_mobile() {
    let world = fixture::app();
    let (user, session) = company(&world).await;
    enter(&world, &user).await;
    let who = Recovery { company: CompanyName::parse(NAME).unwrap(), mobile: fixture::mobile() };
    ask(&world, Wish::Password, &who, ADDRESS).await.unwrap();
    round(&world).await.unwrap();
    change_password(&world, &session, &user, &form(OLD, NEW), ADDRESS).await.unwrap();
    assert!(opens(&world, NEW).await && !opens(&world, OLD).await);
    let living: Vec<_> = session::list(&world, &user).await.unwrap().into_iter().map(|s| s.id).collect();
    assert_eq!(living, [session.id]);
    let (now, key) = (world.steady(), domain::text::name_key(NAME));
    assert!(world.read(move |tx| Ok(recover::store::temporary(tx, &key, now)?)).await.unwrap().is_none());
    round(&world).await.unwrap();
    let (to, message, _) = world.sms.send.calls().pop().unwrap();
    assert_eq!((to.as_str(), message), (MOBILE, Sms::PasswordChanged));
}

#[tokio::test]
async fn a_wrong_present_password_changes_nothing_and_counts_like_a_failed_login() {
    let world = fixture::app();
    let (user, session) = company(&world).await;
    for _ in 0..5 {
        let refused = change_password(&world, &session, &user, &form("Teal-Otter-4472", NEW), ADDRESS).await;
        assert!(matches!(&refused, Err(Error::Fields(errors)) if errors.get("current").is_some()), "{refused:?}");
    }
    let sixth = change_password(&world, &session, &user, &form(OLD, NEW), ADDRESS).await;
    assert!(matches!(sixth, Err(Error::Limited { .. })), "{sixth:?}");
    assert!(opens(&world, OLD).await);
}

#[tokio::test]
async fn after_a_temporary_password_no_session_lives_on_at_all() {
    let world = fixture::app();
    let (user, session) = company(&world).await;
    replace_password(&world, &session, &user, &form("", NEW)).await.unwrap();
    assert!(opens(&world, NEW).await);
    assert!(session::list(&world, &user).await.unwrap().is_empty());
}

#[tokio::test]
async fn a_new_password_may_not_hold_the_company_or_its_mobile() {
    let world = fixture::app();
    let (user, session) = company(&world).await;
    for bad in ["青禾建设Ab1xyz", "Ab-13800001234", "short"] {
        let refused = change_password(&world, &session, &user, &form(OLD, bad), ADDRESS).await;
        assert!(matches!(&refused, Err(Error::Fields(errors)) if errors.get("password").is_some()), "{bad}");
    }
}

#[tokio::test]
async fn a_session_that_ended_meanwhile_changes_no_password() {
    let world = fixture::app();
    let (user, session) = company(&world).await;
    session::end(&world, session.id).await.unwrap();
    let changed = change_password(&world, &session, &user, &form(OLD, NEW), ADDRESS).await;
    let replaced = replace_password(&world, &session, &user, &form("", NEW)).await;
    for refused in [changed, replaced] {
        assert!(matches!(refused, Err(Error::Denied(_))), "{refused:?}");
    }
    assert!(opens(&world, OLD).await);
}

#[tokio::test]
async fn a_login_under_way_does_not_outlive_a_new_password() {
    let world = fixture::app();
    let (user, session) = company(&world).await;
    let login = domain::account::LoginForm { company: NAME.into(), password: OLD.into(), captcha: String::new() };
    let entered = login_company(&world, &login.check().unwrap(), ADDRESS).await.unwrap();
    let Answer::In(who, proof) = entered else { panic!("{entered:?}") };
    let (_, visitor) = session::start(&world).await.unwrap();
    let in_time = session::enter(&world, &visitor, who.clone(), Some(proof.clone()), Origin::default()).await;
    assert!(in_time.is_ok(), "{in_time:?}");
    change_password(&world, &session, &user, &form(OLD, NEW), ADDRESS).await.unwrap();
    let (_, visitor) = session::start(&world).await.unwrap();
    let late = session::enter(&world, &visitor, who, Some(proof), Origin::default()).await;
    assert!(matches!(late, Err(Error::Denied(_))), "{late:?}");
}
