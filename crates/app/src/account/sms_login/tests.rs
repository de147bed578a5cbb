use super::*;
use crate::account::recover::{Wish, ask};
use crate::effects::worker::round;
use crate::fixture::{self, ADDRESS, World, mobile};
use domain::account::CompanyName;
use domain::contact::Mobile;
use domain::message::Sms;

const NAME: &str = "澜州青禾建设有限公司（示例）";

fn who(name: &str) -> Recovery {
    Recovery { company: CompanyName::parse(name).unwrap(), mobile: mobile() }
}

/// Asks for a code and lets the worker send it.
async fn code(world: &World, name: &str) -> Option<String> {
    ask(world, Wish::Code, &who(name), ADDRESS).await.unwrap();
    while round(world).await.unwrap() > 0 {}
    world.sms.send.calls().pop().map(|(_, message, _)| match message {
        Sms::VerificationCode { code } => code,
        other => panic!("{other:?}"),
    })
}

#[tokio::test]
async fn a_code_lets_in_once_and_its_own_company_only() {
    let world = fixture::app();
    let user = world.bare_company(NAME).await;
    let other = "澜州白鹭建设有限公司（示例）";
    world.bare_company(other).await;
    let code = code(&world, NAME).await.unwrap();
    let enter = async |name: &str, code: &str| {
        let entered = login_by_code(&world, &who(name), code, ADDRESS).await.unwrap();
        entered.map(|(who, _)| who)
    };
    assert_eq!(enter(NAME, "x").await, None);
    assert_eq!(enter(other, &code).await, None, "the same mobile, another company");
    assert_eq!(enter(NAME, &code).await, Some(Who::Company(user)));
    assert_eq!(enter(NAME, &code).await, None);
}

#[tokio::test]
async fn a_code_with_another_mobile_lets_nobody_in() {
    let world = fixture::app();
    world.bare_company(NAME).await;
    let code = code(&world, NAME).await.unwrap();
    let stranger = Recovery { mobile: Mobile::parse("13800001235").unwrap(), ..who(NAME) };
    assert_eq!(login_by_code(&world, &stranger, &code, ADDRESS).await.unwrap(), None);
}

#[tokio::test]
async fn an_unknown_company_gets_no_code_and_the_same_answer() {
    let world = fixture::app();
    assert_eq!(code(&world, NAME).await, None);
    assert_eq!(login_by_code(&world, &who(NAME), "123456", ADDRESS).await.unwrap(), None);
}

#[tokio::test]
async fn wrong_codes_make_the_network_wait() {
    let world = fixture::app();
    for _ in 0..5 {
        assert_eq!(login_by_code(&world, &who(NAME), "123456", ADDRESS).await.unwrap(), None);
    }
    let sixth = login_by_code(&world, &who(NAME), "123456", ADDRESS).await;
    assert!(matches!(sixth, Err(Error::Limited { .. })), "{sixth:?}");
}
