use super::link::LinkToken;
use super::*;
use crate::account::session::{self, Origin, Session};
use crate::account::staff::{ProvenStaff, login_staff};
use crate::audit::Action;
use crate::fixture::{self, World};
use crate::who::Who;
use domain::account::{ChangePasswordForm, FirstAdminForm, Secret};
use domain::rights::Role;
use jiff::SignedDuration;

const PASSWORD: &str = "Teal-Otter-4471";

fn form(login: &str, role: Role) -> StaffForm {
    StaffForm { login: login.into(), name: "许南乔".into(), role: role.code().into(), outlet: String::new() }
}

fn password(text: &str) -> ChangePasswordForm {
    ChangePasswordForm { current: Secret::default(), password: text.into(), password_again: text.into() }
}

fn first_admin() -> FirstAdminForm {
    FirstAdminForm {
        login: "guanli".into(),
        name: "陆闻笙".into(),
        password: PASSWORD.into(),
        password_again: PASSWORD.into(),
    }
}

async fn admin(world: &World, login: &str) -> StaffUser {
    let user = world.staff(Role::Admin).await;
    if login == user.role.code() {
        return user;
    }
    let (account, _) = create(world, &user, &form(login, Role::Admin)).await.unwrap();
    StaffUser { id: account.id, name: account.name, ..user }
}

async fn visitor(world: &World) -> Session {
    session::start(world).await.unwrap().1
}

async fn logged_in(world: &World, user: &StaffUser) -> (String, Session) {
    let old = visitor(world).await;
    session::upgrade(world, &old, Who::Staff(user.clone()), Origin::default()).await.unwrap()
}

async fn login(world: &World, login: &str, code: &str) -> Option<ProvenStaff> {
    login_staff(world, login, &PASSWORD.into(), code).await.unwrap()
}

/// The code that an authenticator with this secret shows now.
fn code(world: &World, secret: &str) -> String {
    let secret = totp_rs::Secret::try_from_base32(secret).unwrap();
    let seconds = u64::try_from(world.now().as_second()).unwrap();
    totp_rs::Builder::new().with_secret(secret).build().unwrap().generate(seconds).to_string()
}

#[tokio::test]
async fn the_first_link_makes_one_administrator_and_is_gone() {
    let world = fixture::app();
    let old = link::first(&world).await.unwrap().unwrap();
    let token = link::first(&world).await.unwrap().unwrap();
    assert!(matches!(link::open(&world, &old).await, Err(Error::NotFound)), "a newer link replaces an older one");
    let weak = FirstAdminForm { password: "short".into(), ..first_admin() };
    assert!(matches!(link::set_up(&world, &token, &weak).await, Err(Error::Fields(_))));
    link::set_up(&world, &token, &first_admin()).await.unwrap();
    for again in [&token, &old, &LinkToken::from_url("guess")] {
        assert!(matches!(link::set_up(&world, again, &first_admin()).await, Err(Error::NotFound)));
    }
    assert!(link::first(&world).await.unwrap().is_none(), "no link once there is an account");
    assert!(matches!(login(&world, "guanli", "").await, Some(ProvenStaff::Enrols(user)) if user.role == Role::Admin));
}

#[tokio::test]
async fn an_invited_person_sets_the_password_enrols_and_logs_in() {
    let world = fixture::app();
    let by = admin(&world, "admin").await;
    let (account, token) = create(&world, &by, &form("Xu.Nan", Role::Support)).await.unwrap();
    assert_eq!((account.login.as_str(), account.activated, account.enrolled), ("xu.nan", false, false));
    assert_eq!(login(&world, "xu.nan", "").await, None, "there is no password yet");
    link::activate(&world, &token, &password(PASSWORD)).await.unwrap();
    assert!(matches!(link::activate(&world, &token, &password(PASSWORD)).await, Err(Error::NotFound)), "once");
    let Some(ProvenStaff::Enrols(user)) = login(&world, "xu.nan", "").await else { panic!("no enrolment") };
    let session = visitor(&world).await;
    assert_eq!(enrol::shown(&world, &session).await.unwrap(), None);
    enrol::begin(&world, &session, &user).await.unwrap();
    let secret = enrol::shown(&world, &session).await.unwrap().unwrap().secret;
    assert_eq!(enrol::shown(&world, &visitor(&world).await).await.unwrap(), None, "another visitor sees nothing");
    assert!(matches!(enrol::confirm(&world, &session, "000000").await, Err(Error::Fields(_))));
    let right = code(&world, &secret);
    let (entered, proof) = enrol::confirm(&world, &session, &right).await.unwrap();
    assert_eq!(entered, user);
    assert_eq!(login(&world, "xu.nan", "").await, None, "from now on the code is asked for");
    assert_eq!(login(&world, "xu.nan", &right).await, None, "and each counts once");
    world.clock.advance_secs(30);
    assert!(matches!(login(&world, "xu.nan", &code(&world, &secret)).await, Some(ProvenStaff::In(..))));
    let stored = get(&world, &by, account.id).await.unwrap();
    assert_eq!((stored.activated, stored.enrolled, stored.login_at), (true, true, Some(world.now())));
    let logins: Vec<_> = world.trail().await.into_iter().filter(|line| line.action == Action::StaffLogin).collect();
    let told: Vec<_> = logins.iter().map(|line| (line.subject.as_str(), line.detail.as_str())).collect();
    assert_eq!(told, [("xu.nan", "登录"), ("xu.nan", "首次登录")], "newest first");
    let late = async || {
        let visitor = visitor(&world).await;
        session::enter(&world, &visitor, Who::Staff(user.clone()), Some(proof.clone()), Origin::default()).await
    };
    assert!(late().await.is_ok());
    reset(&world, &by, account.id, stored.version, Reset::Password).await.unwrap();
    let late = late().await;
    assert!(matches!(late, Err(Error::Denied(_))), "a login under way does not outlive a reset: {late:?}");
}

#[tokio::test]
async fn links_and_enrolments_run_out() {
    let world = fixture::app();
    let by = admin(&world, "admin").await;
    let (_, token) = create(&world, &by, &form("xu.nan", Role::Support)).await.unwrap();
    world.clock.advance(SignedDuration::from_hours(24) - SignedDuration::from_secs(1));
    assert!(link::open(&world, &token).await.is_ok());
    link::activate(&world, &token, &password(PASSWORD)).await.unwrap();
    let Some(ProvenStaff::Enrols(user)) = login(&world, "xu.nan", "").await else { panic!("no enrolment") };
    let session = visitor(&world).await;
    enrol::begin(&world, &session, &user).await.unwrap();
    world.clock.advance(SignedDuration::from_mins(15));
    assert_eq!(enrol::shown(&world, &session).await.unwrap(), None);
    let (_, late) = create(&world, &by, &form("xu.bei", Role::Support)).await.unwrap();
    world.clock.advance(SignedDuration::from_hours(24));
    assert!(matches!(link::activate(&world, &late, &password(PASSWORD)).await, Err(Error::NotFound)));
}

#[tokio::test]
async fn disabling_ends_sessions_links_and_logins_at_once() {
    let world = fixture::app();
    let by = admin(&world, "admin").await;
    let user = world.staff(Role::Reviewer).await;
    let (token, _) = logged_in(&world, &user).await;
    let seen = get(&world, &by, user.id).await.unwrap().version;
    let link = reset(&world, &by, user.id, seen, Reset::Password).await.unwrap();
    assert_eq!(session::find(&world, &token).await.unwrap(), None, "a reset ends the sessions");
    let (token, _) = logged_in(&world, &user).await;
    let stale = set_enabled(&world, &by, user.id, seen, false).await;
    assert!(matches!(stale, Err(Error::Stale { .. })), "{stale:?}");
    set_enabled(&world, &by, user.id, seen + 1, false).await.unwrap();
    assert_eq!(session::find(&world, &token).await.unwrap(), None);
    assert!(matches!(link::open(&world, &link).await, Err(Error::NotFound)));
    set_enabled(&world, &by, user.id, seen + 2, true).await.unwrap();
    assert_eq!(session::find(&world, &token).await.unwrap(), None, "what has ended does not come back");
}

#[tokio::test]
async fn a_new_factor_needs_a_new_password_as_well() {
    let world = fixture::app();
    let by = admin(&world, "admin").await;
    let (account, token) = create(&world, &by, &form("xu.nan", Role::Support)).await.unwrap();
    link::activate(&world, &token, &password(PASSWORD)).await.unwrap();
    let Some(ProvenStaff::Enrols(user)) = login(&world, "xu.nan", "").await else { panic!("no enrolment") };
    let session = visitor(&world).await;
    enrol::begin(&world, &session, &user).await.unwrap();
    let seen = get(&world, &by, account.id).await.unwrap().version;
    let token = reset(&world, &by, account.id, seen, Reset::SecondFactor).await.unwrap();
    assert_eq!(enrol::shown(&world, &session).await.unwrap(), None, "an enrolment under way ends");
    assert_eq!(login(&world, "xu.nan", "").await, None, "the old password alone opens nothing");
    link::activate(&world, &token, &password(PASSWORD)).await.unwrap();
    assert!(matches!(login(&world, "xu.nan", "").await, Some(ProvenStaff::Enrols(_))));
}

#[tokio::test]
async fn nobody_changes_the_own_role_and_one_administrator_stays() {
    let world = fixture::app();
    let (first, second) = (admin(&world, "admin").await, admin(&world, "second").await);
    let denied = |result: Result<(), Error>| assert!(matches!(result, Err(Error::Denied(_))), "{result:?}");
    denied(change(&world, &first, first.id, 1, &form("admin", Role::Reviewer)).await);
    denied(set_enabled(&world, &first, first.id, 1, false).await);
    denied(reset(&world, &first, first.id, 1, Reset::Password).await.map(drop));
    change(&world, &first, first.id, 1, &form("ignored", Role::Admin)).await.unwrap();
    set_enabled(&world, &first, second.id, 1, false).await.unwrap();
    let by_the_disabled = set_enabled(&world, &second, first.id, 2, false).await;
    assert!(matches!(by_the_disabled, Err(Error::NotFound)), "{by_the_disabled:?}");
    let stored = get(&world, &first, first.id).await.unwrap();
    assert_eq!((stored.role, stored.enabled, stored.login.as_str()), (Role::Admin, true, "admin"));
}

#[tokio::test]
async fn a_login_name_is_given_once_and_an_outlet_must_exist() {
    let world = fixture::app();
    let by = admin(&world, "admin").await;
    create(&world, &by, &form("xu.nan", Role::Support)).await.unwrap();
    let refused = |result: Result<(Account, LinkToken), Error>, field: &str| match result {
        Err(Error::Fields(errors)) => assert!(errors.get(field).is_some(), "{errors:?}"),
        other => panic!("{:?}", other.map(|(account, _)| account)),
    };
    refused(create(&world, &by, &form("XU.nan", Role::Support)).await, "login");
    let clerk = StaffForm { outlet: "77".into(), ..form("xu.bei", Role::Outlet) };
    refused(create(&world, &by, &clerk).await, "outlet");
    let outlet = world.outlet().await;
    let clerk = StaffForm { outlet: outlet.to_string(), ..clerk };
    assert_eq!(create(&world, &by, &clerk).await.unwrap().0.outlet, Some(outlet));
}

#[tokio::test]
async fn only_administrators_look_after_accounts() {
    let world = fixture::app();
    for &role in Role::ALL {
        let user = world.staff(role).await;
        let claimed = StaffUser { role: Role::Admin, ..user.clone() };
        let expected = role == Role::Admin;
        assert_eq!(list(&world, &claimed).await.is_ok(), expected, "{role:?}");
        assert_eq!(get(&world, &claimed, user.id).await.is_ok(), expected, "{role:?}");
        let login = format!("new.{}", role.code());
        assert_eq!(create(&world, &claimed, &form(&login, Role::Auditor)).await.is_ok(), expected, "{role:?}");
    }
}

#[tokio::test]
async fn a_new_password_ends_the_other_sessions_and_the_old_one_must_be_known() {
    let world = fixture::app();
    let by = admin(&world, "admin").await;
    let (_, token) = create(&world, &by, &form("xu.nan", Role::Support)).await.unwrap();
    link::activate(&world, &token, &password(PASSWORD)).await.unwrap();
    let Some(ProvenStaff::Enrols(user)) = login(&world, "xu.nan", "").await else { panic!("no enrolment") };
    let ((here, session), (there, _)) = (logged_in(&world, &user).await, logged_in(&world, &user).await);
    assert_eq!(own::sessions(&world, &user).await.unwrap().len(), 2);
    let wrong = ChangePasswordForm { current: "Teal-Otter-4472".into(), ..password("Quiet-Heron-552") };
    let refused = own::change_password(&world, &user, &session, &wrong).await;
    assert!(matches!(refused, Err(Error::Fields(errors)) if errors.get("current").is_some()));
    let right = ChangePasswordForm { current: PASSWORD.into(), ..password("Quiet-Heron-552") };
    own::change_password(&world, &user, &session, &right).await.unwrap();
    assert_eq!(session::find(&world, &there).await.unwrap(), None);
    assert!(session::find(&world, &here).await.unwrap().is_some());
    assert_eq!(login(&world, "xu.nan", "").await, None, "the old password is worth nothing");
    own::end_session(&world, &by, session.id).await.unwrap();
    assert!(session::find(&world, &here).await.unwrap().is_some(), "nobody ends the session of another");
    own::end_session(&world, &user, session.id).await.unwrap();
    assert_eq!(session::find(&world, &here).await.unwrap(), None);
}

/// A person who has set [`PASSWORD`] and has no second factor yet.
async fn activated(world: &World, by: &StaffUser, login_name: &str) -> StaffUser {
    let (_, token) = create(world, by, &form(login_name, Role::Support)).await.unwrap();
    link::activate(world, &token, &password(PASSWORD)).await.unwrap();
    let Some(ProvenStaff::Enrols(user)) = login(world, login_name, "").await else { panic!("no enrolment") };
    user
}

#[tokio::test]
async fn wrong_present_passwords_lock_the_login_name_and_a_reset_opens_it() {
    let world = fixture::app();
    let by = admin(&world, "admin").await;
    let user = activated(&world, &by, "xu.nan").await;
    let (_, session) = logged_in(&world, &user).await;
    let wrong = ChangePasswordForm { current: "Teal-Otter-4472".into(), ..password("Quiet-Heron-552") };
    for _ in 0..4 {
        let refused = own::change_password(&world, &user, &session, &wrong).await;
        assert!(matches!(refused, Err(Error::Fields(_))), "{refused:?}");
    }
    let right = ChangePasswordForm { current: PASSWORD.into(), ..wrong.clone() };
    for form in [&wrong, &right] {
        let refused = own::change_password(&world, &user, &session, form).await;
        assert!(matches!(refused, Err(Error::Limited { .. })), "{refused:?}");
    }
    let locked = login_staff(&world, "xu.nan", &PASSWORD.into(), "").await;
    assert!(matches!(locked, Err(Error::Limited { .. })), "{locked:?}");
    let seen = get(&world, &by, user.id).await.unwrap().version;
    let link = reset(&world, &by, user.id, seen, Reset::Password).await.unwrap();
    link::activate(&world, &link, &password(PASSWORD)).await.unwrap();
    assert!(matches!(login(&world, "xu.nan", "").await, Some(ProvenStaff::Enrols(_))));
}

#[tokio::test]
async fn a_change_under_way_does_not_undo_a_reset() {
    let world = fixture::app();
    let by = admin(&world, "admin").await;
    let user = activated(&world, &by, "xu.nan").await;
    let (id, now) = (user.id, world.now());
    let proved = world.read(move |tx| Ok(store::password(tx, id)?)).await.unwrap().unwrap();
    let seen = get(&world, &by, id).await.unwrap().version;
    reset(&world, &by, id, seen, Reset::Password).await.unwrap();
    let written = world.write(move |tx| Ok(store::set_password(tx, id, &proved, "another", now)?)).await.unwrap();
    assert!(!written);
    assert!(!get(&world, &by, id).await.unwrap().activated);
}
