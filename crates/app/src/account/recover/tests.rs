use super::*;
use crate::account::login::{Answer, login_company};
use crate::account::sms_code;
use crate::effects::worker::round;
use crate::fixture::{self, ADDRESS, MOBILE, World};
use crate::ports::PortError;
use crate::ports::sms::SmsFate;
use crate::who::{Duty, Who};
use domain::account::{LoginForm, RecoveryForm};
use domain::message::Sms;

const NAME: &str = "澜州青禾建设有限公司（示例）";
const PASSWORD: &str = "Teal-Otter-4471";

fn who(name: &str, mobile: &str) -> Recovery {
    RecoveryForm { company: name.into(), mobile: mobile.into(), captcha: String::new() }.check().unwrap()
}

/// Asks, and lets the worker look it up; the temporary passwords that were sent so far, as the message shows them.
async fn forgotten(world: &World, name: &str, mobile: &str) -> Vec<String> {
    ask(world, Wish::Password, &who(name, mobile), ADDRESS).await.unwrap();
    while round(world).await.unwrap() > 0 {}
    sent(world)
}

fn sent(world: &World) -> Vec<String> {
    let shown = |message: &Sms| match message {
        Sms::TemporaryPassword { password } => Some(password.shown()),
        _ => None,
    };
    world.sms.send.calls().iter().filter_map(|(_, message, _)| shown(message)).collect()
}

async fn login(world: &World, password: &str) -> Answer {
    let form = LoginForm { company: NAME.into(), password: password.into(), captcha: String::new() };
    login_company(world, &form.check().unwrap(), ADDRESS).await.unwrap()
}

/// Another number of the same shape: the last digit differs.
const OTHER_MOBILE: &str = "13800001235";

#[tokio::test]
async fn a_temporary_password_comes_to_the_registered_mobile_and_works_once() {
    let world = fixture::app();
    let user = world.company_with_password(NAME, PASSWORD).await;
    let sent = forgotten(&world, " 澜州青禾建设有限公司(示例)", MOBILE).await;
    assert_eq!(sent.len(), 1);
    assert_eq!(world.sms.send.calls()[0].0.as_str(), MOBILE);
    let lower = sent[0].to_lowercase().replace('-', " ");
    let Answer::In(who, _) = login(&world, &lower).await else { panic!("it does not work") };
    assert_eq!(who, Who::Restricted(user, Duty::NewPassword));
    assert_eq!(login(&world, &sent[0]).await, Answer::Wrong);
    assert!(matches!(login(&world, PASSWORD).await, Answer::In(Who::Company(_), _)), "the password works all the time");
}

#[tokio::test]
async fn nothing_is_sent_when_company_and_mobile_do_not_belong_together() {
    let world = fixture::app();
    world.company_with_password(NAME, PASSWORD).await;
    assert_eq!(forgotten(&world, NAME, OTHER_MOBILE).await, [""; 0]);
    assert_eq!(forgotten(&world, "澜州白鹭建设有限公司（示例）", MOBILE).await, [""; 0]);
    assert!(world.sms.send.calls().is_empty());
}

#[tokio::test]
async fn a_newer_one_replaces_an_older_one() {
    let world = fixture::app();
    world.company_with_password(NAME, PASSWORD).await;
    forgotten(&world, NAME, MOBILE).await;
    world.clock.advance_secs(60);
    let sent = forgotten(&world, NAME, MOBILE).await;
    assert_eq!(login(&world, &sent[0]).await, Answer::Wrong);
    assert!(matches!(login(&world, &sent[1]).await, Answer::In(..)));
}

#[tokio::test]
async fn it_is_worth_nothing_after_a_quarter_of_an_hour_also_if_the_clock_is_set_back() {
    let world = fixture::app();
    world.company_with_password(NAME, PASSWORD).await;
    let sent = forgotten(&world, NAME, MOBILE).await;
    world.clock.advance(LASTS);
    world.clock.jump(-LASTS);
    assert_eq!(login(&world, &sent[0]).await, Answer::Wrong);
}

#[tokio::test]
async fn five_wrong_ones_make_the_right_one_worthless_and_ordinary_mistakes_do_not() {
    let mut settings = crate::Settings::default();
    settings.login_limits.failures = 0;
    let world = fixture::app_with(settings);
    world.company_with_password(NAME, PASSWORD).await;
    for (typed, expected) in [("Tian7-lan-Shan", true), ("22222-22222", false)] {
        world.clock.advance_secs(60);
        forgotten(&world, NAME, MOBILE).await;
        for _ in 0..5 {
            assert_eq!(login(&world, typed).await, Answer::Wrong);
        }
        let newest = sent(&world).pop().unwrap();
        assert_eq!(matches!(login(&world, &newest).await, Answer::In(..)), expected, "{typed}");
    }
}

#[tokio::test]
async fn a_try_whose_fate_is_unknown_sends_the_same_password_again_and_what_was_sent_is_blank() {
    let world = fixture::app();
    world.company_with_password(NAME, PASSWORD).await;
    world.sms.send.answer(Err(PortError::Unknown("timed out".into())));
    world.sms.fate.answer(Ok(SmsFate::NotFound));
    forgotten(&world, NAME, MOBILE).await;
    let stored = world.write(|tx| Ok(store::lock(tx, 1)?)).await.unwrap().unwrap();
    assert!(stored.secret.is_some());
    world.clock.advance_secs(10);
    while round(&world).await.unwrap() > 0 {}
    let sent = sent(&world);
    assert_eq!((sent.len(), &sent[0]), (2, &sent[1]));
    assert!(world.write(|tx| Ok(store::lock(tx, 1)?)).await.unwrap().is_none(), "blank");
    assert!(matches!(login(&world, &sent[0]).await, Answer::In(..)));
}

#[tokio::test]
async fn a_request_that_waited_too_long_sends_nothing() {
    let world = fixture::app();
    world.company_with_password(NAME, PASSWORD).await;
    ask(&world, Wish::Password, &who(NAME, MOBILE), ADDRESS).await.unwrap();
    world.clock.advance(LASTS);
    round(&world).await.unwrap();
    assert!(world.sms.send.calls().is_empty());
    world.clock.advance(KEPT);
    assert_eq!(purge(&world).await.unwrap(), 1);
}

#[tokio::test]
async fn requests_count_whether_or_not_they_match() {
    let world = fixture::app();
    for _ in 0..2 {
        let refused = ask(&world, Wish::Password, &who(NAME, MOBILE), ADDRESS).await;
        let counted = matches!(refused, Err(Error::Limited { .. }));
        if counted {
            return;
        }
    }
    panic!("two messages within a minute");
}

#[tokio::test]
async fn wishes_that_send_nothing_stop_nobody_elses_messages_and_sent_ones_count() {
    let mut settings = crate::Settings::default();
    settings.sms_limits.all_per_hour = 1;
    let world = fixture::app_with(settings);
    world.company_with_password(NAME, PASSWORD).await;
    for wish in [Wish::Code, Wish::Password] {
        ask(&world, wish, &who(NAME, OTHER_MOBILE), ADDRESS).await.unwrap();
        while round(&world).await.unwrap() > 0 {}
        world.clock.advance_secs(60);
    }
    assert_eq!(forgotten(&world, NAME, MOBILE).await.len(), 1);
    let other = domain::contact::Mobile::parse(OTHER_MOBILE).unwrap();
    world.clock.advance_secs(60);
    let refused = sms_code::send(&world, sms_code::Purpose::Register, &other, ADDRESS).await;
    assert!(matches!(refused, Err(Error::Limited { what: limit::SMS_OF_ALL, .. })), "{refused:?}");
}

#[tokio::test]
async fn a_message_that_everybodys_limit_holds_back_is_not_sent() {
    let mut settings = crate::Settings::default();
    settings.sms_limits.all_per_hour = 1;
    let world = fixture::app_with(settings);
    world.company_with_password(NAME, PASSWORD).await;
    let other = domain::contact::Mobile::parse(OTHER_MOBILE).unwrap();
    ask(&world, Wish::Password, &who(NAME, MOBILE), ADDRESS).await.unwrap();
    sms_code::send(&world, sms_code::Purpose::Register, &other, ADDRESS).await.unwrap();
    while round(&world).await.unwrap() > 0 {}
    assert_eq!(sent(&world), [""; 0]);
}
