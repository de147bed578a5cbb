use super::*;
use crate::account::login::{Answer, login_company};
use crate::fixture::{self, ADDRESS, World};
use crate::who::Who;
use domain::account::{LoginForm, PasswordPolicy, RegisterForm, RegisterRules};

const NAME: &str = "澜州青禾建设有限公司（示例）";
/// Not what the seed draws.
const WRONG: &str = "000000";
const PASSWORD: &str = "Teal-Otter-4471";

fn registration(name: &str, code: &str) -> Registration {
    let form = RegisterForm {
        company: name.into(),
        mobile: fixture::MOBILE.into(),
        code: code.into(),
        password: PASSWORD.into(),
        password_again: PASSWORD.into(),
        agree: "on".into(),
        ..RegisterForm::default()
    };
    form.check(RegisterRules { sms_code: true, password: PasswordPolicy { composition: true } }).unwrap()
}

/// The fields that a registration is refused for.
async fn refused(world: &World, name: &str, code: &str) -> Vec<String> {
    match register(world, &registration(name, code), ADDRESS).await {
        Err(Error::Fields(errors)) => errors.iter().map(|(field, _)| field.to_owned()).collect(),
        other => panic!("{other:?}"),
    }
}

async fn login(world: &World, name: &str, password: &str) -> Option<CompanyUser> {
    let form = LoginForm { company: name.into(), password: password.into(), captcha: String::new() };
    match login_company(world, &form.check().unwrap(), ADDRESS).await.unwrap() {
        Answer::In(Who::Company(user), _) => Some(user),
        Answer::Wrong => None,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn who_registers_can_log_in_and_nobody_else_can() {
    let world = fixture::app();
    let code = world.registration_code().await;
    let user = register(&world, &registration(NAME, &code), ADDRESS).await.unwrap();
    assert_eq!(login(&world, NAME, PASSWORD).await, Some(user.clone()));
    assert_eq!(login(&world, "澜州青禾建设有限公司(示例)", PASSWORD).await, Some(user), "brackets are alike");
    assert_eq!(login(&world, NAME, "Teal-Otter-4472").await, None);
    assert_eq!(login(&world, "澜州白鹭建设有限公司（示例）", PASSWORD).await, None);
}

#[tokio::test]
async fn a_wrong_code_creates_nothing_and_is_counted() {
    let world = fixture::app();
    let code = world.registration_code().await;
    for _ in 0..5 {
        assert_eq!(refused(&world, NAME, WRONG).await, ["code"]);
    }
    assert_eq!(refused(&world, NAME, &code).await, ["code"]);
    assert_eq!(login(&world, NAME, PASSWORD).await, None);
}

#[tokio::test]
async fn an_expired_code_creates_nothing() {
    let world = fixture::app();
    let code = world.registration_code().await;
    world.clock.advance_secs(300);
    assert_eq!(refused(&world, NAME, &code).await, ["code"]);
}

#[tokio::test]
async fn a_taken_name_is_told_only_to_the_right_code_and_leaves_the_code_valid() {
    let world = fixture::app();
    world.bare_company(NAME).await;
    let code = world.registration_code().await;
    assert_eq!(refused(&world, NAME, WRONG).await, ["code"]);
    assert_eq!(refused(&world, NAME, &code).await, ["company"]);
    assert!(register(&world, &registration("澜州白鹭建设有限公司（示例）", &code), ADDRESS).await.is_ok());
    assert_eq!(refused(&world, "澜州三号有限公司（示例）", &code).await, ["code"], "used up");
}

#[tokio::test]
async fn one_message_can_ask_after_five_names_only() {
    let world = fixture::app();
    world.bare_company(NAME).await;
    let code = world.registration_code().await;
    for _ in 0..5 {
        assert_eq!(refused(&world, NAME, &code).await, ["company"]);
    }
    assert_eq!(refused(&world, NAME, &code).await, ["code"]);
}
